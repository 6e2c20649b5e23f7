"""manage.py rehearse_year_end: what would lapse when the school year ends. Nothing is written, nobody is told."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from consents.models import Activity
from consents.reports.lapsing import Lapse, has_ended, lapses, last_moment, with_people
from schools.calendar import local_day
from schools.models import SchoolYear


class Command(BaseCommand):
    """Exit 0 with the list, 2 when no school year has the name."""

    help = "Show which permissions would lapse at the end of the school year. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--year", metavar="NAME", help="name of the school year (default: those of today)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        years = _years(options["year"])
        if not years:
            named = options["year"]
            self.stderr.write(
                f"No school year {named}." if named else "Today is in no school year."
            )
            sys.exit(2)
        for year in years:
            self._tell(year)

    def _tell(self, year: SchoolYear) -> None:
        now = timezone.now()
        over = has_ended(year, now)
        calendar = year.school.name if year.school else "the district"
        self.stdout.write(
            f"School year {year.name} of {calendar}: last consent day {year.ends_on}, {year.timezone}"
            f" ({'is over' if over else 'not over yet'})"
        )
        sent = Activity.objects.filter(year=year, versions__asked_at__isnull=False).distinct()
        rows = list(with_people(sent).order_by("school__name", "pk"))
        found = lapses(rows, min(now, last_moment(year)))
        for school, group in groupby(found, key=lambda one: one.activity.school.name):
            self.stdout.write(f"  {school}")
            for lapse in group:
                self.stdout.write(f"    {_line(lapse)}")
        self.stdout.write(f"  In all: {_total(found)}")


def _years(name: str | None) -> list[SchoolYear]:
    years = SchoolYear.objects.select_related("school").order_by("school", "starts_on")
    if name:
        return list(years.filter(name=name))
    now = timezone.now()
    return [
        year for year in years if year.starts_on <= local_day(now, year.timezone) <= year.ends_on
    ]


def _line(lapse: Lapse) -> str:
    name = lapse.version.name if lapse.version else str(lapse.activity)
    state = "ended" if hasattr(lapse.activity, "end") else "open"
    approved = "approved" if lapse.was_approved else "not approved"
    return (
        f"{name} (activity {lapse.activity.pk}, {approved}, {state}):"
        f" {len(lapse.permissions)} permissions of {len(lapse.guardians)} guardians,"
        f" {len(lapse.adults)} adults, {lapse.students} students"
    )


def _total(found: list[Lapse]) -> str:
    guardians = {guardian.pk for lapse in found for guardian in lapse.guardians}
    permissions = sum(len(lapse.permissions) for lapse in found)
    return f"{len(found)} activities, {permissions} permissions, {len(guardians)} guardians to tell"
