"""The reports of a school year, counted each way, in a fixed number of queries. True numbers: never shown as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from incidents.facts.clocks import Calendars, Rules, deeds_of
from incidents.models import Case, Closing
from incidents.policy.clocks import Promise, clocks_of
from incidents.terms import Concern, ReporterRole, Stage
from incidents.terms.counts import NO_SCHOOL, STILL_OPEN, Counted, InTime
from incidents.terms.desk import Outcome
from schools.models import Network, SchoolYear


def begins_of(years: Iterable[SchoolYear]) -> list[tuple[SchoolYear, datetime, datetime | None]]:
    """Each year with its first moment and that of the next one: reports of a summer belong to the year before it."""
    rows = sorted(years, key=lambda one: one.starts_on)
    starts = [_midnight(one.starts_on) for one in rows]
    return list(zip(rows, starts, [*starts[1:], None], strict=True))


def cases_of(start: datetime, end: datetime | None, through: date) -> QuerySet[Case]:
    """The reports received in the year before the day, those destroyed since among them."""
    before = _midnight(through)
    return Case.objects.filter(
        received_at__gte=start, received_at__lt=before if end is None else min(end, before)
    )


def counted(cases: QuerySet[Case], at: datetime) -> Mapping[Counted, Mapping[str, int]]:
    """How many there are, each way; every word that could be counted has its number, nought among them."""
    ended = Closing.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk").values("outcome")
    rows = list(cases.select_related("school").annotate(outcome=Subquery(ended[:1])))
    networks = [str(one) for one in Network.objects.order_by("name").values_list("pk", flat=True)]
    words = {
        Counted.CONCERN: list(Concern.values),
        Counted.REPORTER: list(ReporterRole.values),
        Counted.NETWORK: [*networks, NO_SCHOOL],
        Counted.PROMISE: list(InTime.values),
        Counted.OUTCOME: [*Outcome.values, STILL_OPEN],
    }
    found = {
        Counted.CONCERN: Counter(one.concern for one in rows),
        Counted.REPORTER: Counter(one.reporter_role for one in rows),
        Counted.NETWORK: Counter(_network(one) for one in rows),
        Counted.PROMISE: Counter(_in_time(rows, at)),
        Counted.OUTCOME: Counter(
            (one.outcome if one.stage == Stage.CLOSED else None) or STILL_OPEN for one in rows
        ),
    }
    return {way: {word: found[way][word] for word in words[way]} for way in Counted}


def _network(case: Case) -> str:
    network = case.school.network_id if case.school else None
    return str(network) if network else NO_SCHOOL


def _in_time(cases: Sequence[Case], at: datetime) -> Iterable[str]:
    calendars = Calendars({one.school for one in cases if one.school}, at)
    rules, deeds = Rules(), deeds_of(cases)
    for case in cases:
        promises = rules.promises(case.received_at)
        clocks = clocks_of(deeds[case.pk], promises, calendars.of(case.school_id), at)
        clock = next(one for one in clocks if one.promise == Promise.ACKNOWLEDGE)
        if clock.late:
            yield InTime.LATE
        else:
            yield InTime.RUNNING if clock.runs else InTime.KEPT


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
