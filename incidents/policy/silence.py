"""Who hears that a promise was not kept, and when: whoever has the case, then the network chief, then the whole office (I1, I2)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from incidents.policy.clocks import Clock, Promise
from incidents.policy.school_days import Calendar
from incidents.terms.desk import Level

ORDER = (Level.READERS, Level.CHIEF, Level.OFFICE)


def levels_reached(
    clock: Clock, calendar: Calendar, raise_days: int, at: datetime, *, chief: bool
) -> list[Level]:
    """The levels that a promise has reached by the moment, lowest first; none while it is kept or not due.

    Each level comes so many school days after the one before. Danger waits for no calendar: each comes as many minutes
    later as the promise itself had. `chief`: a network chief may hear of this case at all; where none may, the office
    hears in their place.
    """
    if not (clock.runs and clock.late):
        return []
    order = [level for level in ORDER if chief or level != Level.CHIEF]
    return [
        level
        for number, level in enumerate(order)
        if moment_of(clock, calendar, number * raise_days, number) <= at
    ]


def moment_of(clock: Clock, calendar: Calendar, days: int, times: int) -> datetime:
    """When the level comes that is so many steps after the due moment."""
    if clock.promise == Promise.DANGER:
        return clock.due + times * (clock.due - clock.since)
    # The promise ended with a school day, at the midnight after it.
    last = (clock.due - timedelta(seconds=1)).astimezone(calendar.zone).date()
    day = calendar.after(last, days) + timedelta(days=1)
    return datetime.combine(day, time(), calendar.zone)
