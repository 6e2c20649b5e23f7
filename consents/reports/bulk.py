"""What a bulk action did, row by row, for people who see the students."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from consents.models import BulkRun
from consents.terms import Outcome
from schools.models import Student

# Nothing went wrong: done, or there was nothing to do.
FINE = (Outcome.DONE, Outcome.ANSWERED)


@dataclass(frozen=True, slots=True)
class Told:
    """One student's row."""

    student: Student
    outcome: Outcome

    @property
    def tone(self) -> str:
        if self.outcome == Outcome.DONE:
            return "good"
        return "neutral" if self.outcome in FINE else "bad"


@dataclass(frozen=True, slots=True)
class Report:
    """The rows the reader sees, what did not work first, and how many of each."""

    rows: list[Told]
    counts: list[tuple[Outcome, int]]

    @property
    def failed(self) -> int:
        return sum(number for outcome, number in self.counts if outcome not in FINE)


def told(run: BulkRun, seen: Mapping[int, Student]) -> Report:
    """The run's rows about students the reader sees."""
    rows = [Told(seen[key], Outcome(outcome)) for key, outcome in run.outcomes if key in seen]
    found = Counter(row.outcome for row in rows)
    return Report(
        rows=sorted(rows, key=lambda row: row.outcome in FINE),
        counts=[(outcome, found[outcome]) for outcome in Outcome if found[outcome]],
    )
