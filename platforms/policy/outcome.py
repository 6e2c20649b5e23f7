"""What an audit comes to (P2, P3, P4), exactly as CONTRACT section 3 says.

Unknown never passes: a criterion without a result leaves the audit undecided, so half an audit is never an
approval. A knock-out decides by itself; the score is shown beside it, never instead of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Final

from platforms.terms.audits import Grade, Knockout, Outcome, Value

# Percent of the weight that applies.
APPROVED_FROM: Final = 80
USES_FROM: Final = 60
GROUP_FROM: Final = 50
# Days an approval lasts, the day of the decision not counted.
APPROVED_DAYS: Final = 365
USES_DAYS: Final = 180
WORTH: Final = {Value.MET: Fraction(1), Value.PARTIAL: Fraction(1, 2), Value.NOT_MET: Fraction(0)}
STRENGTH: Final = {grade: place for place, grade in enumerate(Grade)}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing a platform is audited for. `documents_suffice`: a signed term can prove it."""

    id: str
    group: str
    weight: int
    knockout: Knockout
    documents_suffice: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What was found; `second_review`: a second person accepts that it does not apply."""

    value: Value = Value.UNKNOWN
    evidence: Grade = Grade.CLAIMED
    second_review: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """The outcome with every reason. `score` is exact, of 100; `until` the last day of an approval."""

    outcome: Outcome
    score: Fraction | None
    reasons: tuple[str, ...]
    until: date | None = None

    @property
    def shown_score(self) -> float | None:
        """The score with one decimal, halves up."""
        return None if self.score is None else floor(self.score * 10 + Fraction(1, 2)) / 10


@dataclass(frozen=True, slots=True)
class Question:
    """All that an audit is decided by, on a day. The same question has the same outcome for ever."""

    criteria: tuple[Criterion, ...]
    results: Mapping[str, Result]
    student_data: bool
    agreement_until: date | None
    on: date

    def decided(self) -> Decided:
        """What the audit comes to; a result for another criterion is not looked at."""
        return decide(
            self.criteria,
            self.results,
            student_data=self.student_data,
            agreement_until=self.agreement_until,
            on=self.on,
        )


def decide(
    criteria: Sequence[Criterion],
    results: Mapping[str, Result],
    *,
    student_data: bool,
    agreement_until: date | None,
    on: date,
) -> Decided:
    """The outcome of an audit on a day. `agreement_until` is the last day of the data agreement in force (SOPPA)."""
    found = {one.id: results.get(one.id, Result()) for one in criteria}
    score = _score(criteria, found)
    open_ones = [*_open(criteria, found)]
    if student_data and (agreement_until is None or agreement_until < on):
        open_ones.append("no_agreement")
    if open_ones:
        return Decided(Outcome.UNDECIDED, score, tuple(sorted(open_ones)))
    failed = [*_failed(criteria, found)]
    # Something scores: otherwise nothing would apply, and the audit were undecided.
    exact = score or Fraction(0)
    if not failed and exact < USES_FROM:
        failed = [f"score_below_{USES_FROM}"]
    if failed:
        return Decided(Outcome.FLAGGED, score, tuple(sorted(failed)))
    limits = tuple(sorted(_limits(criteria, found, exact)))
    days = USES_DAYS if limits else APPROVED_DAYS
    last = _last_day(days, agreement_until if student_data else None, on)
    return Decided(Outcome.APPROVED_FOR_USES if limits else Outcome.APPROVED, score, limits, last)


def _last_day(days: int, agreement_until: date | None, on: date) -> date:
    """The last day of an approval, never past the agreement's; `OverflowError` past the calendar's end."""
    if agreement_until is None:
        return on + timedelta(days=days)
    return on + min(timedelta(days=days), agreement_until - on)


def _open(criteria: Sequence[Criterion], found: Mapping[str, Result]) -> Iterator[str]:
    """Why the audit cannot be decided yet."""
    accepted = [one.value == Value.NA and one.second_review for one in found.values()]
    if all(accepted):
        yield "nothing_applicable"
    for criterion in criteria:
        result = found[criterion.id]
        if result.value == Value.UNKNOWN:
            yield f"unknown:{criterion.id}"
        if result.value == Value.NA and not result.second_review:
            yield f"na_unreviewed:{criterion.id}"
        if result.value == Value.MET and not strong_enough(criterion, result):
            yield f"weak_evidence:{criterion.id}"


def strong_enough(criterion: Criterion, result: Result) -> bool:
    """A knock-out is met only where ITS saw it, or holds the paper where papers suffice."""
    if criterion.knockout == Knockout.NONE:
        return True
    least = Grade.DOCUMENTED if criterion.documents_suffice else Grade.OBSERVED
    return STRENGTH[result.evidence] >= STRENGTH[least]


def _failed(criteria: Sequence[Criterion], found: Mapping[str, Result]) -> Iterator[str]:
    """Knock-outs that are not wholly met."""
    for criterion in criteria:
        missed = found[criterion.id].value in (Value.PARTIAL, Value.NOT_MET)
        if missed and criterion.knockout != Knockout.NONE:
            yield f"{criterion.knockout}_knockout:{criterion.id}"


def _limits(
    criteria: Sequence[Criterion], found: Mapping[str, Result], score: Fraction
) -> Iterator[str]:
    """Why an approval holds for stated uses only."""
    if score < APPROVED_FROM:
        yield f"score_below_{APPROVED_FROM}"
    for group in {one.group for one in criteria}:
        of_group = _score([one for one in criteria if one.group == group], found)
        if of_group is not None and of_group < GROUP_FROM:
            yield f"group_below_half:{group}"


def _score(criteria: Sequence[Criterion], found: Mapping[str, Result]) -> Fraction | None:
    """Percent of the weight that applies; None where something is unknown or nothing scores."""
    values = [(one.weight, found[one.id].value) for one in criteria]
    if any(value == Value.UNKNOWN for _weight, value in values):
        return None
    scoring = [(weight, WORTH[value]) for weight, value in values if value in WORTH]
    total = sum(weight for weight, _worth in scoring)
    if not total:
        return None
    return 100 * sum((weight * worth for weight, worth in scoring), Fraction(0)) / total
