"""Yearly counts without identities, for everybody (I2)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from core.sheets import csv_lines
from incidents.models import CountsRelease
from incidents.policy.counts import FEWEST, STEP
from incidents.reports import counts as report


@require_safe
@login_not_required
def counts(request: HttpRequest) -> HttpResponse:
    """The counts of one school year; the newest where none is asked for."""
    years = report.releases()
    shown = _asked(request, years) if years or "year" in request.GET else None
    context = {
        "years": years,
        "shown": shown,
        "tables": report.drawn(shown) if shown else [],
        "fewest": FEWEST,
        "step": STEP,
    }
    return render(request, "incidents/counts.html", context)


@require_safe
@login_not_required
def counts_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file."""
    shown = _asked(request, report.releases())
    response = StreamingHttpResponse(
        csv_lines(report.heads(), report.cells(shown)), content_type="text/csv; charset=utf-8"
    )
    name = f"reports-{slugify(shown.year.name)}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: HttpRequest, years: list[CountsRelease]) -> CountsRelease:
    """The year that the query names by its name, else the newest."""
    named = request.GET.get("year")
    found = next((one for one in years if named in (None, one.year.name)), None)
    if found is None:
        raise Http404
    return found
