"""The clocks of cases, as the desk, the reporter's page and the alarm read them. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from incidents.facts.clocks import Calendars, Rules, deeds_of
from incidents.models import Case
from incidents.policy.clocks import Clock, Deeds, Promise, clocks_of, next_due
from incidents.policy.school_days import Calendar

NAMES: Final = {
    Promise.DANGER: _("Answer the danger"),
    Promise.ACKNOWLEDGE: _("Acknowledge"),
    Promise.ACT: _("First action"),
    Promise.UPDATE: _("Word to who reported"),
}


@dataclass(frozen=True, slots=True)
class Timed:
    """A case's clocks at a moment, beside what they were worked out from."""

    case: Case
    deeds: Deeds
    clocks: list[Clock]
    calendar: Calendar
    # School days of silence after which the next one hears.
    raise_days: int

    @property
    def next(self) -> Clock | None:
        return next_due(self.clocks)

    @property
    def late(self) -> list[Clock]:
        """What is owed now and late."""
        return [one for one in self.clocks if one.runs and one.late]

    def clock(self, promise: Promise) -> Clock | None:
        return next((one for one in self.clocks if one.promise == promise), None)


def timed(cases: Iterable[Case], at: datetime) -> list[Timed]:
    """The cases with their clocks, in a fixed number of queries (their schools are selected with them)."""
    cases = list(cases)
    deeds, rules = deeds_of(cases), Rules()
    calendars = Calendars((one.school for one in cases if one.school), at)
    return [_timed(one, deeds[one.pk], calendars.of(one.school_id), rules, at) for one in cases]


def timed_one(case: Case, at: datetime) -> Timed:
    return timed([case], at)[0]


def _timed(case: Case, deeds: Deeds, calendar: Calendar, rules: Rules, at: datetime) -> Timed:
    clocks = clocks_of(deeds, rules.promises(case.received_at), calendar, at)
    return Timed(case, deeds, clocks, calendar, rules.at(case.received_at).raise_days)
