"""Which school year a day belongs to, and what day it is at a school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from schools.models import District, School, SchoolYear


def local_day(moment: datetime, timezone_name: str) -> date:
    """The day of an aware moment in the zone."""
    return moment.astimezone(ZoneInfo(timezone_name)).date()


def year_at(school: School | None, moment: datetime) -> SchoolYear | None:
    """The year whose consent dates hold the moment at the school: its own calendar, else the district's."""
    years = SchoolYear.objects.filter(school=school) if school else SchoolYear.objects.none()
    candidates = list(years) or list(SchoolYear.objects.filter(school__isnull=True))
    for year in candidates:
        if year.starts_on <= local_day(moment, year.timezone) <= year.ends_on:
            return year
    return None


def years_at(schools: Iterable[School], moment: datetime) -> dict[int, SchoolYear | None]:
    """The same as `year_at` for many schools, by their keys, in one query."""
    own: dict[int | None, list[SchoolYear]] = defaultdict(list)
    for year in SchoolYear.objects.all():
        own[year.school_id].append(year)
    return {
        school.pk: next(
            (
                year
                for year in own.get(school.pk) or own.get(None, [])
                if year.starts_on <= local_day(moment, year.timezone) <= year.ends_on
            ),
            None,
        )
        for school in schools
    }


def zone_of(school: School | None, moment: datetime) -> ZoneInfo:
    """The zone the school lives in."""
    year = year_at(school, moment)
    if year:
        return ZoneInfo(year.timezone)
    district = District.objects.first()
    return ZoneInfo(district.timezone if district else "America/Chicago")


def next_year(year: SchoolYear) -> SchoolYear | None:
    """The year after this one in the same calendar, if it is entered."""
    return (
        SchoolYear.objects.filter(school=year.school_id, starts_on__gt=year.ends_on)
        .order_by("starts_on")
        .first()
    )


def consent_dates(class_starts_on: date) -> tuple[date, date]:
    """First and last consent day of the year whose classes start on the day (a district setting)."""
    district = District.objects.first() or District()
    starts = _month_and_day(district.consent_starts)
    ends = _month_and_day(district.consent_ends)
    year = class_starts_on.year
    first = date(year, *starts)
    if first > class_starts_on:
        first = date(year - 1, *starts)
    last = date(first.year, *ends)
    return first, last if last > first else date(first.year + 1, *ends)


def _month_and_day(word: str) -> tuple[int, int]:
    month, day = word.split("-")
    return int(month), int(day)


def overlapping(
    school: School | None, starts_on: date, ends_on: date, *, but: SchoolYear | None = None
) -> QuerySet[SchoolYear]:
    """Years of one calendar that share a day with these consent dates."""
    found = SchoolYear.objects.filter(school=school, starts_on__lte=ends_on, ends_on__gte=starts_on)
    return found.exclude(pk=but.pk) if but else found


def weekdays_after(day: date, number: int) -> date:
    """The day that many weekdays later; a Friday and one is the Monday."""
    last = day
    for _ in range(number):
        last += timedelta(days=1)
        while last.weekday() >= 5:
            last += timedelta(days=1)
    return last
