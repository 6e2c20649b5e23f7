"""Is somebody there? From the hours of a week to an answer for a moment. Plain Python: no clock, no database.

Hours are wall-clock times of one zone, so a night in which the clocks change is as much longer or shorter as it is
for whoever works it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# A line that is closed for longer than this opens "later", without a day.
LOOK_AHEAD = 15


@dataclass(frozen=True, slots=True)
class Span:
    """On this weekday (0 is Monday), from a time to a time; one that is not later is on the next day."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Opening:
    """Open at the moment or not (None: nobody entered hours), until when, and when next."""

    is_open: bool | None
    until: datetime | None = None
    opens_at: datetime | None = None


def opening(
    spans: Sequence[Span], at: datetime, zone: ZoneInfo, *, days_off: Collection[date] = ()
) -> Opening:
    """The answer at an aware moment. On a day off nothing begins; what began the evening before goes on to its end."""
    if not spans:
        return Opening(is_open=None)
    until: datetime | None = None
    for begins, ends in _periods(spans, at, zone, days_off):
        if until is not None and begins > until:
            return Opening(is_open=True, until=until)
        if begins <= (until or at) < ends:
            until = ends
        elif until is None and begins > at:
            return Opening(is_open=False, opens_at=begins)
    return Opening(is_open=True, until=until) if until else Opening(is_open=False)


def _periods(
    spans: Sequence[Span], at: datetime, zone: ZoneInfo, days_off: Collection[date]
) -> Iterator[tuple[datetime, datetime]]:
    """Every period around the moment, by when it begins."""
    first = at.astimezone(zone).date() - timedelta(days=1)
    for ahead in range(LOOK_AHEAD):
        day = first + timedelta(days=ahead)
        if day in days_off:
            continue
        for span in sorted(spans, key=lambda one: one.opens):
            if span.weekday == day.weekday():
                ends_on = day if span.closes > span.opens else day + timedelta(days=1)
                yield _moment(day, span.opens, zone), _moment(ends_on, span.closes, zone)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment in UTC, so that two of them are as far apart as they really are."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(ZoneInfo("UTC"))
