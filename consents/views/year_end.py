"""What would lapse at the year's end, school by school. Nothing is written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from consents.access.verdicts import may_see_year_end, schools_answered_for
from consents.models import Activity
from consents.reports.lapsing import has_ended, lapses, last_moment, with_people
from core.http import SignedInRequest
from core.paging import page
from schools.models import SchoolYear


@require_safe
def year_end(request: SignedInRequest) -> HttpResponse:
    """The activities of the schools one answers for, with the permissions that end with their year."""
    may_see_year_end(request.user).require()
    schools = schools_answered_for(request.user)
    sent = (
        Activity.objects.visible_to(request.user)
        .filter(school__in=schools, versions__asked_at__isnull=False)
        .distinct()
    )
    years = list(SchoolYear.objects.filter(activities__in=sent).distinct().select_related("school"))
    year = _chosen(request, years)
    context: dict[str, Any] = {
        "tabs": [(_label(one), f"?year={one.pk}", one == year) for one in years],
        "year": year,
    }
    if year is None:
        return render(request, "consents/year_end/index.html", context)
    now = timezone.now()
    rows = page(request, with_people(sent.filter(year=year)), ["school__name"])
    context |= {
        "page": rows,
        "lapses": lapses(rows.rows, min(now, last_moment(year))),
        "over": has_ended(year, now),
        "last_day": date_format(year.ends_on, "DATE_FORMAT"),
        "total": sent.filter(year=year).count(),
    }
    return render(request, "consents/year_end/index.html", context)


def _label(year: SchoolYear) -> str:
    return f"{year.name}, {year.school}" if year.school else year.name


def _chosen(request: HttpRequest, years: list[SchoolYear]) -> SchoolYear | None:
    asked = request.GET.get("year")
    today = timezone.localdate()
    now = [one for one in years if one.starts_on <= today <= one.ends_on]
    return next((one for one in years if str(one.pk) == asked), next(iter(now + years), None))
