"""Facts that allow a text, for tests to change one at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from consents.builtin import built_ins
from consents.policy import (
    AdultFacts,
    Answer,
    Approval,
    Facts,
    PlatformFacts,
    Program,
    Rule,
    StudentFacts,
    Year,
)
from consents.terms import (
    AnswerDecision,
    AnswerRule,
    ApprovalDecision,
    GuardianOnThread,
    PlatformStatus,
    SignerKind,
)

AT = datetime.fromisoformat("2026-10-12T18:40:00-05:00")
TODAY, YESTERDAY, TOMORROW = date(2026, 10, 12), date(2026, 10, 11), date(2026, 10, 13)
EARLIER, LATER = AT - timedelta(days=30), AT + timedelta(seconds=1)
LAST_YEAR = datetime(2026, 5, 4, 12, tzinfo=UTC)
YEAR = Year(
    starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30), timezone=ZoneInfo("America/Chicago")
)


def granted(signer="g1", **changes):
    return replace(Answer(signer=signer, decision=AnswerDecision.GRANTED, at=EARLIER), **changes)


def refused(signer="g1", **changes):
    return granted(signer, decision=AnswerDecision.REFUSED, **changes)


def by_student(answer):
    return replace(answer, signer="s1", kind=SignerKind.STUDENT)


def built_in(code):
    return built_ins()[code].rule


def rule(answer_rule=AnswerRule.NO_OBJECTION, **changes):
    """An exception of the CEO's own (T5) that asks for nothing but answers."""
    plain = Rule(
        grades=None,
        principal_approval=False,
        ceo_program=False,
        approved_platform=False,
        guardian_on_thread=GuardianOnThread.NEVER,
        employee_email_on_thread=False,
        answer_rule=answer_rule,
    )
    return replace(plain, **changes)


def facts(**changes):
    """A safety meet-up that may go ahead: approved, one guardian's grant, no thread yet."""
    allowed = Facts(
        rule=built_in("safety_meetup"),
        student=StudentFacts(grade="10"),
        year=YEAR,
        adult=AdultFacts(designated=True, active=True),
        guardians=frozenset({"g1", "g2"}),
        answers=(granted(),),
        approval=Approval(decision=ApprovalDecision.APPROVED, at=EARLIER),
        program=Program(approved_at=EARLIER),
        platform=PlatformFacts(status=PlatformStatus.APPROVED),
    )
    return replace(allowed, **changes)


def thread(*members):
    return frozenset(members)
