"""What ends soon, and the registry's own days (P3, P4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import sheets
from core.http import SignedInRequest, actor_of
from core.paging import page, page_of_list
from platforms.access.after import may_set_rules
from platforms.access.roles import is_its
from platforms.actions import rules as actions
from platforms.forms.after import NumbersForm, initial_of
from platforms.models import PlatformRule
from platforms.reports.endings import Ending
from platforms.reports.endings import endings as ending_rows
from platforms.terms.after import EndingKind
from platforms.views.its import for_its


@require_safe
@for_its
def endings(request: SignedInRequest) -> HttpResponseBase:
    """Approvals, agreements and evidence by their last day; `?format=csv` for the file."""
    today = timezone.localdate()
    days = PlatformRule.objects.numbers().ending_days
    within = _within(request, days)
    kind = request.GET.get("kind", "")
    query = request.GET.get("q", "").strip().casefold()
    rows = [
        one
        for one in ending_rows(today, within)
        if (kind not in EndingKind.values or one.kind == kind)
        and query in one.platform.name.casefold()
    ]
    if request.GET.get("format") == "csv":
        return _csv(rows)
    context = {
        "page": page_of_list(
            rows, key=lambda one: one.subject * 10 + KEYS[one.kind], asked=request.GET
        ),
        "total": len(rows),
        "within": within,
        "days": sorted(days),
        "kind": kind,
        "kinds": EndingKind.choices,
        "query": request.GET.get("q", "").strip(),
        "today": today,
    }
    return render(request, "platforms/after/endings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def platform_rules(request: SignedInRequest) -> HttpResponse:
    """The days and counts of now, who set them, and those before."""
    by = actor_of(request)
    may = may_set_rules(by)
    if not may and not is_its(by.user_id):
        raise Http404
    at = timezone.now()
    form = NumbersForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of(PlatformRule.objects.numbers(at)),
    )
    if form.is_bound:
        may.require()
        if form.is_valid():
            actions.set_numbers(form.numbers, by=by)
            messages.success(request, _("Saved. It counts from now on."))
            return redirect("platforms:platform_rules")
    history = PlatformRule.objects.select_related("recorded_by")
    context = {
        "form": form,
        "may": may,
        "rule": PlatformRule.objects.at(at),
        "page": page(request, history, newest_first=True),
    }
    return render(
        request, "platforms/after/rules.html", context, status=422 if form.is_bound else 200
    )


# Rows of three tables share one list: the last digit keeps their keys apart.
KEYS = {kind: place for place, kind in enumerate(EndingKind)}


def _within(request: SignedInRequest, days: tuple[int, ...]) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked.isdecimal() and int(asked) in days else max(days)


def _csv(rows: list[Ending]) -> StreamingHttpResponse:
    heads = [_("Platform"), _("What ends"), _("Title"), _("Last day"), _("Re-audit under way")]
    lines = sheets.csv_lines(
        heads,
        (
            [
                one.platform.name,
                str(one.kind.label),
                one.title,
                one.ends_on.isoformat(),
                _("yes") if one.audit_open else "",
            ]
            for one in rows
        ),
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ending.csv"'
    return response
