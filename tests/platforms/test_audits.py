"""An audit's way from the request to the decision, by its actions (P2-P4)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from platforms.actions import audits, deciding, results
from platforms.actions.audit_letters import reviewers
from platforms.actions.deciding import Words
from platforms.models import Audit, AuditDecision, AuditStep, NaReview, Result, StatusEvent
from platforms.reports.judging import judge
from platforms.terms import Cause, Status
from platforms.terms.audits import AuditStage, Grade, Origin, Outcome, Value
from tests.factories import actor, principal_of
from tests.platform_factories import PlatformFactory
from tests.platforms.auditing import (
    agreed,
    assessed,
    begun,
    criteria_in_force,
    evidence_for,
    finding,
    handed_in,
    its_people,
    reviewed,
)
from trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P2")]


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def test_asking_begins_a_review_and_names_the_predecessor():
    scene = begun()
    audits.drop(scene.audit, by=scene.by["its"], note="Asked too early.")

    again = audits.request(scene.platform, by=scene.by["reviewer"], reason="Now.")

    statuses = StatusEvent.objects.filter(platform=scene.platform).order_by("pk")
    assert again.predecessor == scene.audit
    assert [event.status for event in statuses][1:] == [
        Status.IN_REVIEW,
        Status.NOT_REVIEWED,
        Status.IN_REVIEW,
    ]
    assert Entry.objects.filter(verb="audit.requested").count() == 2


def test_an_approved_platform_keeps_its_standing_while_it_is_audited_again():
    criteria_in_force()
    platform = PlatformFactory(standing=Status.APPROVED)

    audits.request(platform, by=its_people().by["its"])

    assert platform.standing(timezone.now()).status == Status.APPROVED


def test_one_open_audit_a_platform_and_none_without_criteria():
    people, platform = its_people(), PlatformFactory(standing=Status.NOT_REVIEWED)
    with pytest.raises(Refused) as no_criteria:
        audits.request(platform, by=people.by["its"])
    criteria_in_force()
    audits.request(platform, by=people.by["its"])
    with pytest.raises(Refused) as twice:
        audits.request(platform, by=people.by["its"])
    with pytest.raises(Refused) as stranger:
        audits.request(PlatformFactory(), by=actor(principal_of()))

    assert [codes(one) for one in (no_criteria, twice, stranger)] == [
        ["no_criteria"],
        ["open_already"],
        ["not_its"],
    ]
    assert Audit.objects.count() == 1


def test_an_audit_is_given_to_its_alone_who_hears_of_it():
    scene = begun()
    with pytest.raises(Refused) as refused:
        audits.assign(scene.audit, principal_of(), by=scene.by["its"])

    audits.assign(scene.audit, scene.second, by=scene.by["its"], note="Please.")

    letter = Notice.objects.filter(kind="platforms/audit_moved").order_by("-pk")[0]
    assert codes(refused) == ["not_to_assign"]
    assert Audit.objects.get().auditor == scene.second
    assert [step.auditor for step in AuditStep.objects.order_by("pk")] == [scene.its, scene.second]
    assert letter.address == scene.second.email
    assert worded(letter).subject == f"Yours to audit: {scene.platform.name}"


def test_a_later_finding_supersedes_and_the_one_in_between_is_told():
    scene = begun()
    first = finding(scene, "IAM-02", Value.MET)
    [kept] = results.assess(scene.audit, [first], by=scene.by["its"])

    [again] = results.assess(
        scene.audit, [finding(scene, "IAM-02", Value.PARTIAL)], by=scene.by["second"]
    )

    assert (kept.between, again.between) == (None, kept.result)
    assert [row.value for row in Result.objects.standing()] == [Value.PARTIAL]
    assert Result.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"value": Value.NA}, "na_without_reason"),
        ({"value": Value.MET, "grade": Grade.DOCUMENTED}, "grade_without_evidence"),
        ({"value": Value.MET, "grade": Grade.OBSERVED, "origin": Origin.VENDOR}, "observed_by_nobody"),
        ({"value": Value.MET, "grade": Grade.ATTESTED, "origin": Origin.ITS}, "attested_by_nobody"),
        ({"value": Value.MET, "grade": Grade.OBSERVED, "days": -1}, "evidence_expired"),
        ({"value": Value.MET, "elsewhere": True}, "not_this_audit"),
    ],
)  # fmt: skip
def test_a_finding_without_what_it_must_carry_is_refused_whole(facts, code):
    scene = begun()
    whole = finding(scene, "IAM-02", Value.NOT_MET)

    with pytest.raises(Refused) as refused:
        results.assess(scene.audit, [whole, finding(scene, "IAM-01", **facts)], by=scene.by["its"])

    assert codes(refused) == [code]
    assert not Result.objects.exists()


def test_findings_are_written_only_while_somebody_assesses():
    scene = handed_in()

    with pytest.raises(IllegalMove):
        results.assess(scene.audit, [finding(scene, "IAM-02", Value.MET)], by=scene.by["its"])


def test_half_an_audit_is_not_handed_in():
    scene = begun()
    results.assess(scene.audit, [finding(scene, "IAM-01", Value.MET)], by=scene.by["its"])

    with pytest.raises(Refused) as refused:
        audits.hand_in(scene.audit, by=scene.by["its"])

    assert codes(refused) == [
        "scope_not_chosen",
        "unknown:CON-01",
        "unknown:IAM-02",
        "weak_evidence:IAM-01",
    ]
    assert Audit.objects.get().stage == AuditStage.ASSESSING


def test_what_binds_is_history_and_decides_which_criteria_count():
    scene = assessed()
    audits.choose_scope(
        scene.audit, audits.Scope(tags=["student_facing"], student_data=False), by=scene.by["its"]
    )

    with pytest.raises(Refused) as refused:
        audits.hand_in(scene.audit, by=scene.by["its"])

    assert codes(refused) == ["unknown:PAR-01"]
    assert [row.tags for row in scene.audit.scopes.order_by("pk")] == [[], ["student_facing"]]


@pytest.mark.parametrize("who", ["its", "asker", "auditor"])
def test_nobody_looks_second_at_their_own_work(who):
    scene = handed_in(with_na=True)
    own = {"its": scene.by["its"], "asker": scene.by["asker"], "auditor": scene.by["auditor"]}[who]
    na = Result.objects.get(value=Value.NA)

    for attempt in (
        lambda: results.review_na(na, accepted=True, by=own),
        lambda: results.review_scope(scene.audit.scopes.get(), accepted=True, by=own),
        lambda: audits.send_back(scene.audit, by=own, note="No."),
        lambda: deciding.decide(scene.audit, Words(public_reason="Good."), by=own),
    ):
        with pytest.raises(Refused):
            attempt()

    scene.audit.refresh_from_db()
    assert scene.audit.stage == AuditStage.SUBMITTED
    assert (NaReview.objects.count(), AuditDecision.objects.count()) == (0, 0)


def test_nothing_is_decided_before_a_second_person_accepts_what_does_not_apply_and_what_binds():
    scene = handed_in(with_na=True)

    with pytest.raises(Refused) as refused:
        deciding.decide(scene.audit, Words(public_reason="Good."), by=scene.by["reviewer"])

    assert codes(refused) == ["scope_not_accepted", "na_unreviewed:IAM-02"]


def test_a_no_after_a_yes_counts():
    scene = reviewed(with_na=True)
    na = Result.objects.get(value=Value.NA)
    results.review_na(na, accepted=False, by=scene.by["reviewer"], note="It has a sign-in.")

    with pytest.raises(Refused) as refused:
        deciding.decide(scene.audit, Words(public_reason="Good."), by=scene.by["reviewer"])

    assert codes(refused) == ["na_unreviewed:IAM-02"]


@pytest.mark.clause("P3")
def test_an_approval_is_computed_frozen_and_waits_for_the_cio():
    scene = reviewed()

    decision = deciding.decide(
        scene.audit, Words(public_reason="It keeps every message."), by=scene.by["reviewer"]
    )

    assert (decision.outcome, decision.score, decision.reasons) == (Outcome.APPROVED, 100, [])
    assert decision.until == timezone.localdate() + timedelta(days=365)
    assert scene.platform.standing(timezone.now()).status == Status.IN_REVIEW
    told = Notice.objects.filter(kind="platforms/audit_moved").order_by("-pk")
    assert {one.address for one in told[:2]} == {scene.asker.email, scene.auditor.email}


@pytest.mark.clause("P3")
def test_an_approval_for_stated_uses_names_uses_that_are_published():
    scene = reviewed(values={"IAM-02": Value.NOT_MET})

    answers = []
    for uses in ([], ["invented"]):
        with pytest.raises(Refused) as refused:
            deciding.decide(
                scene.audit, Words(public_reason="For some.", uses=uses), by=scene.by["reviewer"]
            )
        answers.append(codes(refused))
    decision = deciding.decide(
        scene.audit,
        Words(public_reason="For parents.", uses=["parents"], conditions="No replies."),
        by=scene.by["reviewer"],
    )

    assert answers == [["no_uses"], ["strange_use"]]
    assert (decision.outcome, decision.uses) == (Outcome.APPROVED_FOR_USES, ["parents"])


@pytest.mark.clause("P4")
def test_a_flag_counts_at_once_and_names_its_decision():
    scene = reviewed(values={"IAM-01": Value.NOT_MET})

    decision = deciding.decide(
        scene.audit, Words(public_reason="Anybody can join."), by=scene.by["reviewer"]
    )

    event = scene.platform.standing(timezone.now())
    assert (event.status, event.cause) == (Status.FLAGGED_FIXING, Cause.AUDIT)
    assert (event.decision, event.reason) == (decision, "Anybody can join.")
    assert decision.reasons == ["hard_knockout:IAM-01"]


def test_student_data_without_an_agreement_is_never_decided():
    scene = reviewed(student_data=True)

    with pytest.raises(Refused) as refused:
        deciding.decide(scene.audit, Words(public_reason="Good."), by=scene.by["reviewer"])
    agreed(scene.platform, until=timezone.localdate() + timedelta(days=30))
    decision = deciding.decide(scene.audit, Words(public_reason="Good."), by=scene.by["reviewer"])

    assert codes(refused) == ["no_agreement"]
    assert decision.until == timezone.localdate() + timedelta(days=30)


def test_a_decided_audit_takes_no_further_step():
    scene = reviewed()
    deciding.decide(scene.audit, Words(public_reason="Good."), by=scene.by["reviewer"])

    for attempt in (
        lambda: audits.drop(scene.audit, by=scene.by["its"], note="No."),
        lambda: audits.assign(scene.audit, scene.second, by=scene.by["its"]),
        lambda: deciding.decide(scene.audit, Words(public_reason="x"), by=scene.by["second"]),
    ):
        with pytest.raises(IllegalMove):
            attempt()

    assert AuditDecision.objects.count() == 1


def test_a_new_audit_has_the_evidence_of_the_last_and_none_of_its_findings():
    scene = reviewed()
    deciding.decide(scene.audit, Words(public_reason="Good."), by=scene.by["reviewer"])

    again = audits.request(scene.platform, by=scene.by["its"])
    audits.assign(again, scene.its, by=scene.by["its"])
    carried = scene.platform.evidence.get()
    fresh = finding(scene, "IAM-01", Value.MET, Grade.OBSERVED, piece_of=carried)
    results.assess(again, [fresh], by=scene.by["its"])

    assert again.predecessor == scene.audit
    assert [row.criterion.code for row in again.results.all()] == ["IAM-01"]
    assert carried.results.count() > 1


def test_evidence_that_ends_takes_its_grade_along():
    scene = assessed()
    old = evidence_for(scene, until=timezone.localdate())
    results.assess(
        scene.audit,
        [finding(scene, "IAM-01", Value.MET, Grade.OBSERVED, piece_of=old)],
        by=scene.by["its"],
    )
    today = timezone.localdate()
    assert judge(scene.audit, today).reasons == ()
    assert judge(scene.audit, today + timedelta(days=1)).reasons == ("weak_evidence:IAM-01",)


def test_every_reviewer_without_a_hand_in_it_hears_of_the_hand_in():
    scene = handed_in()

    told = Notice.objects.filter(kind="platforms/audit_handed_in")

    everybody = {user.email for user in reviewers()}
    assert {one.address for one in told} == everybody - {scene.asker.email}
    assert {scene.reviewer.email, scene.second.email} < everybody
    assert worded(told[0]).subject == f"For a second person: the audit of {scene.platform.name}"
