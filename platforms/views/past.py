"""What was approved on a day: the registry as it stood then, for whoever looks into a case (P3, P4)."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import SignedInRequest
from core.paging import page_of_list
from platforms.forms.past import PastForm
from platforms.reports import past as reports
from platforms.views.desk import table_file
from platforms.views.its import for_its


@require_safe
@for_its
def past(request: SignedInRequest) -> HttpResponse:
    """Every platform with its status at the end of the day asked for; today's until now."""
    form, day, words = _asked(request)
    found = reports.stood_on(day, words)
    context = {
        "form": form,
        "day": day,
        "today": timezone.localdate(),
        "words": words,
        "query": f"?on={day.isoformat()}",
        "page": page_of_list(found, key=lambda row: row.event.platform_id, asked=request.GET),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "platforms/desk/past.html", context, status=status)


@require_safe
@for_its
def past_file(request: SignedInRequest, file_format: str) -> HttpResponseBase:
    """The same as a file, whole."""
    _form, day, _words = _asked(request)
    rows = reports.cells(reports.stood_on(day))
    return table_file(f"platforms-{day.isoformat()}", reports.heads(), rows, file_format)


def _asked(request: SignedInRequest) -> tuple[PastForm, date, str]:
    """The day and words asked for; today where no day, or none that was, is named."""
    today = timezone.localdate()
    form = PastForm(request.GET if "on" in request.GET else None, initial={"on": today})
    if form.is_bound and form.is_valid():
        return form, form.cleaned_data["on"], form.cleaned_data["q"]
    return form, today, ""
