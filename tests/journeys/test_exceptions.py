"""An administrator makes one parent's yes enough for alerts, and sees what that does before it counts."""

import pytest

from consents.actions.exceptions import load_built_ins
from consents.models import ExampleConfirmed, ExceptionKind
from consents.terms import AnswerDecision
from consents.verdicts import verdict
from core.actor import Actor
from schools.terms import Role
from tests.consents.families import ask_of, asked, sign
from tests.factories import district_user
from tests.journeys.steps import give_password, sign_in
from tests.platform_factories import PlatformFactory

GRANTED, REFUSED = AnswerDecision.GRANTED, AnswerDecision.REFUSED


def alerts():
    """An activity of bulk alerts whose mother agrees and whose father refuses."""
    scene = asked(code="bulk_alerts", platform=PlatformFactory())
    mother, father = scene.guardians
    sign(ask_of(mother), GRANTED)
    sign(ask_of(father), REFUSED)
    return scene


def word_on(scene):
    found = verdict(scene.coach.staff, scene.student, scene.activity).verdict
    return [reason.code for reason in found.reasons]


@pytest.mark.clause("T5")
def test_an_administrator_changes_an_exception(desk, check_page):
    load_built_ins(by=Actor.command("tests"))
    admin = district_user(Role.ADMIN)
    give_password(admin)
    old = alerts()

    sign_in(desk, admin)
    desk.goto("/exceptions/")
    check_page(desk)
    desk.get_by_role("link", name="Bulk notifications and alerts").click()
    check_page(desk)
    desk.get_by_role("button", name="Draft the next version").click()
    desk.get_by_label("One guardian agrees", exact=True).check()
    desk.get_by_label("What changes, and why").fill("One parent is enough, as the source says.")
    desk.get_by_role("button", name="Save in the draft").click()
    desk.get_by_text("Saved in the draft").wait_for()
    check_page(desk)
    desk.get_by_role("link", name="Look it over and publish").click()
    check_page(desk)
    # Nothing is published unseen.
    desk.get_by_role("button", name="Publish this version").click()
    desk.get_by_text("Nothing was published").wait_for()
    check_page(desk)
    desk.get_by_role("checkbox", name="I have seen it: One parent agrees").check()
    desk.get_by_role("button", name="Publish this version").click()
    desk.get_by_text("Version 2").first.wait_for()
    check_page(desk)

    kind = ExceptionKind.objects.get(code="bulk_alerts")
    assert [rule.number for rule in kind.rules.order_by("number")] == [1, 2]
    assert ExampleConfirmed.objects.get().by == admin
    new = alerts()
    assert (word_on(old), word_on(new)) == (["conflict"], [])
