"""What was done about cases, when, and on which calendar: read for many at once, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from incidents.models import Case, CaseMessage, CaseStep, PromiseRule, Routing
from incidents.policy.clocks import Deeds, Promises
from incidents.policy.school_days import Calendar
from incidents.terms import Priority, Stage, Voice
from schools.calendar import years_at
from schools.models import District, NoSchoolDay, School

ACKNOWLEDGED, ACTED = "case.acknowledged", "case.acted"
CLOSED, REOPENED = "case.closed", "case.reopened"
LASTING = (ACKNOWLEDGED, ACTED, CLOSED, REOPENED)


def deeds_of(cases: Iterable[Case]) -> dict[int, Deeds]:
    """Each case's deeds, by its key; three queries however many there are."""
    cases = list(cases)
    keys = [one.pk for one in cases]
    steps: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    rows = CaseStep.objects.filter(case__in=keys, deed__in=LASTING).order_by("at")
    for case_id, deed, at in rows.values_list("case", "deed", "at"):
        steps[case_id, deed].append(at)
    written = CaseMessage.objects.filter(case__in=keys, voice=Voice.STAFF).order_by("at")
    for case_id, at in written.values_list("case", "at"):
        steps[case_id, ACKNOWLEDGED].append(at)
    danger = _danger_since(one.pk for one in cases if one.priority == Priority.LIFE_SAFETY)
    return {
        one.pk: Deeds(
            received_at=one.received_at,
            danger_from=danger.get(one.pk),
            told=tuple(sorted(steps[one.pk, ACKNOWLEDGED])),
            acted=tuple(steps[one.pk, ACTED]),
            closed_at=_last(steps[one.pk, CLOSED]) if one.stage == Stage.CLOSED else None,
            reopened_at=_last(steps[one.pk, REOPENED]),
        )
        for one in cases
    }


def _danger_since(keys: Iterable[int]) -> dict[int, datetime]:
    """Since when each case has been one of danger, by its routings: judged so again, it begins anew."""
    found: dict[int, datetime] = {}
    rows = Routing.objects.filter(case__in=list(keys)).order_by("pk")
    for case_id, priority, at in rows.values_list("case", "priority", "at"):
        if priority == Priority.LIFE_SAFETY:
            found.setdefault(case_id, at)
        else:
            found.pop(case_id, None)
    return found


def _last(moments: list[datetime]) -> datetime | None:
    return moments[-1] if moments else None


class Calendars:
    """The calendars of schools at a moment, in three queries; None stands for no school."""

    def __init__(self, schools: Iterable[School], at: datetime) -> None:
        district = District.objects.first()
        self._zone = ZoneInfo(district.timezone if district else "America/Chicago")
        self._zones = {
            key: ZoneInfo(year.timezone)
            for key, year in years_at({one.pk: one for one in schools}.values(), at).items()
            if year
        }
        self._off: dict[int | None, set[date]] = defaultdict(set)
        for school_id, day in days_off().values_list("school", "day"):
            self._off[school_id].add(day)

    def of(self, school_id: int | None) -> Calendar:
        off = self._off[None] | (self._off[school_id] if school_id else set())
        return Calendar(self._zones.get(school_id or 0, self._zone), frozenset(off))


def days_off() -> QuerySet[NoSchoolDay]:
    """Every weekday without school."""
    return NoSchoolDay.objects.filter(ended_at=None)


class Rules:
    """The district's promises at any moment, in one query."""

    def __init__(self) -> None:
        self._rows = list(PromiseRule.objects.order_by("-at", "-pk"))

    def at(self, moment: datetime) -> PromiseRule:
        """The row in force at the moment; before the first one, the numbers as shipped."""
        return next((row for row in self._rows if row.at <= moment), PromiseRule())

    def promises(self, moment: datetime) -> Promises:
        row = self.at(moment)
        return Promises(row.danger_minutes, row.acknowledge_days, row.act_days, row.update_days)
