"""The rules of the way back: how long a visit lasts, when tries slow down, when a ping leaves. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Final

# A visit ends after so much silence, and at the latest after so long (R6).
IDLE: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=8)

# Wrong tries of one source within an hour that cost nothing; then looked-up tries keep a distance (R1).
FREE_TRIES: Final = 4
MANY_TRIES: Final = 50
SECONDS_APART: Final = 5
SECONDS_APART_LATER: Final = 15
# Wrong tries of all sources together within an hour that people of the offices hear of.
ALARM_AT: Final = 200

# Pings leave at whole even hours of the day, never within half an hour of what they are about: the moment at which
# somebody wrote is not to be read from the moment at which a telephone lights up.
FIRST_HOUR, LAST_HOUR, EVERY_HOURS = 8, 20, 2
QUIET: Final = timedelta(minutes=30)

# Days after the report at which the reporter is asked how it has been since.
CHECK_INS: Final = (30, 60, 90)


def lasts(began_at: datetime, seen_at: datetime, at: datetime) -> bool:
    """Whether a visit that began and was last seen then is still open."""
    return at - seen_at < IDLE and at - began_at < LONGEST


def seconds_apart(wrong: int) -> int:
    """How far apart tries of one source must be after so many wrong ones in the hour; 0 for no distance at all.

    Never a lock: the holder of the right words at the same address waits seconds, one elsewhere not at all.
    """
    if wrong <= FREE_TRIES:
        return 0
    return SECONDS_APART if wrong <= MANY_TRIES else SECONDS_APART_LATER


def ping_leaves_at(told_at: datetime) -> datetime:
    """When the reporter hears of something that was written at `told_at`, in its zone."""
    earliest = told_at + QUIET
    for day in (earliest.date(), earliest.date() + timedelta(days=1)):
        for hour in range(FIRST_HOUR, LAST_HOUR + 1, EVERY_HOURS):
            slot = datetime.combine(day, time(hour), tzinfo=told_at.tzinfo)
            if slot >= earliest:
                return slot
    raise AssertionError("the next day has slots")  # pragma: no cover


def check_in_due(received_at: datetime, answered: Collection[int], at: datetime) -> int | None:
    """Which of the days is asked about now: the latest that has come, unless it was answered."""
    days = (at - received_at).days
    come = [day for day in CHECK_INS if day <= days]
    return come[-1] if come and come[-1] not in answered else None
