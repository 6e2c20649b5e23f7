"""Two people move schools off a platform, keep some of its uses, flag it, retire it; schools hear of it (P4)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.actor import Actor
from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from platforms import consequences
from platforms.access.proposals import Said
from platforms.actions import proposals, rules, school_news
from platforms.consequences import Consequence
from platforms.models import PlatformRule, Proposal, SchoolTold, StatusEvent, TransitionPlan
from platforms.policy.after import Numbers
from platforms.reports.silences import silences
from platforms.terms import Cause, Status
from platforms.terms.after import ProposalKind, ProposalStage
from schools.terms import Role
from tests.consent_factories import kind as exception_kind
from tests.factories import SchoolFactory, actor, district_user, principal_of
from tests.platform_factories import PlatformFactory
from tests.platforms.after import agreement, in_days, moving_off, proposed, today, using
from trail.models import Entry

pytestmark = pytest.mark.django_db
JOB = Actor.job("platforms.tell_schools")


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def status_of(platform, day=None):
    return platform.standing(timezone.now()).on(day or today()).status


@pytest.mark.clause("P4")
def test_two_people_move_schools_off_and_each_school_gets_a_plan():
    scene = moving_off(schools=2)

    plans = TransitionPlan.objects.filter(proposal=scene.proposal)
    assert (status_of(scene.platform), scene.platform.standing(timezone.now()).until) == (
        Status.FLAGGED_MOVING, in_days(45),
    )  # fmt: skip
    assert sorted(plan.school_id for plan in plans) == sorted(one.pk for one in scene.schools)
    assert {(plan.due_on, plan.students) for plan in plans} == {(in_days(45), 40)}
    assert scene.proposal.silenced == {
        "schools": 2, "students": 80,
        "activities": 0, "adults": 0, "activity_students": 0, "activity_schools": 0,
    }  # fmt: skip


def test_who_put_it_forward_does_not_confirm_it_in_action_and_database():
    reviewer = district_user(Role.REVIEWER)
    proposal = proposed(by=reviewer)

    with pytest.raises(Refused) as refused:
        proposals.confirm(proposal, by=actor(reviewer))
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(
            stage=ProposalStage.CONFIRMED, closed_by=reviewer, closed_at=timezone.now()
        )

    assert codes(refused) == ["own_proposal"]
    assert status_of(proposal.platform) == Status.FLAGGED_FIXING
    assert not TransitionPlan.objects.exists()


@pytest.mark.parametrize("role", [Role.ITS, Role.PROCUREMENT, Role.ADMIN])
def test_only_a_reviewer_is_the_second_person(role):
    proposal = proposed()

    with pytest.raises(Refused) as refused:
        proposals.confirm(proposal, by=actor(district_user(role)))

    assert codes(refused) == ["not_a_decider"]


@pytest.mark.clause("P4")
@pytest.mark.parametrize(
    ("days", "emergency", "expected"),
    [
        (30, "", []),
        (29, "", ["off_date_soon"]),
        (1, "Students' numbers are being sold.", []),
        (0, "Students' numbers are being sold.", ["off_date_past"]),
        (-1, "", ["off_date_past"]),
        (None, "", ["no_off_date"]),
    ],
)
def test_an_off_date_leaves_the_districts_days_unless_it_cannot_wait(days, emergency, expected):
    off_on = None if days is None else in_days(days)

    try:
        proposed(until=off_on, emergency=emergency)
        found = []
    except Refused as refused:
        found = [reason.code for reason in refused.decision.refusals]

    assert found == expected


def test_the_days_are_the_districts_own_number():
    rules.set_numbers(Numbers(off_days=60), by=actor(district_user(Role.REVIEWER)))

    with pytest.raises(Refused) as refused:
        proposed(until=in_days(45))

    assert codes(refused) == ["off_date_soon"]
    assert PlatformRule.objects.numbers() == Numbers(off_days=60)


def test_a_proposal_that_waited_too_long_is_judged_on_the_day_it_is_confirmed():
    proposal = proposed(until=in_days(30))

    with time_machine.travel(timezone.now() + timedelta(days=2)), pytest.raises(Refused) as refused:
        proposals.confirm(proposal, by=actor(district_user(Role.REVIEWER)))

    assert codes(refused) == ["off_date_soon"]


def test_schools_move_only_to_platforms_approved_today():
    flagged = PlatformFactory(standing=Status.FLAGGED_FIXING)

    with pytest.raises(Refused) as refused:
        proposed(targets=[flagged])
    with pytest.raises(Refused) as none:
        proposed(targets=[])

    assert (codes(refused), codes(none)) == (["target_not_approved"], ["no_target"])


def test_one_proposal_waits_at_a_time_and_who_made_it_takes_it_back():
    its = district_user(Role.ITS)
    proposal = proposed(by=its)

    with pytest.raises(IllegalMove):
        proposed(platform=proposal.platform)
    with pytest.raises(Refused) as refused:
        proposals.withdraw(proposal, by=actor(district_user(Role.ITS)))
    proposals.withdraw(proposal, by=actor(its))
    again = proposed(platform=proposal.platform)

    assert codes(refused) == ["not_yours"]
    assert again.stage == ProposalStage.OPEN
    proposal.refresh_from_db()
    assert proposal.stage == ProposalStage.WITHDRAWN


def test_a_refused_proposal_keeps_its_reason_and_changes_nothing():
    proposal = proposed()

    proposals.refuse(proposal, "The vendor has a date.", by=actor(district_user(Role.REVIEWER)))

    proposal.refresh_from_db()
    assert (proposal.stage, proposal.closed_reason) == ("refused", "The vendor has a date.")
    assert status_of(proposal.platform) == Status.FLAGGED_FIXING
    with pytest.raises(IllegalMove):
        proposals.confirm(proposal, by=actor(district_user(Role.REVIEWER)))


def test_the_preview_counts_schools_students_and_what_other_registers_stop(monkeypatch):
    monkeypatch.setattr(consequences, "_counts", [])
    platform = PlatformFactory(standing=Status.APPROVED)
    using(platform, SchoolFactory(), SchoolFactory(), students=25)
    consequences.register(lambda key, _at: [Consequence(code="activities", label="", count=3)])

    found = silences(platform)

    assert found.counts == {"schools": 2, "students": 50, "activities": 3}


@pytest.mark.clause("P4")
def test_two_deciders_keep_named_uses_until_the_off_date_and_end_them():
    scene = moving_off()
    exception_kind("bulk_alerts")
    first, second = district_user(Role.REVIEWER), district_user(Role.REVIEWER)
    said = Said(public_reason="Snow days.", uses=["bulk_alerts"])

    with pytest.raises(Refused) as refused:
        proposals.propose(
            scene.platform, ProposalKind.KEEP_USES, said, by=actor(district_user(Role.ITS))
        )
    kept = proposals.propose(scene.platform, ProposalKind.KEEP_USES, said, by=actor(first))
    proposals.confirm(kept, by=actor(second))
    event = scene.platform.standing(timezone.now())

    assert codes(refused) == ["not_a_decider"]
    assert (event.cause, event.until) == (Cause.KEPT_USES, in_days(45))
    assert [
        event.is_approved_for("bulk_alerts", on=in_days(day)) for day in (0, 45, 46)
    ] == [True, True, False]  # fmt: skip
    assert not event.is_approved_for("safety_meetup", on=today())

    end = Said(public_reason="The new tool works.")
    ending = proposals.propose(scene.platform, ProposalKind.END_KEPT, end, by=actor(second))
    proposals.confirm(ending, by=actor(first))
    after = scene.platform.standing(timezone.now())

    assert not after.is_approved_for("bulk_alerts", on=today())
    assert (after.status, after.until) == (Status.FLAGGED_MOVING, in_days(45))


def test_uses_are_kept_only_while_schools_move_off_and_only_known_ones():
    scene = moving_off()
    fixing = PlatformFactory(standing=Status.FLAGGED_FIXING)
    exception_kind("bulk_alerts")
    reviewer = actor(district_user(Role.REVIEWER))

    found = []
    for platform, uses in [
        (fixing, ["bulk_alerts"]),
        (scene.platform, ["x"]),
        (scene.platform, []),
    ]:
        with pytest.raises(Refused) as refused:
            said = Said(public_reason="Why.", uses=uses)
            proposals.propose(platform, ProposalKind.KEEP_USES, said, by=reviewer)
        found.append(codes(refused))

    assert found == [["not_moving"], ["unknown_use"], ["no_uses"]]


def test_an_approval_without_an_agreement_is_flagged_and_with_one_is_not():
    platform = PlatformFactory(standing=Status.APPROVED)
    signed = agreement(platform)
    said = Said(public_reason="Its agreement ended.")
    its, reviewer = actor(district_user(Role.ITS)), actor(district_user(Role.REVIEWER))

    with pytest.raises(Refused) as refused:
        proposals.propose(platform, ProposalKind.FLAG, said, by=its)
    signed.ended_on, signed.ended_by = today(), district_user(Role.ITS)
    signed.save()
    proposals.confirm(proposals.propose(platform, ProposalKind.FLAG, said, by=its), by=reviewer)

    assert codes(refused) == ["agreement_stands"]
    assert status_of(platform) == Status.FLAGGED_FIXING
    assert Entry.objects.filter(verb="proposal.confirmed").count() == 1


def test_two_people_retire_a_platform():
    platform = PlatformFactory(standing=Status.APPROVED)
    said = Said(public_reason="The vendor closed.")
    proposal = proposals.propose(
        platform, ProposalKind.RETIRE, said, by=actor(district_user(Role.ITS))
    )

    proposals.confirm(proposal, by=actor(district_user(Role.REVIEWER)))

    assert status_of(platform) == Status.RETIRED


@pytest.mark.clause("P4")
def test_each_school_that_uses_it_hears_of_a_flag_once_in_plain_words():
    scene = moving_off()
    principal = principal_of(scene.schools[0])

    told = [school_news.tell_all(by=JOB) for _again in range(2)]

    message = worded(Notice.objects.get(kind="platforms/flagged_school", address=principal.email))
    assert told == [1, 0]
    assert message.subject == f"Please move off {scene.platform.name}"
    assert "The vendor will not fix it." in message.body
    assert scene.target.name in message.body
    assert SchoolTold.objects.get().people == 1


def test_a_school_that_names_the_platform_later_hears_then_and_gets_its_plan():
    scene = moving_off()
    late = SchoolFactory()
    principal_of(late)
    school_news.tell_all(by=JOB)
    using(scene.platform, late)

    told = school_news.tell_all(by=JOB)

    assert told == 1
    assert TransitionPlan.objects.filter(school=late, proposal=scene.proposal).count() == 1


def test_what_died_in_the_middle_told_nobody_and_forgets_nobody(monkeypatch):
    scene = moving_off(schools=2)
    for school in scene.schools:
        principal_of(school)
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(school_news.posting, "post_all", _die)
        school_news.tell_all(by=JOB)
    before = SchoolTold.objects.count()

    told = school_news.tell_all(by=JOB)

    assert (before, told) == (0, 2)
    assert Notice.objects.filter(kind="platforms/flagged_school").count() == 2


def test_an_overtaken_flag_is_not_told_any_more():
    scene = moving_off()
    principal_of(scene.schools[0])
    school_news.tell_all(by=JOB)
    notice = Notice.objects.get(kind="platforms/flagged_school")
    StatusEvent.objects.create(
        platform=scene.platform, status=Status.APPROVED, effective_at=timezone.now()
    )

    assert worded(notice) is None


def _die(_drafts):
    raise RuntimeError
