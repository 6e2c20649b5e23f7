"""What is promised to whoever reports, and by when (I1, I2): clocks on the school calendar, worked out from what was done.

Nothing here is stored. A clock is stopped by a deed towards the reporter or the matter alone: reading a case, handing
it to somebody or writing a note stops none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from incidents.policy.school_days import Calendar


class Promise(StrEnum):
    """The kinds of clock, in the order in which they run out."""

    DANGER = "danger"
    ACKNOWLEDGE = "acknowledge"
    ACT = "act"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Promises:
    """The district's own numbers, as they were when the report came in."""

    danger_minutes: int = 15
    acknowledge_days: int = 1
    act_days: int = 3
    update_days: int = 10


@dataclass(frozen=True, slots=True)
class Deeds:
    """What was done about a case, each list in the order of time.

    `told`: words went to the reporter (an acknowledgement is one). `acted`: something was done, from the list of
    actions. `danger_from`: since when somebody may be in danger. `closed_at` is None while the case is open.
    """

    received_at: datetime
    danger_from: datetime | None = None
    told: tuple[datetime, ...] = ()
    acted: tuple[datetime, ...] = ()
    closed_at: datetime | None = None
    reopened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise: since when it runs, by when it is due, and when it was kept (or the case was closed before)."""

    promise: Promise
    since: datetime
    due: datetime
    met_at: datetime | None
    late: bool

    @property
    def runs(self) -> bool:
        return self.met_at is None

    @property
    def last(self) -> datetime:
        """The last moment in time, as people say it: a day that ends at midnight is that day, not the next."""
        return self.due if self.promise == Promise.DANGER else self.due - timedelta(minutes=1)


def clocks_of(deeds: Deeds, promises: Promises, calendar: Calendar, at: datetime) -> list[Clock]:
    """Every clock of the case as it stands at the moment, in the order of `Promise`."""
    start = deeds.received_at
    clocks = []
    if deeds.danger_from is not None:
        # In UTC, where a quarter of an hour is one also in the night in which clocks are put back.
        since = deeds.danger_from.astimezone(UTC)
        due = since + timedelta(minutes=promises.danger_minutes)
        first = _first((*deeds.told, *deeds.acted), since)
        clocks.append(_clock(Promise.DANGER, since, due, first, deeds, at))
    due = end_of(start, promises.acknowledge_days, calendar)
    clocks.append(_clock(Promise.ACKNOWLEDGE, start, due, _first(deeds.told, start), deeds, at))
    since = start if deeds.acted or deeds.reopened_at is None else deeds.reopened_at
    due = end_of(since, promises.act_days, calendar)
    clocks.append(_clock(Promise.ACT, since, due, _first(deeds.acted, start), deeds, at))
    since = max((start, *deeds.told, *_one(deeds.reopened_at)))
    due = end_of(since, promises.update_days, calendar)
    clocks.append(_clock(Promise.UPDATE, since, due, None, deeds, at))
    return clocks


def next_due(clocks: list[Clock]) -> Clock | None:
    """The running clock that ends first."""
    return min((one for one in clocks if one.runs), key=lambda one: one.due, default=None)


def end_of(since: datetime, days: int, calendar: Calendar) -> datetime:
    """The moment at which so many school days after the moment are over: midnight at the school."""
    last = calendar.after(since.astimezone(calendar.zone).date(), days)
    return datetime.combine(last + timedelta(days=1), time(), calendar.zone)


def _clock(
    promise: Promise,
    since: datetime,
    due: datetime,
    done: datetime | None,
    deeds: Deeds,
    at: datetime,
) -> Clock:
    """Closing a case ends its clocks; one that was late by then stays late."""
    met = min((*_one(done), *_one(deeds.closed_at)), default=None)
    return Clock(promise, since, due, met, late=(met or at) >= due)


def _first(moments: tuple[datetime, ...], since: datetime) -> datetime | None:
    return min((one for one in moments if one >= since), default=None)


def _one(moment: datetime | None) -> tuple[datetime, ...]:
    return () if moment is None else (moment,)
