"""The conditions around the answers: student, adult, approval, program, platform, activity."""

from __future__ import annotations

from datetime import date, datetime

from consents.policy.facts import Facts
from consents.terms import ApprovalDecision, PlatformStatus

USABLE = (PlatformStatus.APPROVED, PlatformStatus.APPROVED_FOR_USES)


def not_past(day: date, last: date | None) -> bool:
    """An end day is still inside; no end day never passes."""
    return last is None or day <= last


def student_enrolled(facts: Facts) -> bool:
    """T1: an exception for enrolled students covers no other."""
    return facts.student.enrolled or not facts.rule.enrolled_only


def grade_covered(facts: Facts) -> bool:
    """T2, T3, T4, T5: by the exception's grades and, where a program is asked for, by its own."""
    rule, program = facts.rule, facts.program
    if rule.grades is not None and facts.student.grade not in rule.grades:
        return False
    if not rule.ceo_program or program is None or not program.grades:
        return True
    return facts.student.grade in program.grades


def standing_approval(facts: Facts, *, at: datetime) -> ApprovalDecision | None:
    """T2a, T6: the principal's decision; one dated later does not exist yet."""
    if facts.approval is None or facts.approval.at > at:
        return None
    return facts.approval.decision


def approved(facts: Facts, *, at: datetime) -> bool:
    """T2a, T6: approved, or else revoked, which has a reason of its own."""
    return not facts.rule.principal_approval or standing_approval(facts, at=at) in (
        ApprovalDecision.APPROVED,
        ApprovalDecision.REVOKED,
    )


def not_revoked(facts: Facts, *, at: datetime) -> bool:
    """T2a, T6: the principal has not taken the approval back."""
    if not facts.rule.principal_approval:
        return True
    return standing_approval(facts, at=at) != ApprovalDecision.REVOKED


def program_approved(facts: Facts, *, at: datetime) -> bool:
    """T4: where asked, a program the CEO has approved and that has not ended."""
    program = facts.program
    if not facts.rule.ceo_program:
        return True
    if program is None or program.approved_at > at:
        return False
    return not_past(facts.year.day(at), program.ends_on)


def platform_approved(facts: Facts, *, at: datetime) -> bool:
    """T3: where asked, a platform approved for this use on that day."""
    platform = facts.platform
    if not facts.rule.approved_platform:
        return True
    if platform is None or platform.status not in USABLE:
        return False
    return not_past(facts.year.day(at), platform.until)


def this_activity(facts: Facts, *, at: datetime) -> bool:
    """T7: the student is on the activity's list and the day within its dates."""
    activity = facts.activity
    if activity is None:
        return True
    day = facts.year.day(at)
    begun = activity.starts_on is None or activity.starts_on <= day
    return activity.student_listed and begun and not_past(day, activity.ends_on)


def last_day(facts: Facts) -> date:
    """T7: how long a yes can last: the first end among those that this exception counts."""
    ends = [facts.year.ends_on]
    if facts.activity is not None and facts.activity.ends_on is not None:
        ends.append(facts.activity.ends_on)
    if facts.rule.ceo_program and facts.program is not None and facts.program.ends_on is not None:
        ends.append(facts.program.ends_on)
    if facts.rule.approved_platform and facts.platform is not None and facts.platform.until:
        ends.append(facts.platform.until)
    return min(ends)
