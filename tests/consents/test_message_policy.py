"""Truth tables: quiet hours, due days, which reminder is due, and who is reminded."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from consents.policy.messages import (
    Numbers,
    Silence,
    answer_by,
    is_replaced,
    leaves_at,
    slot_on,
    why_not,
)

CHICAGO = ZoneInfo("America/Chicago")
SHIPPED = Numbers()
SAME_DAY_QUIET = Numbers(quiet_from=time(12), quiet_to=time(13))
NEVER_QUIET = Numbers(quiet_from=time(8), quiet_to=time(8))


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("at", "leaves", "numbers"),
    [
        ("2026-10-05 08:00", "2026-10-05 08:00", SHIPPED),
        ("2026-10-05 19:59", "2026-10-05 19:59", SHIPPED),
        ("2026-10-05 20:00", "2026-10-06 08:00", SHIPPED),
        ("2026-10-05 23:59", "2026-10-06 08:00", SHIPPED),
        ("2026-10-06 00:00", "2026-10-06 08:00", SHIPPED),
        ("2026-10-06 07:59", "2026-10-06 08:00", SHIPPED),
        # The night that is an hour short, and the one that is an hour long.
        ("2027-03-13 22:00", "2027-03-14 08:00", SHIPPED),
        ("2027-03-14 03:30", "2027-03-14 08:00", SHIPPED),
        ("2026-10-31 22:00", "2026-11-01 08:00", SHIPPED),
        ("2026-11-01 01:30", "2026-11-01 08:00", SHIPPED),
        ("2026-10-05 12:30", "2026-10-05 13:00", SAME_DAY_QUIET),
        ("2026-10-05 11:59", "2026-10-05 11:59", SAME_DAY_QUIET),
        ("2026-10-05 03:00", "2026-10-05 03:00", NEVER_QUIET),
    ],
)
def test_a_message_leaves_at_once_or_when_the_quiet_hours_end(at, leaves, numbers):
    assert leaves_at(local(at), CHICAGO, numbers) == local(leaves)


@pytest.mark.parametrize(
    ("asked", "starts", "ends", "due"),
    [
        ("2026-10-01", "2026-12-01", "2026-12-20", "2026-10-15"),
        ("2026-10-01", "2026-10-10", "2026-12-20", "2026-10-07"),
        # It begins before anybody could answer in time, or has begun: the usual days.
        ("2026-10-01", "2026-10-04", "2026-12-20", "2026-10-15"),
        ("2026-10-01", "2026-09-01", "2026-12-20", "2026-10-15"),
        # Never after its last day, never before the day of asking.
        ("2026-10-01", "2026-09-01", "2026-10-05", "2026-10-05"),
        ("2026-10-01", "2026-09-01", "2026-09-20", "2026-10-01"),
    ],
)
def test_an_answer_is_asked_for_in_time_for_the_first_day(asked, starts, ends, due):
    days = {"starts_on": date.fromisoformat(starts), "ends_on": date.fromisoformat(ends)}

    found = answer_by(date.fromisoformat(asked), numbers=SHIPPED, **days)

    assert found == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("today", "slot"),
    [(1, None), (7, None), (8, 7), (9, 7), (12, 7), (13, 2), (14, 2), (15, 0), (16, None)],
)
def test_a_reminder_is_due_from_its_day_until_the_next(today, slot):
    asked, due = date(2026, 10, 1), date(2026, 10, 15)

    assert slot_on(date(2026, 10, today), asked_on=asked, due=due, days=(7, 2, 0)) == slot


@pytest.mark.parametrize(("today", "slot"), [(1, None), (2, None), (3, 0), (4, None)])
def test_a_reminder_whose_day_is_not_after_the_asking_never_is(today, slot):
    asked, due = date(2026, 10, 1), date(2026, 10, 3)

    assert slot_on(date(2026, 10, today), asked_on=asked, due=due, days=(7, 2, 0)) == slot


@pytest.mark.parametrize(
    ("slot", "by_hand", "replaced"),
    [(7, 5, True), (7, 8, True), (7, 9, False), (2, 7, False), (2, 9, True), (2, 13, True), (0, 12, False), (0, 14, True)],
)  # fmt: skip
def test_a_persons_reminder_takes_the_place_of_the_next_one_alone(slot, by_hand, replaced):
    facts = {"due": date(2026, 10, 15), "days": (7, 2, 0), "by_hand": [date(2026, 10, by_hand)]}

    assert is_replaced(slot, **facts) is replaced


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, None),
        ({"opt_out": True}, "opt_out"),
        ({"answered": True}, "answered"),
        ({"open": False}, "not_open"),
        ({"entitled": False}, "not_entitled"),
        ({"newest": False}, "newer_form"),
        ({"disputed": True, "reachable": False}, "disputed"),
        ({"reachable": False}, "no_contact"),
        ({"reminders": 2}, None),
        ({"reminders": 3}, "enough"),
        ({"reminders": 4}, "enough"),
        ({"reminded_today": True}, "today"),
        # Where several hold, the first is said.
        ({"opt_out": True, "answered": True}, "opt_out"),
        ({"answered": True, "open": False, "reachable": False}, "answered"),
        ({"open": False, "entitled": False}, "not_open"),
        ({"reachable": False, "reminders": 9}, "no_contact"),
    ],
)
def test_who_is_reminded_and_who_not(facts, why):
    assert why_not(Silence(**facts), SHIPPED) == why


def test_no_reminders_at_all_is_a_choice_too():
    assert why_not(Silence(), Numbers(most_reminders=0)) == "enough"
    assert (
        slot_on(date(2026, 10, 15), asked_on=date(2026, 10, 1), due=date(2026, 10, 15), days=())
        is None
    )
