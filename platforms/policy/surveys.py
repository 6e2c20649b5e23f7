"""When a survey is open, when a school is reminded, which counts are public, and what is one name (P1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from platforms.policy.folding import fold
from platforms.terms.surveys import SurveyStage, SurveyTime

# Days before the last one on which schools that have not answered are reminded.
REMIND_DAYS: Final = (7, 2)
# Asked once, then at most this many reminders, whoever sends them, and one a day.
MOST_REMINDERS: Final = 4


def time_of(stage: SurveyStage, opens_on: date, closes_on: date, *, on: date) -> SurveyTime:
    """Where a survey stands on a day; its first and last day are inside."""
    if stage == SurveyStage.DRAFT:
        return SurveyTime.DRAFT
    if stage == SurveyStage.DISCARDED:
        return SurveyTime.DISCARDED
    if on < opens_on:
        return SurveyTime.TO_COME
    return SurveyTime.OPEN if on <= closes_on else SurveyTime.CLOSED


def reminder_due(
    closes_on: date, *, asked_on: date, reminded_on: Collection[date], on: date
) -> int | None:
    """The automatic reminder that is due on the day, as days before the end; None when none is.

    A missed day is made up for until the next one falls due. Who was asked or reminded on or after that day,
    by whomever, is left alone, and so is who had `MOST_REMINDERS`.
    """
    left = (closes_on - on).days
    if left < 0 or len(reminded_on) >= MOST_REMINDERS:
        return None
    due = [days for days in REMIND_DAYS if left <= days]
    if not due:
        return None
    days = min(due)
    last = max([asked_on, *reminded_on])
    return days if (closes_on - last).days > days else None


def may_remind_now(*, asked_on: date, reminded_on: Collection[date], on: date) -> bool:
    """Whether a person may remind a school on the day: nobody is written to twice a day, or without end."""
    return len(reminded_on) < MOST_REMINDERS and on > max([asked_on, *reminded_on])


def is_public(count: int, least: int) -> bool:
    """Whether a count may be shown to everybody: none below the district's number could be."""
    return count >= least


def name_key(typed: str) -> str:
    """Under which names that schools typed are one: "Class Dojo" and "classdojo" are."""
    return fold(typed) or " ".join(typed.casefold().split())
