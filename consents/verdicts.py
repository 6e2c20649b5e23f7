"""May this adult text this student? The register's facts, judged by the policy.

The page, the API, the boards and the year's end all ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents.facts.deriving import Derived, derive
from consents.facts.question import Question
from consents.facts.rows import AtHand, Rows, load
from consents.models import Activity, ActivityVersion, PhoneChoice
from consents.policy import Facts, Verdict, may_text
from consents.policy.answers import standing
from consents.standing import asks_a_principal
from consents.terms import AnswerRule, Reason, Relationship
from core.decision import Reason as Refusal
from schools.models import Staff, Student

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ONLY_ME = _("A guardian allows the texts to their own phone only, not to the student.")
ONLY_ME_CONFLICT = _(
    "One guardian gives permission, and another allows the texts to their own phone only."
)
# Where the exception asks no principal, the reasons speak of the office whose word stands instead (T4).
NOT_RELEASED = _("The outreach office has not released this to the families.")
RELEASE_REVOKED = _("The outreach office has taken its release back.")

NOT_COVERED = _("This exception does not cover adults of this kind, for example volunteers.")


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the question, the facts and the version of the activity it was read from.

    `grantors` are the guardians whose permission is live, `only_me` those who want the texts alone; `family`
    is the adult's confirmed tie to the student.
    `phones` are the numbers each grantor chose.
    """

    question: Question
    verdict: Verdict
    facts: Facts
    version: ActivityVersion
    grantors: frozenset[str]
    only_me: frozenset[str]
    # Whether the adult is of a kind (employee, volunteer) that the exception covers.
    covers_adult: bool = True
    family: Relationship | None = None
    # Family, where the exception says that its rules are not for family (KRS 160.145): nothing is asked.
    is_exempt: bool = False
    phones: Mapping[str, PhoneChoice] = field(default_factory=dict)
    # Signers whose yes is being checked before it counts.
    held: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.verdict.allowed


def judge(questions: Collection[Question]) -> list[Judged]:
    """A verdict for each question, in their order, with the same number of queries for one or a thousand."""
    return judge_with_rows(questions, AtHand())[1]


def judge_with_rows(questions: Collection[Question], at_hand: AtHand) -> tuple[Rows, list[Judged]]:
    """The same, with the rows the verdicts were read from, for a board that shows them beside."""
    rows = load(questions, at_hand)
    return rows, [_judged(question, derive(rows, question)) for question in questions]


def verdict(
    staff: Staff,
    student: Student,
    activity: Activity,
    *,
    at: datetime | None = None,
    known_at: datetime | None = None,
    thread: frozenset[str] | None = None,
) -> Judged:
    """One question: at `at` (default: now), by what was known at `known_at` (default: now)."""
    now = timezone.now()
    question = Question(
        staff_id=staff.pk,
        student_id=student.pk,
        activity_id=activity.pk,
        at=at or now,
        known_at=known_at or now,
        thread=thread,
    )
    return judge([question])[0]


def on_thread(judged: Judged, members: frozenset[str]) -> Judged:
    """The same question with these people on the thread; asks the database nothing (T2b, T3a).

    Who may not be texted at all has no thread: that verdict stays as it is.
    """
    if not judged or judged.is_exempt:
        return judged
    found = may_text(replace(judged.facts, thread=members), at=judged.question.at)
    if found.until is not None:
        found = replace(found, until=judged.verdict.until)
    return replace(
        judged,
        question=replace(judged.question, thread=members),
        facts=replace(judged.facts, thread=members),
        verdict=found,
    )


def _judged(question: Question, derived: Derived) -> Judged:
    facts = derived.facts
    found = may_text(facts, at=question.at)
    said = standing(facts, at=question.at)
    only_me = derived.heard.only_me & {answer.signer for answer in said.refused}
    if found.until is not None:
        found = replace(found, until=_until(found.until, derived, said.grantors))
    if only_me and only_me == {answer.signer for answer in said.refused}:
        found = replace(found, reasons=_plainly(found.reasons, ONLY_ME_WORDS))
    if not derived.covers_adult:
        found = replace(found, reasons=_plainly(found.reasons, OF_ANOTHER_KIND))
    if not asks_a_principal(derived.version):
        found = replace(found, reasons=_plainly(found.reasons, OFFICE_WORDS))
    exempt = derived.family is not None and derived.version.rule.terms.family_exempt
    if exempt:
        found = Verdict(reasons=(), required_members=(), until=facts.year.ends_on)
    return Judged(
        question=question,
        verdict=found,
        facts=facts,
        version=derived.version,
        grantors=said.grantors,
        only_me=only_me,
        covers_adult=derived.covers_adult,
        family=derived.family,
        is_exempt=exempt,
        phones={
            signer: choice for signer, choice in derived.heard.phones if signer in said.grantors
        },
        held=derived.heard.held & ({"student"} if facts.student.adult else facts.guardians),
    )


def _until(last: date, derived: Derived, grantors: frozenset[str]) -> date:
    """T7: an old signature lasts no longer than the days its own version named."""
    days = dict(derived.heard.last_days)
    ends = [days[signer] for signer in grantors if signer in days]
    rule = derived.facts.rule.answer_rule
    if not ends or rule == AnswerRule.UNLESS_REFUSED:
        return last
    return min(last, min(ends) if rule == AnswerRule.ALL else max(ends))


ONLY_ME_WORDS: dict[str, _StrPromise] = {
    Reason.REFUSED.value: ONLY_ME,
    Reason.CONFLICT.value: ONLY_ME_CONFLICT,
}
OF_ANOTHER_KIND: dict[str, _StrPromise] = {Reason.ADULT_NOT_DESIGNATED.value: NOT_COVERED}
OFFICE_WORDS: dict[str, _StrPromise] = {
    Reason.NOT_APPROVED.value: NOT_RELEASED,
    Reason.APPROVAL_REVOKED.value: RELEASE_REVOKED,
}


def _plainly(reasons: tuple[Refusal, ...], words: dict[str, _StrPromise]) -> tuple[Refusal, ...]:
    return tuple(replace(one, text=words.get(one.code, one.text)) for one in reasons)
