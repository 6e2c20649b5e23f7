"""The numbers and tests of what follows a decision (P3-P5): days in, days or a yes or no out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from platforms.terms.after import TransitionMove


@dataclass(frozen=True, slots=True)
class Numbers:
    """The district's days and counts; these values hold until it enters its own."""

    # How long a vendor's plan usually runs, and how long a vendor has to answer a notice.
    plan_days: int = 90
    vendor_days: int = 14
    # No off date is sooner than this many days, unless it is an emergency.
    off_days: int = 30
    # How many days ahead an end is announced.
    ending_days: tuple[int, ...] = (90, 60, 30)
    # The public reads no count of schools below this one.
    suppressed_below: int = 5


def earliest_off(today: date, numbers: Numbers) -> date:
    """The first day that may be an off date without an emergency (P4)."""
    return today + timedelta(days=numbers.off_days)


def last_day(until: date, agreements: Iterable[date], *, student_data: bool) -> date:
    """The last day of an approval: never past the agreement that lasts longest, where it holds student data."""
    return min(until, max(agreements)) if student_data else until


# What is done before a school can say that it moved.
BEFORE_MOVED = (TransitionMove.ARCHIVE, TransitionMove.FAMILIES)


def missing_before_moved(done: Collection[TransitionMove]) -> list[TransitionMove]:
    """What a school still has to do before it is off the platform (P4), in order."""
    return [step for step in BEFORE_MOVED if step not in done]


def due_threshold(ends_on: date, today: date, days: Iterable[int]) -> int | None:
    """The tightest threshold that is reached: of 90, 60, 30 with 45 days left it is 60; none past the end."""
    left = (ends_on - today).days
    reached = [one for one in days if 0 <= left <= one]
    return min(reached, default=None)
