"""The practice school's year: its alerts form waits for the principal, its numbers are counted, next year is entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from consents.actions import boards, year_start
from consents.actions.coverage_count import count_coverage
from consents.actions.year_start import YearForm
from consents.models import Activity, ExceptionKind
from consents.reports.activity_board import Wanted
from consents.reports.year_start import KIND
from consents.terms import BoardState
from cps_comms.demo.district import practice_school
from cps_comms.demo.story import SOCCER, actor
from platforms.models import Platform
from schools.calendar import next_year, year_at
from schools.models import School, SchoolYear

FORM = YearForm(
    name="School alerts by text",
    purpose="Closings, early dismissals, and changes of schedule.",
)


def tell(people: Mapping[str, User]) -> None:
    """Prepare the form of the year for two schools: each waits for its principal."""
    prepare(by=people["records"])
    soccer = Activity.objects.filter(versions__name=SOCCER.name).earliest("pk")
    boards.keep_filter(soccer, "Still silent", Wanted(BoardState.SILENT), by=actor(people["coach"]))
    enter_next_year()
    count_coverage()


def prepare(*, by: User) -> None:
    other = School.objects.exclude(pk=practice_school().pk).order_by("number")[0]
    form = YearForm(
        name=FORM.name,
        purpose=FORM.purpose,
        platform=Platform.objects.filter(name="Lakeshore Alerts").first(),
    )
    start = year_start.prepare(
        ExceptionKind.objects.get(code=KIND),
        [practice_school(), other],
        form,
        by=actor(by),
        everywhere=True,
    )
    for row in start.schools.order_by("pk"):
        year_start.prepare_school(row.pk)


def enter_next_year() -> None:
    """A year later to the day, so that this year's activities can go on as drafts."""
    year = year_at(practice_school(), timezone.now())
    if year is None or next_year(year) is not None:
        return
    after = year.ends_on + timedelta(days=1)
    SchoolYear.objects.create(
        name=f"{after.year}-{after.year + 1}",
        class_starts_on=year.class_starts_on.replace(year=year.class_starts_on.year + 1),
        class_ends_on=year.class_ends_on.replace(year=year.class_ends_on.year + 1),
        starts_on=after,
        ends_on=after.replace(year=after.year + 1) - timedelta(days=1),
        timezone=year.timezone,
    )
