import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from consents.actions.exceptions import load_built_ins
from consents.builtin import OWN, packs
from consents.models import ExceptionKind, ExceptionRule
from consents.reports.readiness import may_send
from consents.verdicts import verdict
from core.actor import Actor
from schools.models import Staff
from tests.consent_factories import safety_meetup
from tests.consents.families import ask_of, asked, sign
from trail.models import Entry

pytestmark = pytest.mark.django_db
LOADER = Actor.command("tests")


def test_the_shipped_exceptions_are_published_with_the_rules_of_their_files():
    load_built_ins(by=LOADER)

    rules = {rule.kind.code: (rule.conditions, rule.terms) for rule in ExceptionRule.objects.all()}
    assert rules == {one.code: (one.rule, one.terms) for one in packs()[OWN].exceptions}
    assert list(ExceptionKind.objects.values_list("code", "is_published", "pack")) == [
        ("safety_meetup", True, "cps"),
        ("bulk_alerts", True, "cps"),
        ("re_engagement", True, "cps"),
        ("classroom_social_media", True, "cps"),
        ("field_trip", False, "cps"),
    ]
    assert Entry.objects.filter(verb="exception.published").count() == 4


def test_loading_them_again_changes_nothing():
    load_built_ins(by=LOADER)
    before = Entry.objects.count()

    load_built_ins(by=LOADER)

    assert Entry.objects.count() == before
    assert ExceptionRule.objects.count() == 5


def test_what_the_district_changed_stays_when_they_are_loaded_again():
    load_built_ins(by=LOADER)
    ExceptionKind.objects.filter(code="bulk_alerts").update(name="Alerts", is_published=False)

    load_built_ins(by=LOADER)

    kept = ExceptionKind.objects.get(code="bulk_alerts")
    assert (kept.name, kept.is_published, kept.rules.count()) == ("Alerts", False, 1)


@pytest.mark.clause("T5")
def test_the_second_pack_comes_unpublished_with_its_own_clause(capsys):
    call_command("load_pack", "ky_160_145")

    kind = ExceptionKind.objects.get(code="outside_platform")
    assert (kind.is_published, kind.pack) == (False, "ky_160_145")
    assert kind.rules.get().conditions.clause == "KRS 160.145"
    assert sorted(kind.form_texts.values_list("language", flat=True)) == ["en", "es"]
    assert capsys.readouterr().out == (
        "outside_platform: A named adult outside the platform (not published)\n"
    )


def test_the_command_lists_the_packs(capsys):
    call_command("load_pack")

    assert capsys.readouterr().out == (
        "cps: The district's own, 5 exceptions\nky_160_145: Kentucky KRS 160.145, 1 exceptions\n"
    )


def test_an_unknown_pack_is_refused_and_nothing_is_loaded():
    with pytest.raises(CommandError) as caught:
        call_command("load_pack", "../cps")

    assert (caught.value.returncode, ExceptionKind.objects.count()) == (1, 0)


@pytest.mark.clause("T2")
@pytest.mark.parametrize(
    ("category", "reasons"),
    [
        ("employee", []),
        ("stipend", []),
        ("volunteer", [("adult_not_designated", "T2")]),
        ("vendor", [("adult_not_designated", "T2")]),
    ],
)
def test_an_adult_of_a_kind_the_exception_does_not_cover_is_not_designated(category, reasons):
    scene = asked(guardians=1)
    sign(ask_of(scene.guardians[0]))
    Staff.objects.filter(user=scene.coach).update(category=category)

    found = verdict(Staff.objects.get(user=scene.coach), scene.student, scene.activity).verdict

    assert [(reason.code, reason.clause) for reason in found.reasons] == reasons


def test_a_request_that_names_such_an_adult_cannot_be_sent():
    scene = safety_meetup(stage="draft")
    Staff.objects.filter(user=scene.coach).update(category="volunteer")

    found = may_send(scene.version, timezone.now())

    assert [reason.code for reason in found.refusals] == ["adult_category"]


def test_an_activity_longer_than_its_exception_allows_cannot_be_sent():
    scene = safety_meetup(stage="draft")
    rule = scene.version.rule
    shorter = ExceptionRule.objects.create(
        kind=rule.kind, number=2, rule=rule.rule, beside=rule.beside | {"longest_days": 14}
    )
    scene.version.rule = shorter

    found = may_send(scene.version, timezone.now())

    assert [reason.code for reason in found.refusals] == ["too_long"]


def test_the_practice_activity_is_approved_and_names_its_people():
    scene = safety_meetup()

    assert scene.approval.stage == "approved"
    assert [step.move for step in scene.approval.steps.order_by("at")] == ["ask", "approve"]
    assert list(scene.version.students.all()) == [scene.student]
    assert [staff.user for staff in scene.version.adults.all()] == [scene.coach]
    assert list(scene.student.guardians.order_by("pk")) == scene.guardians
