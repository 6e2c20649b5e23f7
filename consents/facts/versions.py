"""Which version of an activity stands for a student at a moment, and what was taken out of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from consents.facts.question import Question
from consents.facts.rows import Rows
from consents.models import ActivityVersion, Narrowing
from consents.policy import Approval
from consents.terms import ApprovalDecision, Narrowed, Stage

DECISIONS = {
    Stage.APPROVED: ApprovalDecision.APPROVED,
    Stage.DENIED: ApprovalDecision.DENIED,
    Stage.REVOKED: ApprovalDecision.REVOKED,
}
# Where two schools must agree, the word that counts is the first of these that either has said.
STRONGEST_FIRST = (
    ApprovalDecision.REVOKED,
    ApprovalDecision.DENIED,
    ApprovalDecision.PENDING,
    ApprovalDecision.APPROVED,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The version judged by, and the principals' word on it."""

    version: ActivityVersion
    approval: Approval | None


def standing_version(rows: Rows, question: Question, schools: set[int]) -> Standing:
    """The newest version that all these schools have approved; else the newest that was asked for."""
    versions = rows.versions[question.activity_id]
    sent = [v for v in versions if v.asked_at and v.asked_at <= question.heard_by]
    for version in reversed(sent):
        approval = word_on(rows, version, schools, question.heard_by)
        if approval and approval.decision == ApprovalDecision.APPROVED:
            return Standing(version, approval)
    newest = sent[-1] if sent else versions[0]
    return Standing(newest, word_on(rows, newest, schools, question.heard_by))


def word_on(
    rows: Rows, version: ActivityVersion, schools: set[int], by: datetime
) -> Approval | None:
    """T2a, T6: what the principals' words amount to, dated by the latest; None before anybody asked.

    Where the exception asks no principal, the one word is the outreach office's, kept for the activity's school.
    """
    if not version.rule.conditions.principal_approval:
        schools = {rows.activities[version.activity_id].school_id}
    words = [_last_step(rows, version, school, by) for school in schools]
    heard = [word for word in words if word is not None]
    if not heard:
        return None
    decisions = {decision for decision, _ in heard}
    if len(heard) < len(words):
        decisions.add(ApprovalDecision.PENDING)
    return Approval(
        decision=next(one for one in STRONGEST_FIRST if one in decisions),
        at=max(at for _, at in heard),
    )


def names_adult(rows: Rows, version: ActivityVersion, question: Question) -> bool:
    """The version names the adult, and nobody has taken them off."""
    named = (version.pk, question.staff_id) in rows.adults_named
    off = _taken(rows, version, Narrowed.ADULT, question.heard_by)
    return named and question.staff_id not in {row.staff_id for row in off}


def names_student(rows: Rows, version: ActivityVersion, question: Question) -> bool:
    """The version lists the student, and nobody has taken them off."""
    named = (version.pk, question.student_id) in rows.students_named
    off = _taken(rows, version, Narrowed.STUDENT, question.heard_by)
    return named and question.student_id not in {row.student_id for row in off}


def last_day(rows: Rows, version: ActivityVersion, by: datetime) -> date:
    """The version's last day, or the earlier one it was cut to."""
    cuts = [row.ends_on for row in _taken(rows, version, Narrowed.END, by) if row.ends_on]
    return min([version.ends_on, *cuts])


def same_terms(one: ActivityVersion, other: ActivityVersion) -> bool:
    """Asked for the same purpose over the same channel, so that a signature on one speaks of the other."""
    return (one.purpose, one.channel, one.platform_id) == (
        other.purpose,
        other.channel,
        other.platform_id,
    )


def _last_step(
    rows: Rows, version: ActivityVersion, school: int, by: datetime
) -> tuple[ApprovalDecision, datetime] | None:
    taken = [(stage, at) for stage, at in rows.steps[version.pk, school] if at <= by]
    if not taken:
        return None
    stage, at = taken[-1]
    return DECISIONS.get(Stage(stage), ApprovalDecision.PENDING), at


def _taken(rows: Rows, version: ActivityVersion, what: Narrowed, by: datetime) -> list[Narrowing]:
    return [
        row
        for row in rows.narrowings[version.activity_id]
        if row.what == what and row.up_to_version >= version.number and row.at <= by
    ]
