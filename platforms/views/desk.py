"""The ITS desk: what waits, for how long, what is best done next, and how the year went (P1-P6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import SignedInRequest, key_in
from core.paging import page_of_list
from core.sheets import Cell, csv_lines, xlsx_file
from platforms.access.roles import is_its
from platforms.reports import audit_queue as to_audit
from platforms.reports import candidates as to_offer
from platforms.reports import pictures as year_of
from platforms.reports.desk import Reader, shelves
from platforms.reports.queues import QUEUES
from schools.models import SchoolYear

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# How many lines of a longer list stand on the desk itself.
FIRST = 5


@require_safe
def its_desk(request: SignedInRequest) -> HttpResponse:
    """Every queue of the registry, and the heads of the lists of what to do next."""
    reader = reader_or_404(request)
    context = {
        "shelves": shelves(QUEUES, reader),
        "next_audits": to_audit.audit_queue(reader.at)[:FIRST],
        "candidates": to_offer.candidates(reader.at)[:FIRST],
    }
    return render(request, "platforms/desk/desk.html", context)


@require_safe
def audit_queue(request: SignedInRequest) -> HttpResponse:
    """What to audit next, the greatest reach first."""
    reader = reader_or_404(request)
    words = request.GET.get("q", "").strip()
    every = to_audit.audit_queue(reader.at)
    found = to_audit.matching(every, words)
    context = {
        "page": page_of_list(found, key=lambda row: row.platform.pk, asked=request.GET),
        "query": words,
        "any": bool(every),
    }
    return render(request, "platforms/desk/audit_queue.html", context)


@require_safe
def audit_queue_file(request: SignedInRequest, file_format: str) -> HttpResponseBase:
    """The same as a file, whole."""
    rows = to_audit.audit_queue(reader_or_404(request).at)
    return table_file("audit-queue", to_audit.heads(), to_audit.cells(rows), file_format)


@require_safe
def candidates(request: SignedInRequest) -> HttpResponse:
    """Approved tools that could be offered districtwide."""
    reader = reader_or_404(request)
    found = to_offer.candidates(reader.at)
    context = {"page": page_of_list(found, key=lambda row: row.platform.pk, asked=request.GET)}
    return render(request, "platforms/desk/candidates.html", context)


@require_safe
def candidates_file(request: SignedInRequest, file_format: str) -> HttpResponseBase:
    """The same as a file, whole."""
    rows = to_offer.candidates(reader_or_404(request).at)
    return table_file("candidates", to_offer.heads(), to_offer.cells(rows), file_format)


@require_safe
def pictures(request: SignedInRequest) -> HttpResponse:
    """How a school year went: the survey, the tools, the audits."""
    reader = reader_or_404(request)
    years = list(year_of.years())
    year = _year(request, years, reader)
    context: dict[str, Any] = {
        "years": [(one.name, f"?year={one.pk}", one == year) for one in years],
        "year": year,
        "query": f"?year={year.pk}" if year else "",
        "pictures": year_of.pictures(year) if year else None,
    }
    return render(request, "platforms/desk/pictures.html", context)


@require_safe
def pictures_file(request: SignedInRequest, file_format: str) -> HttpResponseBase:
    """What the year's audits came to, month by month."""
    reader = reader_or_404(request)
    year = _year(request, list(year_of.years()), reader)
    if year is None:
        raise Http404
    rows = year_of.cells(year_of.pictures(year))
    return table_file(f"audit-outcomes-{year.name}", year_of.heads(), rows, file_format)


def reader_or_404(request: SignedInRequest) -> Reader:
    """The reader, where they work on the registry; nobody else learns that the desk is there."""
    if not is_its(request.user.pk):
        raise Http404
    return Reader(request.user, timezone.now())


def table_file(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], file_format: str
) -> HttpResponseBase:
    """A table as a download; no cell is ever taken for a formula."""
    if file_format not in FORMATS:
        raise Http404
    response: FileResponse | StreamingHttpResponse
    if file_format == "xlsx":
        response = FileResponse(xlsx_file(name, heads, rows))
    else:
        response = StreamingHttpResponse(csv_lines(heads, rows))
    response["Content-Type"] = FORMATS[file_format]
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response


def _year(request: SignedInRequest, years: list[SchoolYear], reader: Reader) -> SchoolYear | None:
    """The year asked for, else the one of today, else the newest."""
    asked = key_in(request.GET, "year")
    wanted = [one for one in years if one.pk == asked]
    now = [one for one in years if one.starts_on <= reader.on <= one.ends_on]
    return next(iter([*wanted, *now, *years]), None)
