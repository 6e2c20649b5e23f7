"""What a finding must carry before it is kept (P2): evidence behind its grade, a reason behind *does not apply*."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from platforms.policy.outcome import Criterion, Result, strong_enough
from platforms.terms.audits import Grade, Origin, Value

# Who must stand behind a grade; a document may come from anybody.
STANDS_BEHIND: Final = {Grade.OBSERVED: Origin.ITS, Grade.ATTESTED: Origin.INDEPENDENT}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence as the rules see it."""

    origin: Origin
    valid_until: date | None = None

    def good_on(self, day: date) -> bool:
        """Its last day is still inside."""
        return self.valid_until is None or day <= self.valid_until


def problems(
    value: Value, grade: Grade, *, note: str, evidence: Collection[Piece], on: date
) -> tuple[str, ...]:
    """Codes of what keeps a finding from being written down; none where it may stand."""
    found = []
    if value == Value.NA and not note.strip():
        found.append("na_without_reason")
    if value in (Value.NA, Value.UNKNOWN):
        return tuple(found)
    if grade != Grade.CLAIMED:
        if not evidence:
            found.append("grade_without_evidence")
        elif not all(one.good_on(on) for one in evidence):
            found.append("evidence_expired")
        elif (behind := STANDS_BEHIND.get(grade)) and all(one.origin != behind for one in evidence):
            found.append(f"{grade}_by_nobody")
    return tuple(found)


def is_weak(criterion: Criterion, result: Result) -> bool:
    """Called met, on evidence too weak for a knock-out: it leaves the audit undecided."""
    return result.value == Value.MET and not strong_enough(criterion, result)
