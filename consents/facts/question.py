"""One question to the register, by the keys of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May this adult text this student for this activity at `at`, judged by what we knew at `known_at`?

    `thread` names who would be on it (see `consents.policy.facts`); None when nobody said.
    """

    staff_id: int
    student_id: int
    activity_id: int
    at: datetime
    known_at: datetime
    thread: frozenset[str] | None = None

    @property
    def heard_by(self) -> datetime:
        """Facts with one time only (when they were recorded they held) count up to here."""
        return min(self.at, self.known_at)
