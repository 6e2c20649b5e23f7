"""Which school year a day belongs to, and what day it is at a school."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

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


def zone_of(school: School | None, moment: datetime) -> ZoneInfo:
    """The zone the school lives in."""
    year = year_at(school, moment)
    if year:
        return ZoneInfo(year.timezone)
    district = District.objects.first()
    return ZoneInfo(district.timezone if district else "America/Chicago")
