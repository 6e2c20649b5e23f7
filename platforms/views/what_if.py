"""What would happen if a criteria set were used: a page and a file. Neither writes anything (P2)."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import SignedInRequest
from core.paging import page_of_list
from core.sheets import csv_lines
from platforms.forms.criteria import DayForm
from platforms.models import CriteriaSet
from platforms.reports import what_if as report
from platforms.reports.criteria import in_order, planned_day
from platforms.reports.outcome_words import worded
from platforms.terms.criteria import Shift
from platforms.views.its import for_its


@require_safe
@for_its
def criteria_what_if(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which platforms would move, what would have to be seen again, and whom it touches."""
    found = get_object_or_404(CriteriaSet, pk=pk)
    form, on = _day(request, found)
    wanted = _wanted(request)
    result = report.what_if(found, on)
    kept = [row for row in result.rows if wanted.keeps(row)]
    schools, students = result.touched()
    shown = page_of_list(kept, key=lambda row: row.audit.pk, asked=request.GET)
    criteria = in_order(found)
    context = {
        "set": found,
        "form": form,
        "on": on,
        "wanted": wanted,
        "total": len(result.rows),
        "tabs": _tabs(request, result),
        "needs": result.needs,
        "schools": schools,
        "students": students,
        "page": shown,
        "rows": [(row, worded(row.reasons, criteria)) for row in shown.rows],
        "file_query": request.GET.urlencode(),
    }
    return render(
        request, "platforms/criteria/what_if.html", context, status=422 if form.errors else 200
    )


@require_safe
@for_its
def criteria_what_if_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list as it is narrowed now, as CSV."""
    found = get_object_or_404(CriteriaSet, pk=pk)
    _form, on = _day(request, found)
    wanted = _wanted(request)
    rows = [row for row in report.what_if(found, on).rows if wanted.keeps(row)]
    lines = csv_lines(report.heads(), report.cells(rows))
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    name = f"what-if-{found.code}-v{found.version}-{on.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _day(request: SignedInRequest, found: CriteriaSet) -> tuple[DayForm, date]:
    """The day asked about; else the day on which the set is to be used, or today."""
    usual = planned_day(found, timezone.localdate())
    form = DayForm(request.GET if "on" in request.GET else None, initial={"on": usual})
    return form, form.cleaned_data["on"] if form.is_bound and form.is_valid() else usual


def _wanted(request: SignedInRequest) -> report.Wanted:
    asked = request.GET
    shift = asked.get("shift", "")
    return report.Wanted(
        shift=shift if shift in Shift.values else "",
        words=asked.get("q", "").strip(),
        criterion=asked.get("criterion", "").strip(),
    )


def _tabs(request: SignedInRequest, result: report.WhatIf) -> list[dict[str, object]]:
    """One for each way an outcome may go, with how many go it; the other narrowings stay."""
    made: list[dict[str, object]] = [
        {"label": "", "url": _without(request), "count": len(result.rows)}
    ]
    for shift, count in result.counts().items():
        made.append(
            {"label": shift.label, "url": _without(request, shift), "count": count, "shift": shift}
        )
    return made


def _without(request: SignedInRequest, shift: Shift | None = None) -> str:
    query = request.GET.copy()
    for name in ("after", "before", "shift"):
        query.pop(name, None)
    if shift:
        query["shift"] = shift
    return f"?{query.urlencode()}"
