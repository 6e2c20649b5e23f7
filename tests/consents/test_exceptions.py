import pytest

from consents.actions.exceptions import load_built_ins
from consents.builtin import built_ins
from consents.models import ExceptionKind, ExceptionRule
from core.actor import Actor
from tests.consent_factories import safety_meetup
from trail.models import Entry

pytestmark = pytest.mark.django_db
LOADER = Actor.command("tests")


def test_the_shipped_exceptions_are_published_with_the_rules_of_their_files():
    load_built_ins(by=LOADER)

    rules = {rule.kind.code: rule.conditions for rule in ExceptionRule.objects.all()}
    assert rules == {code: shipped.rule for code, shipped in built_ins().items()}
    assert list(ExceptionKind.objects.values_list("code", "is_published")) == [
        ("safety_meetup", True),
        ("bulk_alerts", True),
        ("re_engagement", True),
    ]
    assert Entry.objects.filter(verb="exception.published").count() == 3


def test_loading_them_again_changes_nothing():
    load_built_ins(by=LOADER)
    before = Entry.objects.count()

    load_built_ins(by=LOADER)

    assert Entry.objects.count() == before
    assert ExceptionRule.objects.count() == 3


def test_the_practice_activity_is_approved_and_names_its_people():
    scene = safety_meetup()

    assert scene.approval.stage == "approved"
    assert [step.move for step in scene.approval.steps.order_by("at")] == ["ask", "approve"]
    assert list(scene.version.students.all()) == [scene.student]
    assert [staff.user for staff in scene.version.adults.all()] == [scene.coach]
    assert list(scene.student.guardians.order_by("pk")) == scene.guardians
