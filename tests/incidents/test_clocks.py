"""By when whoever reports is answered: a truth table of the clocks, on the school's calendar (I1, I2)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from incidents.policy.clocks import Deeds, Promise, Promises, clocks_of, next_due
from incidents.policy.school_days import Calendar

CHICAGO = ZoneInfo("America/Chicago")
PLAIN = Calendar(CHICAGO)
# A Friday evening of the school year; the next Monday is Labor Day.
FRIDAY = datetime(2026, 9, 4, 21, 30, tzinfo=CHICAGO)
LABOR_DAY = Calendar(CHICAGO, frozenset({date(2026, 9, 7)}))
RULES = Promises()


def at(month, day, hour=12, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=CHICAGO)


def clock(promise, deeds, moment, calendar=PLAIN):
    found = clocks_of(deeds, RULES, calendar, moment)
    return next(one for one in found if one.promise == promise)


def midnight_after(month, day):
    return at(month, day, 0) + timedelta(days=1)


DUE = [
    (Promise.ACKNOWLEDGE, PLAIN, FRIDAY, midnight_after(9, 7)),
    (Promise.ACKNOWLEDGE, LABOR_DAY, FRIDAY, midnight_after(9, 8)),
    (Promise.ACT, PLAIN, FRIDAY, midnight_after(9, 9)),
    (Promise.ACT, LABOR_DAY, FRIDAY, midnight_after(9, 10)),
    (Promise.UPDATE, PLAIN, FRIDAY, midnight_after(9, 18)),
    # A weekend's report counts from the Monday on; a summer's weekday counts like any other.
    (Promise.ACKNOWLEDGE, PLAIN, at(9, 5), midnight_after(9, 7)),
    (Promise.ACKNOWLEDGE, PLAIN, at(7, 15), midnight_after(7, 16)),
    # Just before midnight at the school, which in UTC is the next day already.
    (Promise.ACKNOWLEDGE, PLAIN, at(9, 1, 23, 59), midnight_after(9, 2)),
    # Over the night in which clocks are put back (1 November 2026), the day ends at the school's own midnight.
    (Promise.ACKNOWLEDGE, PLAIN, at(10, 30), midnight_after(11, 2)),
]


@pytest.mark.clause("I1")
@pytest.mark.parametrize(("promise", "calendar", "received", "due"), DUE)
def test_d6_each_promise_ends_with_the_school_day(promise, calendar, received, due):
    assert clock(promise, Deeds(received), received, calendar).due == due


def test_d6_a_quarter_of_an_hour_is_one_in_the_night_of_the_change_too():
    before = datetime(2026, 11, 1, 1, 50, tzinfo=CHICAGO)
    deeds = Deeds(before, danger_from=before)

    due = clock(Promise.DANGER, deeds, before).due

    assert due - before.astimezone(UTC) == timedelta(minutes=15)


# What was done, when one looks (1 September is a Tuesday), and whether each promise is kept: (met, late).
RECEIVED = at(9, 1)
STATES = [
    ("nothing yet", Deeds(RECEIVED), at(9, 2, 23, 59), (False, False), (False, False)),
    ("nothing, too long", Deeds(RECEIVED), at(9, 3, 0), (False, True), (False, False)),
    ("nothing at all", Deeds(RECEIVED), at(9, 9), (False, True), (False, True)),
    (
        "told in time",
        Deeds(RECEIVED, told=(at(9, 2),)),
        at(9, 9),
        (True, False),
        (False, True),
    ),
    (
        "told late stays late",
        Deeds(RECEIVED, told=(at(9, 3),), acted=(at(9, 3),)),
        at(9, 9),
        (True, True),
        (True, False),
    ),
    (
        "acting does not answer the reporter",
        Deeds(RECEIVED, acted=(at(9, 2),)),
        at(9, 3),
        (False, True),
        (True, False),
    ),
    (
        "closed in time",
        Deeds(RECEIVED, told=(at(9, 2),), closed_at=at(9, 4)),
        at(10, 1),
        (True, False),
        (True, False),
    ),
    (
        "closed too late",
        Deeds(RECEIVED, told=(at(9, 2),), closed_at=at(9, 8)),
        at(10, 1),
        (True, False),
        (True, True),
    ),
    (
        "opened again: acting is owed from then on",
        Deeds(RECEIVED, told=(at(9, 2),), reopened_at=at(9, 21)),
        at(9, 22),
        (True, False),
        (False, False),
    ),
]


@pytest.mark.clause("I2")
@pytest.mark.parametrize(
    ("deeds", "moment", "acknowledge", "act"),
    [row[1:] for row in STATES],
    ids=[row[0] for row in STATES],
)
def test_a_promise_is_kept_by_deeds_alone(deeds, moment, acknowledge, act):
    found = {one.promise: one for one in clocks_of(deeds, RULES, PLAIN, moment)}

    shown = [(not found[one].runs, found[one].late) for one in (Promise.ACKNOWLEDGE, Promise.ACT)]
    assert shown == [acknowledge, act]


def test_each_word_to_the_reporter_and_opening_again_begin_the_next_ten_days():
    told = clock(Promise.UPDATE, Deeds(RECEIVED, told=(at(9, 2), at(9, 8))), at(9, 9))
    reopened = Deeds(RECEIVED, told=(at(9, 2),), reopened_at=at(9, 21))

    again = clock(Promise.UPDATE, reopened, at(9, 22))

    assert (told.since, told.due, again.since, again.due) == (
        *(at(9, 8), midnight_after(9, 22)),
        *(at(9, 21), midnight_after(10, 5)),
    )


@pytest.mark.parametrize(
    ("deeds", "met"),
    [
        (Deeds(RECEIVED, danger_from=RECEIVED), None),
        (Deeds(RECEIVED, danger_from=RECEIVED, acted=(at(9, 1, 12, 9),)), at(9, 1, 12, 9)),
        # What was done before somebody saw the danger does not answer it.
        (Deeds(RECEIVED, danger_from=at(9, 1, 13), told=(at(9, 1, 12, 5),)), None),
    ],
)
def test_danger_is_answered_by_a_deed_after_it(deeds, met):
    assert clock(Promise.DANGER, deeds, at(9, 1, 13)).met_at == met


def test_what_is_due_next_is_the_running_clock_that_ends_first():
    deeds = Deeds(RECEIVED, told=(at(9, 2),))

    found = next_due(clocks_of(deeds, RULES, PLAIN, at(9, 2)))

    assert (found.promise, found.due) == (Promise.ACT, midnight_after(9, 4))


def test_numbers_are_the_districts():
    slow = Promises(acknowledge_days=2, act_days=5, update_days=20)

    found = clocks_of(Deeds(FRIDAY), slow, PLAIN, FRIDAY)

    assert [one.due for one in found] == [
        midnight_after(9, 8),
        midnight_after(9, 11),
        midnight_after(10, 2),
    ]
