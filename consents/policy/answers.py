"""Which answers count at a moment, and what they amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consents.policy.facts import Answer, Facts
from consents.terms import AnswerDecision, AnswerRule, Reason, SignerKind


@dataclass(frozen=True, slots=True)
class Standing:
    """Each signer's latest answer, sorted into live grants, refusals and withdrawn grants."""

    granted: tuple[Answer, ...] = ()
    refused: tuple[Answer, ...] = ()
    withdrawn: tuple[Answer, ...] = ()

    @property
    def against(self) -> bool:
        """Whether anybody is against: a withdrawn grant is."""
        return bool(self.refused or self.withdrawn)

    @property
    def grantors(self) -> frozenset[str]:
        """Those whose grant is live."""
        return frozenset(answer.signer for answer in self.granted)


def may_sign(answer: Answer, facts: Facts) -> bool:
    """T1: a guardian with authority; from 18 on the student, and then nobody else."""
    if facts.student.adult:
        return answer.kind == SignerKind.STUDENT
    return answer.kind == SignerKind.GUARDIAN and answer.signer in facts.guardians


def in_force(answer: Answer, *, at: datetime) -> bool:
    """T1: signed by then, and not invalidated by then."""
    return answer.at <= at and (answer.invalidated_at is None or answer.invalidated_at > at)


def of_any_year(facts: Facts, *, at: datetime) -> list[Answer]:
    """The answers that pass every test but the school year's."""
    return [a for a in facts.answers if may_sign(a, facts) and in_force(a, at=at)]


def latest_per_signer(answers: Iterable[Answer], *, at: datetime) -> list[Answer]:
    """T1: the last word of each signer by signing time, never by order in the list.

    At the same instant: a refusal beats a grant, a withdrawn grant a live one, one that
    asks for duplicates one that does not.
    """

    def weight(answer: Answer) -> tuple[datetime, bool, bool, bool]:
        refused = answer.decision == AnswerDecision.REFUSED
        return answer.at, refused, answer.withdrawn_by(at), answer.duplicates

    latest: dict[str, Answer] = {}
    for answer in answers:
        held = latest.get(answer.signer)
        if held is None or weight(answer) > weight(held):
            latest[answer.signer] = answer
    return list(latest.values())


def standing(facts: Facts, *, at: datetime) -> Standing:
    """T7: what each signer says now. Outside the school year nothing is live."""
    if not facts.year.includes(at):
        return Standing()
    signed_this_year = [a for a in of_any_year(facts, at=at) if facts.year.includes(a.at)]
    latest = latest_per_signer(signed_this_year, at=at)
    grants = [a for a in latest if a.decision == AnswerDecision.GRANTED]
    return Standing(
        granted=tuple(a for a in grants if not a.withdrawn_by(at)),
        refused=tuple(a for a in latest if a.decision == AnswerDecision.REFUSED),
        withdrawn=tuple(a for a in grants if a.withdrawn_by(at)),
    )


def another_school_year(facts: Facts, *, at: datetime) -> bool:
    """T7: the moment is outside the year, or every answer there is belongs to another one."""
    if not facts.year.includes(at):
        return True
    if facts.rule.answer_rule == AnswerRule.UNLESS_REFUSED:
        return False
    answers = of_any_year(facts, at=at)
    return bool(answers) and not any(facts.year.includes(a.at) for a in answers)


def sufficient(facts: Facts, said: Standing) -> bool:
    """T1: whether the answers satisfy the exception's rule."""
    match facts.rule.answer_rule:
        case AnswerRule.ANY_ONE:
            return bool(said.granted)
        case AnswerRule.NO_OBJECTION:
            return bool(said.granted) and not said.against
        case AnswerRule.UNLESS_REFUSED:
            return not said.against
        case AnswerRule.ALL:
            return not said.against and all_granted(facts, said)


def all_granted(facts: Facts, said: Standing) -> bool:
    """T1: every guardian's grant is live; an adult student's own suffices."""
    if facts.student.adult:
        return bool(said.granted)
    return bool(facts.guardians) and facts.guardians <= said.grantors


def word_on_answers(facts: Facts, *, at: datetime) -> Reason | None:
    """T1, T7: the one reason the answers give against texting, or None."""
    if another_school_year(facts, at=at):
        return Reason.ANOTHER_SCHOOL_YEAR
    said = standing(facts, at=at)
    if sufficient(facts, said):
        return None
    if said.granted:
        return Reason.CONFLICT if said.against else Reason.NO_ANSWER
    if said.refused:
        return Reason.REFUSED
    return Reason.WITHDRAWN if said.withdrawn else Reason.NO_ANSWER
