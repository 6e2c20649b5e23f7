"""The consent policy for scripts: one JSON object in, one out. Never the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from consents.builtin import Example, Terms, built_ins
from consents.policy import (
    ActivityFacts,
    AdultFacts,
    Answer,
    Approval,
    Facts,
    PlatformFacts,
    Program,
    Rule,
    StudentFacts,
    Verdict,
    Year,
    may_text,
)
from consents.terms import (
    AnswerDecision,
    AnswerRule,
    ApprovalDecision,
    GuardianOnThread,
    PlatformStatus,
    SignerKind,
)
from core.reading import (
    Fields,
    Unreadable,
    day,
    each,
    flag,
    maybe,
    moment,
    one_among,
    one_of,
    shown,
    text,
)
from schools.terms import GRADES

TIMEZONE: Final = "America/Chicago"

grade = one_among(GRADES)


def decide(question: object) -> dict[str, object]:
    """The verdict on one question; `Unreadable` where the question is not as it should be."""
    facts, at = read(question)
    return written(may_text(facts, at=at))


def read(question: object) -> tuple[Facts, datetime]:
    """The facts of a question and the moment it asks about."""
    with Fields(question, "") as key:
        at = key("at", moment)
        facts = Facts(
            rule=key("exception", exception),
            student=key("student", student),
            approval=key("approval", maybe(approval), None),
            program=key("program", maybe(program), None),
            platform=key("platform", maybe(platform), None),
            activity=key("activity", maybe(activity), None),
            year=key("year", year),
            adult=key("adult", adult),
            guardians=frozenset(key("guardians", each(text))),
            answers=key("answers", each(answer)),
            thread=_set(key("thread", maybe(each(text)), None)),
        )
    _refuse_days_off_the_calendar(facts, at)
    return facts, at


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an example comes to: a yes, or a no with the codes of its reasons."""

    allowed: bool
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "allowed" if self.allowed else ", ".join(self.reasons)

    @property
    def as_row(self) -> dict[str, Any]:
        return {"allowed": self.allowed, "reasons": list(self.reasons)}


def outcome(example: Example, rule: Rule, terms: Terms) -> Outcome:
    """The example judged under a rule that need not be one of the files; `Unreadable` for a bad question."""
    named = next(iter(built_ins()))
    facts, at = read({**example.question, "exception": named})
    covered = example.adult_category in terms.adult_categories
    adult = replace(facts.adult, designated=facts.adult.designated and covered)
    verdict = may_text(replace(facts, rule=rule, adult=adult), at=at)
    return Outcome(verdict.allowed, verdict.codes)


def written(verdict: Verdict) -> dict[str, object]:
    """A verdict as JSON shows it."""
    return {
        "allowed": verdict.allowed,
        "reasons": list(verdict.codes),
        "clauses": list(verdict.clauses),
        "required_members": list(verdict.required_members),
        "until": verdict.until and verdict.until.isoformat(),
    }


def exception(value: object, where: str) -> Rule:
    """A built-in by its code, or a rule of the asker's own (T5)."""
    if isinstance(value, str):
        return built_ins()[one_among(built_ins())(value, where)].rule
    with Fields(value, where) as key:
        return Rule(
            grades=_set(key("grades", maybe(each(grade)))),
            enrolled_only=key("enrolled_only", flag, default=True),
            principal_approval=key("principal_approval", flag),
            ceo_program=key("ceo_program", flag),
            approved_platform=key("approved_platform", flag),
            guardian_on_thread=key("guardian_on_thread", one_of(GuardianOnThread)),
            employee_email_on_thread=key("employee_email_on_thread", flag),
            answer_rule=key("answer_rule", one_of(AnswerRule)),
        )


def student(value: object, where: str) -> StudentFacts:
    with Fields(value, where) as key:
        return StudentFacts(
            grade=key("grade", grade),
            enrolled=key("enrolled", flag, default=True),
            adult=key("adult", flag, default=False),
        )


def approval(value: object, where: str) -> Approval:
    with Fields(value, where) as key:
        return Approval(decision=key("decision", one_of(ApprovalDecision)), at=key("at", moment))


def program(value: object, where: str) -> Program:
    with Fields(value, where) as key:
        return Program(
            approved_at=key("approved_at", moment),
            ends_on=key("ends_on", maybe(day), None),
            grades=_set(key("grades", maybe(each(grade)), None)),
        )


def platform(value: object, where: str) -> PlatformFacts:
    with Fields(value, where) as key:
        return PlatformFacts(
            status=key("status", one_of(PlatformStatus)),
            until=key("until", maybe(day), None),
        )


def activity(value: object, where: str) -> ActivityFacts:
    with Fields(value, where) as key:
        return ActivityFacts(
            starts_on=key("starts_on", maybe(day), None),
            ends_on=key("ends_on", maybe(day), None),
            student_listed=key("student_listed", flag, default=True),
        )


def year(value: object, where: str) -> Year:
    with Fields(value, where) as key:
        return Year(
            starts_on=key("starts_on", day),
            ends_on=key("ends_on", day),
            timezone=key("timezone", zone, default=None) or ZoneInfo(TIMEZONE),
        )


def zone(value: object, where: str) -> ZoneInfo:
    """A time zone by its IANA name."""
    name = text(value, where)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Unreadable(f"{where}: {shown(name)} is not a time zone") from None


def adult(value: object, where: str) -> AdultFacts:
    with Fields(value, where) as key:
        return AdultFacts(
            designated=key("designated", flag),
            active=key("active", flag),
            paused=key("paused", flag, default=False),
        )


def answer(value: object, where: str) -> Answer:
    with Fields(value, where) as key:
        return Answer(
            signer=key("signer", text),
            kind=key("kind", one_of(SignerKind), default=SignerKind.GUARDIAN),
            decision=key("decision", one_of(AnswerDecision)),
            at=key("at", moment),
            withdrawn_at=key("withdrawn_at", maybe(moment), None),
            invalidated_at=key("invalidated_at", maybe(moment), None),
            duplicates=key("duplicates", flag, default=False),
        )


def _set(items: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if items is None else frozenset(items)


def _refuse_days_off_the_calendar(facts: Facts, at: datetime) -> None:
    """Within hours of the years 1 and 9999 a moment has no local day."""
    try:
        for instant in (at, *(answer.at for answer in facts.answers)):
            facts.year.day(instant)
    except OverflowError:
        raise Unreadable("a time is outside the calendar") from None
