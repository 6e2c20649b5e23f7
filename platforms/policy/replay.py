"""A criteria set replayed over what audits found (P2): what would be another outcome, and what would have to be seen.

A finding answers the words it was made for. Where the same code asks in other words, or a code is new, nothing is
known; then the best and the worst that could be found say how far the outcome could go.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from platforms.policy.differences import asks_the_same
from platforms.policy.outcome import Criterion, Decided, Question, Result, strong_enough
from platforms.terms.audits import Grade, Outcome, Value
from platforms.terms.criteria import Need, Shift

RANK: Final = {
    Outcome.UNDECIDED: 0,
    Outcome.FLAGGED: 1,
    Outcome.APPROVED_FOR_USES: 2,
    Outcome.APPROVED: 3,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion of the set that is tried: how it decides, in which words, and for which tags (none: for all)."""

    criterion: Criterion
    text: str
    tags: frozenset[str] = frozenset()

    def binds(self, tags: Collection[str]) -> bool:
        return not self.tags or not self.tags.isdisjoint(tags)


@dataclass(frozen=True, slots=True)
class Past:
    """A decided audit: what it asked (text by code), under which tags, all it rested on, and what it came to."""

    texts: Mapping[str, str]
    tags: frozenset[str]
    question: Question
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Wanted:
    """A criterion for which somebody would have to look, and why."""

    code: str
    why: Need


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a decided audit would come to: as it stands, at best and at worst."""

    was: Outcome
    would: Decided
    best: Decided
    worst: Decided
    wanted: tuple[Wanted, ...]
    # Codes that decided or counted then, and are asked no more.
    dropped: tuple[str, ...]

    @property
    def shift(self) -> Shift:
        """Where it moves; open where that hangs on what is found."""
        if self.best.outcome != self.worst.outcome:
            return Shift.OPEN
        before, after = RANK[self.was], RANK[self.best.outcome]
        if before == after:
            return Shift.SAME
        return Shift.WORSE if after < before else Shift.BETTER


def replay(past: Past, asked: Sequence[Asked]) -> Replayed:
    """The audit under the other criteria; everything else is as it was on the day of its decision."""
    binding = [one for one in asked if one.binds(past.tags)]
    known = {
        one.criterion.id: past.question.results[one.criterion.id]
        for one in binding
        if one.criterion.id in past.question.results
        and asks_the_same(past.texts, one.criterion.id, one.text)
    }
    wanted = tuple(
        Wanted(one.criterion.id, why)
        for one in binding
        if (why := _need(past, one, known.get(one.criterion.id)))
    )
    question = replace(
        past.question, criteria=tuple(one.criterion for one in binding), results=known
    )
    codes = {one.criterion.id for one in binding}
    return Replayed(
        was=past.outcome,
        would=question.decided(),
        best=_supposing(question, wanted, Value.MET),
        worst=_supposing(question, wanted, Value.NOT_MET),
        wanted=wanted,
        dropped=tuple(one.id for one in past.question.criteria if one.id not in codes),
    )


def _need(past: Past, asked: Asked, known: Result | None) -> Need | None:
    """Why somebody would have to look, or None where the finding stands."""
    code = asked.criterion.id
    if known is None:
        if code not in past.texts:
            return Need.NEW
        changed = not asks_the_same(past.texts, code, asked.text)
        return Need.OTHER_WORDS if changed else Need.NOT_ASKED
    if known.value == Value.UNKNOWN:
        return Need.NOT_ASKED
    if known.value == Value.NA and not known.second_review:
        return Need.NOT_ASKED
    weak = known.value == Value.MET and not strong_enough(asked.criterion, known)
    return Need.BETTER_EVIDENCE if weak else None


def _supposing(question: Question, wanted: Sequence[Wanted], value: Value) -> Decided:
    """The outcome if everything that is wanted were found so, by an independent party.

    Better findings never lower an outcome, so met and not met are the ends of what is possible.
    """
    found = {one.code: Result(value, Grade.ATTESTED) for one in wanted}
    return replace(question, results={**question.results, **found}).decided()
