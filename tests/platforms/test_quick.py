"""A quick no and an emergency flag: one ground, two people, a public reason (P2, P4)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from platforms.actions import quick, results
from platforms.actions.quick import Proposal
from platforms.models import Breach, QuickDecision, StatusEvent
from platforms.terms import Cause, Status
from platforms.terms.audits import AuditStage, Grade, Ground, Value
from tests.factories import actor, principal_of
from tests.platform_factories import PlatformFactory
from tests.platforms.auditing import begun, evidence_for, finding, its_people

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P2")]
REASON = "Anybody can join a class chat."


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def refused_said(**facts):
    return Proposal(ground=Ground.VENDOR_REFUSED, public_reason=REASON, note="By mail.", **facts)


def seen(scene, code="IAM-01", grade=Grade.OBSERVED, until=None):
    """A finding “not met” of the open audit, by its auditor."""
    piece = evidence_for(scene, until=until)
    found = finding(scene, code, Value.NOT_MET, grade, piece_of=piece)
    [kept] = results.assess(scene.audit, [found], by=scene.by["its"])
    return kept.result


def test_an_observed_hard_knock_out_is_a_no_once_a_second_person_confirms():
    scene = begun()
    said = Proposal(ground=Ground.HARD_KNOCKOUT, public_reason=REASON, result=seen(scene))
    one = quick.put_forward(scene.platform, said, by=scene.by["reviewer"])
    before = scene.platform.standing(timezone.now()).status

    answers = []
    for own in ("reviewer", "its"):
        with pytest.raises(Refused) as refused:
            quick.confirm(one, by=scene.by[own])
        answers.append(codes(refused))
    event = quick.confirm(one, by=scene.by["second"])

    assert before == Status.IN_REVIEW
    assert answers == [["own_proposal"], ["not_a_decider", "found_it"]]
    assert (event.status, event.cause) == (Status.NOT_APPROVED, Cause.QUICK_NO)
    assert (event.reason, event.quick_decision) == (REASON, one)
    scene.audit.refresh_from_db()
    assert scene.audit.stage == AuditStage.ASSESSING


@pytest.mark.parametrize(
    ("code", "grade", "superseded"),
    [
        ("IAM-02", Grade.OBSERVED, False),
        ("CON-01", Grade.OBSERVED, False),
        ("PAR-01", Grade.OBSERVED, False),
        ("IAM-01", Grade.DOCUMENTED, False),
        ("IAM-01", Grade.OBSERVED, True),
    ],
    ids=["no-knock-out", "curable", "does-not-bind", "not-seen", "found-otherwise-since"],
)
def test_what_is_no_seen_hard_knock_out_is_no_ground(code, grade, superseded):
    scene = begun()
    result = seen(scene, code, grade)
    if superseded:
        results.assess(scene.audit, [finding(scene, code, Value.MET)], by=scene.by["its"])

    with pytest.raises(Refused) as refused:
        said = Proposal(ground=Ground.HARD_KNOCKOUT, public_reason=REASON, result=result)
        quick.put_forward(scene.platform, said, by=scene.by["reviewer"])

    assert codes(refused) == ["not_seen"]
    assert not QuickDecision.objects.exists()


def test_a_ground_that_fell_away_is_not_confirmed():
    scene = begun()
    said = Proposal(ground=Ground.HARD_KNOCKOUT, public_reason=REASON, result=seen(scene))
    one = quick.put_forward(scene.platform, said, by=scene.by["reviewer"])
    results.assess(scene.audit, [finding(scene, "IAM-01", Value.MET)], by=scene.by["its"])

    with pytest.raises(Refused) as refused:
        quick.confirm(one, by=scene.by["second"])

    assert codes(refused) == ["not_seen"]
    assert StatusEvent.objects.filter(status=Status.NOT_APPROVED).count() == 0


def test_a_vendor_is_silent_only_past_its_day_and_both_need_the_story():
    people, platform, today = its_people(), PlatformFactory(), timezone.localdate()
    silent = {"ground": Ground.VENDOR_SILENT, "public_reason": REASON}

    answers = []
    for facts in (
        {**silent, "note": "Asked twice.", "asked_until": today},
        {**silent, "asked_until": today - timedelta(days=1)},
        {"ground": Ground.VENDOR_REFUSED, "public_reason": REASON, "note": " "},
        {"ground": Ground.VENDOR_REFUSED, "public_reason": " ", "note": "By mail."},
    ):
        with pytest.raises(Refused) as refused:
            quick.put_forward(platform, Proposal(**facts), by=people.by["its"])
        answers.append(codes(refused))
    over = Proposal(**silent, note="Asked twice.", asked_until=today - timedelta(days=1))
    quick.put_forward(platform, over, by=people.by["its"])

    assert answers == [["not_silent"], ["no_note"], ["no_note"], ["no_public_reason"]]
    assert Notice.objects.filter(kind="platforms/quick_put_forward").count() == 2


@pytest.mark.clause("P4")
def test_a_breach_flags_at_once_with_no_audit():
    people, platform = its_people(), PlatformFactory()
    today = timezone.localdate()
    breach = Breach.objects.create(
        platform=platform, happened_on=today, told_on=today, description="Names were copied.",
        entered_by=people.its,
    )  # fmt: skip
    said = Proposal(ground=Ground.BREACH, public_reason="Names were copied.", breach=breach)
    with pytest.raises(Refused) as elsewhere:
        quick.put_forward(PlatformFactory(), said, by=people.by["its"])
    one = quick.put_forward(platform, said, by=people.by["its"])

    event = quick.confirm(one, by=people.by["reviewer"])

    assert codes(elsewhere) == ["no_breach"]
    assert (event.status, event.cause) == (Status.FLAGGED_FIXING, Cause.EMERGENCY)


@pytest.mark.clause("P4")
def test_a_breach_corrected_since_flags_nothing_any_more():
    """It was another tool's, or none: the second person does not confirm what was taken back."""
    people, platform, today = its_people(), PlatformFactory(), timezone.localdate()
    facts = {"happened_on": today, "told_on": today, "entered_by": people.its}
    breach = Breach.objects.create(platform=platform, description="Names copied.", **facts)
    said = Proposal(ground=Ground.BREACH, public_reason="Names were copied.", breach=breach)
    one = quick.put_forward(platform, said, by=people.by["its"])
    Breach.objects.create(platform=platform, description="No names.", corrects=breach, **facts)

    with pytest.raises(Refused) as refused:
        quick.confirm(one, by=people.by["reviewer"])

    assert codes(refused) == ["no_breach"]
    assert platform.standing(timezone.now()).status == Status.APPROVED


def test_it_settles_once_and_a_refusal_leaves_the_platform_where_it_stands():
    people, platform = its_people(), PlatformFactory()
    one = quick.put_forward(platform, refused_said(), by=people.by["its"])
    with pytest.raises(Refused) as twice:
        quick.put_forward(platform, refused_said(), by=people.by["reviewer"])
    with pytest.raises(Refused) as stranger:
        quick.refuse(one, by=actor(principal_of()), reason="No.")

    quick.refuse(one, by=people.by["reviewer"], reason="They wrote yesterday.")
    for attempt in (
        lambda: quick.confirm(one, by=people.by["second"]),
        lambda: quick.refuse(one, by=people.by["its"], reason="No."),
    ):
        with pytest.raises(IllegalMove):
            attempt()

    assert (codes(twice), codes(stranger)) == (["open_already"], ["not_its"])
    assert platform.standing(timezone.now()).status == Status.APPROVED
    assert QuickDecision.objects.get().refused_reason == "They wrote yesterday."


def test_who_put_it_forward_takes_it_back_and_what_is_not_approved_needs_no_second_no():
    people, platform = its_people(), PlatformFactory(standing=Status.NOT_APPROVED)
    with pytest.raises(Refused) as already:
        quick.put_forward(platform, refused_said(), by=people.by["its"])
    one = quick.put_forward(PlatformFactory(), refused_said(), by=people.by["its"])

    quick.refuse(one, by=people.by["its"], reason="My mistake.")

    assert codes(already) == ["already"]
    assert QuickDecision.objects.get().refused_by == people.its
