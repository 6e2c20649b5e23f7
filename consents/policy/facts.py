"""What the policy is told.

Ids are strings. Times are aware, in UTC or with an offset of their own (two times in one
daylight-saving zone do not compare by instant). Days are local days of the school year's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from consents.terms import (
    AnswerDecision,
    AnswerRule,
    ApprovalDecision,
    GuardianOnThread,
    PlatformStatus,
    SignerKind,
)

STUDENT: Final = "student"
ADULT: Final = "adult"
EMPLOYEE_EMAIL: Final = "employee_email"
SECOND_ADULT: Final = "second_adult"
ANY_GUARDIAN: Final = "guardian:any"


def guardian_member(guardian: str) -> str:
    """The name of a guardian as a member of a thread."""
    return f"guardian:{guardian}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one exception asks (T2-T5). An exception is data: a new one needs no release.

    `grades` is None when every grade is covered; an empty set covers nobody.
    """

    grades: frozenset[str] | None
    enrolled_only: bool = True
    principal_approval: bool
    ceo_program: bool
    approved_platform: bool
    guardian_on_thread: GuardianOnThread
    employee_email_on_thread: bool
    answer_rule: AnswerRule
    clause: str = "T5"

    @property
    def approval_clause(self) -> str:
        """The principal's permission: T2a on the safety meet-up's form, T6 everywhere else."""
        return "T2a" if self.clause == "T2" else "T6"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentFacts:
    """The student at the moment judged; `adult` from the 18th birthday."""

    grade: str
    enrolled: bool = True
    adult: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The principal's decision standing at the moment judged, and when it was taken."""

    decision: ApprovalDecision
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program the CEO approved (T4, T5). No grades, or an empty set, means no list of its own."""

    approved_at: datetime
    ends_on: date | None = None
    grades: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformFacts:
    """Where the platform stands for this use; `until` is the last day of that standing."""

    status: PlatformStatus
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """The activity named on the form (T7)."""

    starts_on: date | None = None
    ends_on: date | None = None
    student_listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A school year's consent dates, both inclusive, in its own time zone (T7)."""

    starts_on: date
    ends_on: date
    timezone: tzinfo

    def day(self, at: datetime) -> date:
        """The local day of a moment."""
        return at.astimezone(self.timezone).date()

    def includes(self, at: datetime) -> bool:
        """Whether the moment's local day lies in the year."""
        return self.starts_on <= self.day(at) <= self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultFacts:
    """The adult who would write: designated for the activity, active staff, not paused."""

    designated: bool
    active: bool
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One signed answer; nothing is overwritten, so a signer may have several."""

    signer: str
    decision: AnswerDecision
    at: datetime
    kind: SignerKind = SignerKind.GUARDIAN
    withdrawn_at: datetime | None = None
    invalidated_at: datetime | None = None
    duplicates: bool = False

    def withdrawn_by(self, at: datetime) -> bool:
        """Whether this grant had been withdrawn; a refusal has nothing to withdraw."""
        granted = self.decision == AnswerDecision.GRANTED
        return granted and self.withdrawn_at is not None and self.withdrawn_at <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a verdict rests on. `guardians` are those with authority; no thread is None."""

    rule: Rule
    student: StudentFacts
    year: Year
    adult: AdultFacts
    guardians: frozenset[str]
    answers: tuple[Answer, ...] = ()
    approval: Approval | None = None
    program: Program | None = None
    platform: PlatformFacts | None = None
    activity: ActivityFacts | None = None
    thread: frozenset[str] | None = None
