"""May this adult text this student at this moment? Every reason, in one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from consents.policy import conditions, thread
from consents.policy.answers import Standing, standing, word_on_answers
from consents.policy.facts import Facts
from consents.terms import Reason
from core.decision import Decision
from core.decision import Reason as Refusal


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when the text may be sent.

    `required_members` are given even when refused; `until` is the last day of a yes.
    """

    reasons: tuple[Refusal, ...]
    required_members: tuple[str, ...]
    until: date | None

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def allowed(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.reasons

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The reasons under the name that every `Decision` gives them."""
        return self.reasons

    @property
    def codes(self) -> tuple[str, ...]:
        """The reasons' codes, in order."""
        return tuple(reason.code for reason in self.reasons)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The policy clause of each reason, in the same order."""
        return tuple(reason.clause for reason in self.reasons)

    def require(self) -> None:
        """Raise `Refused` with every reason unless this is a yes."""
        Decision(self.reasons).require()


def may_text(facts: Facts, *, at: datetime) -> Verdict:
    """T1-T7: judge one adult, student and activity at one moment, on a thread if there is one."""
    said = standing(facts, at=at)
    clauses = {
        **dict(_around(facts, at=at)),
        **dict(_answers(facts, at=at)),
        **dict(_thread(facts, said)),
    }
    reasons = tuple(
        Refusal(code=reason.value, clause=clauses[reason], text=reason.label)
        for reason in Reason
        if reason in clauses
    )
    return Verdict(
        reasons=reasons,
        required_members=thread.required_members(facts, said),
        until=None if reasons else conditions.last_day(facts),
    )


def _around(facts: Facts, *, at: datetime) -> list[tuple[Reason, str]]:
    """The conditions that do not hold, each with its clause."""
    rule, adult = facts.rule, facts.adult
    checks = [
        (conditions.student_enrolled(facts), Reason.STUDENT_NOT_ENROLLED, "T1"),
        (conditions.grade_covered(facts), Reason.GRADE_NOT_COVERED, rule.clause),
        (adult.designated, Reason.ADULT_NOT_DESIGNATED, rule.clause),
        (adult.active, Reason.ADULT_NOT_ACTIVE, "T1"),
        (not adult.paused, Reason.ADULT_PAUSED, "T1"),
        (conditions.approved(facts, at=at), Reason.NOT_APPROVED, rule.approval_clause),
        (conditions.not_revoked(facts, at=at), Reason.APPROVAL_REVOKED, rule.approval_clause),
        (conditions.program_approved(facts, at=at), Reason.PROGRAM_NOT_APPROVED, "T4"),
        (conditions.platform_approved(facts, at=at), Reason.PLATFORM_NOT_APPROVED, "T3"),
        (conditions.this_activity(facts, at=at), Reason.NOT_THIS_ACTIVITY, "T7"),
    ]
    return [(reason, clause) for holds, reason, clause in checks if not holds]


def _answers(facts: Facts, *, at: datetime) -> list[tuple[Reason, str]]:
    """The one word the answers give against texting, if any."""
    reason = word_on_answers(facts, at=at)
    if reason is None:
        return []
    return [(reason, "T7" if reason == Reason.ANOTHER_SCHOOL_YEAR else "T1")]


def _thread(facts: Facts, said: Standing) -> list[tuple[Reason, str]]:
    """What is wrong with the thread; nothing where there is none."""
    checks = [
        (thread.guardian_present(facts, said), Reason.GUARDIAN_LEFT_OUT, "T2b"),
        (thread.duplicates_present(facts, said), Reason.DUPLICATE_LEFT_OUT, "T3a"),
        (thread.employee_email_present(facts), Reason.EMPLOYEE_EMAIL_LEFT_OUT, "T2b"),
        (thread.all_entitled(facts), Reason.NOT_ENTITLED_ON_THREAD, "T2b"),
    ]
    return [(reason, clause) for holds, reason, clause in checks if not holds]
