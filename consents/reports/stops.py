"""What adults were told to stop: their own list by day, and what somebody in charge must look after. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext

from accounts.models import User
from consents.access.threads import own_stops, stops_of_schools
from consents.models import ActivityVersion, ThreadStop
from consents.reports.boards import school_days
from consents.reports.handed_out import words_for
from schools.calendar import local_day
from schools.models import District, SchoolYear

# Longer than any summer.
FARTHEST = 200


@dataclass(frozen=True, slots=True)
class StopRow:
    """One stop with its reasons in words."""

    stop: ThreadStop
    activity_name: str
    reasons: list[object]


@dataclass(frozen=True, slots=True)
class Day:
    """The stops of one day, confirmed together; `up_to` is the newest that the reader has seen."""

    day: date
    rows: list[StopRow]
    up_to: int

    @property
    def heading(self) -> str:
        return date_format(self.day, "DATE_FORMAT")

    @property
    def confirm(self) -> str:
        """What the one button of the day says."""
        words = ngettext("I have stopped it", "I have stopped all %(count)s", len(self.rows))
        return words % {"count": len(self.rows)}


def named(stops: QuerySet[ThreadStop]) -> QuerySet[ThreadStop]:
    """With the words and people that a row shows."""
    newest = ActivityVersion.objects.filter(
        activity=OuterRef("activity"), asked_at__isnull=False
    ).order_by("-number")
    return stops.annotate(activity_name=Subquery(newest.values("name")[:1])).select_related(
        "student", "staff__user", "activity__school", "activity__year", "acknowledgement__by"
    )


def row_of(stop: ThreadStop) -> StopRow:
    name = str(getattr(stop, "activity_name", "") or stop.activity)
    return StopRow(stop, name, list(words_for(stop.reasons)))


def open_days(user: User) -> list[Day]:
    """What the user has not confirmed, newest day first."""
    rows = named(own_stops(user).filter(acknowledgement__isnull=True)).order_by("-at", "-pk")
    return [
        Day(day, [row_of(one) for one in group], max(one.pk for one in group))
        for day, group in ((day, list(found)) for day, found in groupby(rows, key=day_of))
    ]


def day_of(stop: ThreadStop) -> date:
    """The local day of a stop, in its school's year."""
    return local_day(stop.at, stop.activity.year.timezone)


def on_day(stops: Iterable[ThreadStop], day: date) -> list[int]:
    """The keys of those of one local day."""
    return [one.pk for one in stops if day_of(one) == day]


def overdue(user: User, now: datetime | None = None) -> QuerySet[ThreadStop]:
    """What adults of the user's schools have not confirmed after the district's school days."""
    at = now or timezone.now()
    waiting = stops_of_schools(user).filter(acknowledgement__isnull=True)
    years = SchoolYear.objects.filter(activities__thread_stops__in=waiting).distinct()
    late = Q(pk__in=[])
    for year in years:
        late |= Q(activity__year=year, at__lt=due_before(year, at))
    return waiting.filter(late)


def due_before(year: SchoolYear, at: datetime) -> datetime:
    """Stops told before this moment have had all their school days."""
    most = (District.objects.first() or District()).stop_school_days
    today = local_day(at, year.timezone)
    first, last = year.class_starts_on, year.class_ends_on
    days = (today - timedelta(days=n) for n in range(FARTHEST))
    told = next(
        (day for day in days if school_days(day, today, first=first, last=last) > most), None
    )
    # A whole summer without school: whatever is older than that is late.
    told = told or today - timedelta(days=FARTHEST)
    return datetime.combine(told + timedelta(days=1), time.min, ZoneInfo(year.timezone))
