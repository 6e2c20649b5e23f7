"""Which days count where days are counted: weekdays, less the days without school."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """A school's zone, and the weekdays on which it has no school.

    Weekdays of the summer count: a child who reports in July waits no longer than one who reports in May.
    """

    zone: ZoneInfo
    without_school: frozenset[date] = field(default_factory=frozenset)

    def counts(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.without_school

    def after(self, day: date, number: int) -> date:
        """The day that is so many school days later; a Friday and one is the Monday."""
        while number > 0:
            day += timedelta(days=1)
            number -= self.counts(day)
        return day
