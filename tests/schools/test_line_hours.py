"""Is somebody there now, and when next: days, nights, the change of the clocks, and lines without hours."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from schools.lines.hours import Opening, Span, opening

CHICAGO = ZoneInfo("America/Chicago")
OFFICE = [Span(day, time(8), time(17)) for day in range(5)]
NIGHTS = [Span(day, time(22), time(6)) for day in range(7)]
ALL_DAY = [Span(day, time(0), time(0)) for day in range(7)]


def local(*parts):
    return datetime(*parts, tzinfo=CHICAGO)


def in_utc(moment):
    return moment and moment.astimezone(UTC)


@pytest.mark.parametrize(
    ("spans", "at", "is_open", "until", "opens_at"),
    [
        # Wednesday 25 November 2026: before, at the first minute, within, at the last minute.
        (OFFICE, local(2026, 11, 25, 7, 59), False, None, local(2026, 11, 25, 8)),
        (OFFICE, local(2026, 11, 25, 8), True, local(2026, 11, 25, 17), None),
        (OFFICE, local(2026, 11, 25, 16, 59), True, local(2026, 11, 25, 17), None),
        (OFFICE, local(2026, 11, 25, 17), False, None, local(2026, 11, 26, 8)),
        # Friday evening: Monday.
        (OFFICE, local(2026, 11, 27, 18), False, None, local(2026, 11, 30, 8)),
        # A night belongs to the day on which it began.
        (NIGHTS, local(2026, 11, 25, 2), True, local(2026, 11, 25, 6), None),
        (NIGHTS, local(2026, 11, 25, 6), False, None, local(2026, 11, 25, 22)),
        (NIGHTS[:1], local(2026, 11, 24, 5), True, local(2026, 11, 24, 6), None),
        (NIGHTS[:1], local(2026, 11, 25, 5), False, None, local(2026, 11, 30, 22)),
        # The night the clocks go back has an hour more, the one they go forward an hour less.
        (NIGHTS, local(2026, 11, 1, 1, 30), True, local(2026, 11, 1, 6), None),
        (NIGHTS, local(2027, 3, 14, 3, 30), True, local(2027, 3, 14, 6), None),
        (OFFICE, local(2027, 3, 12, 18), False, None, local(2027, 3, 15, 8)),
        # Nobody knows.
        ([], local(2026, 11, 25, 12), None, None, None),
    ],
)
def test_open_now(spans, at, is_open, until, opens_at):
    found = opening(spans, at, CHICAGO)

    assert found == Opening(is_open, in_utc(until), in_utc(opens_at))


def test_nothing_begins_on_a_day_off_and_the_night_before_goes_on():
    thanksgiving = {date(2026, 11, 26)}

    asked = [
        opening(OFFICE, local(2026, 11, 26, 12), CHICAGO, days_off=thanksgiving),
        opening(NIGHTS, local(2026, 11, 26, 2), CHICAGO, days_off=thanksgiving),
        opening(NIGHTS, local(2026, 11, 26, 23), CHICAGO, days_off=thanksgiving),
    ]

    assert [(one.is_open, one.until or one.opens_at) for one in asked] == [
        (False, in_utc(local(2026, 11, 27, 8))),
        (True, in_utc(local(2026, 11, 26, 6))),
        (False, in_utc(local(2026, 11, 27, 22))),
    ]


def test_days_that_meet_are_one_long_opening():
    found = opening(ALL_DAY, local(2026, 11, 25, 12), CHICAGO)

    assert (found.is_open, found.until > in_utc(local(2026, 12, 4, 0))) == (True, True)
