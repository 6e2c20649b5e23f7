"""When a message to a family may leave, by when it asks for an answer, and who is reminded.

Pure: what goes in are moments, days and facts; the district's numbers are its own (`MessageRule`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consents.terms import Unreminded


@dataclass(frozen=True, slots=True)
class Numbers:
    """The hours and counts of a district; these values hold until it enters its own."""

    quiet_from: time = time(20)
    quiet_to: time = time(8)
    answer_days: int = 14
    lead_days: int = 3
    remind_days: tuple[int, ...] = (7, 2, 0)
    most_reminders: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What is known of one ask when somebody wants to remind its guardian."""

    opt_out: bool = False
    answered: bool = False
    open: bool = True
    entitled: bool = True
    newest: bool = True
    disputed: bool = False
    reachable: bool = True
    reminders: int = 0
    reminded_today: bool = False
    told_of_other: bool = False


def leaves_at(at: datetime, zone: ZoneInfo, numbers: Numbers) -> datetime:
    """The moment itself, or the end of the quiet hours it falls in (local hours, so right on both DST days)."""
    local = at.astimezone(zone)
    if not is_quiet(local.time(), numbers):
        return at
    day = local.date()
    if local.time() >= numbers.quiet_to:
        day += timedelta(days=1)
    return datetime.combine(day, numbers.quiet_to, tzinfo=zone)


def is_quiet(hour: time, numbers: Numbers) -> bool:
    """Whether the local hour is a quiet one; equal ends mean that none is."""
    begin, end = numbers.quiet_from, numbers.quiet_to
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end


def morning(day: date, zone: ZoneInfo, numbers: Numbers) -> datetime:
    """The first moment of the local day at which a message may leave."""
    quiet_at_midnight = is_quiet(time(0), numbers)
    return datetime.combine(day, numbers.quiet_to if quiet_at_midnight else time(0), tzinfo=zone)


def answer_by(asked_on: date, *, starts_on: date, ends_on: date, numbers: Numbers) -> date:
    """Please answer by: some days after asking, sooner where the activity begins sooner, within its days.

    An activity that begins before a family could answer in time asks for an answer within the usual days.
    """
    due = asked_on + timedelta(days=numbers.answer_days)
    before = starts_on - timedelta(days=numbers.lead_days)
    if asked_on < before < due:
        due = before
    return max(asked_on, min(due, ends_on))


def slot_on(today: date, *, asked_on: date, due: date, days: Collection[int]) -> int | None:
    """The reminder that is due: how many days before the due day its own day is; None when there is none.

    A day that was missed is made up for until the next one; one not after the day of asking never was.
    """
    if today > due:
        return None
    passed = [days_before for days_before in days if asked_on < _day(due, days_before) <= today]
    return min(passed, default=None)


def is_replaced(slot: int, *, due: date, days: Collection[int], by_hand: Collection[date]) -> bool:
    """Whether a person has reminded since the reminder before this one, so that this one is left out."""
    earlier = [_day(due, other) for other in days if other > slot]
    since = max(earlier, default=date.min)
    return any(since <= day <= _day(due, slot) for day in by_hand)


def why_not(facts: Silence, numbers: Numbers) -> Unreminded | None:
    """The first reason why this guardian is not reminded; None when they are."""
    checks = (
        (facts.opt_out, Unreminded.OPT_OUT),
        (facts.answered, Unreminded.ANSWERED),
        (not facts.open, Unreminded.NOT_OPEN),
        (not facts.entitled, Unreminded.NOT_ENTITLED),
        (not facts.newest, Unreminded.NEWER_FORM),
        (facts.disputed, Unreminded.DISPUTED),
        (not facts.reachable, Unreminded.NO_CONTACT),
        (facts.reminders >= numbers.most_reminders, Unreminded.ENOUGH),
        (facts.reminded_today, Unreminded.TODAY),
        (facts.told_of_other, Unreminded.TOLD),
    )
    return next((reason for holds, reason in checks if holds), None)


def _day(due: date, days_before: int) -> date:
    return due - timedelta(days=days_before)
