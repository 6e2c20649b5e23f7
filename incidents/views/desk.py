"""The queue of the case desk, and the promises it keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.http import SignedInRequest, actor_of
from core.paging import page_of, page_of_list
from incidents.access.promises import may_change_promises
from incidents.actions import promises as actions
from incidents.facts.clocks import Rules
from incidents.forms.desk import PromiseForm, QueueForm
from incidents.models import PromiseRule, offices_of
from incidents.reports import queue
from incidents.terms import OfficeCode, Stage


@require_safe
def cases(request: SignedInRequest) -> HttpResponse:
    """The cases that the reader may see. Who reads none, and never could, finds no such page."""
    if not queue.has_desk(request.user):
        raise Http404
    tab = request.GET.get("tab", "")
    tab = tab if tab in queue.TABS else queue.TABS[0]
    every = queue.cases_for(request.user)
    form = QueueForm(request.GET, schools=queue.schools_of(request.user), tab=tab)
    rows = queue.narrowed(every, request.GET.dict(), request.user)
    is_open = queue.rows_of(every.exclude(stage=Stage.CLOSED), timezone.now())
    shown = _closed(request, rows) if tab == "closed" else _open(request, rows, tab, is_open)
    context: dict[str, Any] = {
        "page": shown,
        "rows": shown.rows,
        "tab": tab,
        "form": form,
        "query": request.GET.get("q", ""),
        "is_narrowed": any(request.GET.get(name) for name in ("q", *form.fields)),
        "stats": queue.numbers(is_open, request.user),
        "may_change": may_change_promises(actor_of(request)),
        "sees_patterns": OfficeCode.OIG in offices_of(request.user),
    }
    return render(request, "incidents/desk/queue.html", context)


def _open(request: SignedInRequest, rows: Any, tab: str, is_open: list[queue.Row]) -> Any:
    """Open cases in the order in which they are due; of those at hand already, the ones that the filters leave."""
    left = set(rows.exclude(stage=Stage.CLOSED).values_list("pk", flat=True))
    found = [row for row in is_open if row.case.pk in left]
    if request.GET.get("late"):
        found = [row for row in found if row.is_late]
    if tab != "waiting":
        found = [row for row in found if row.is_aside == (tab == "aside")]
    if tab == "waiting":
        found = [row for row in found if row.waits_for(request.user)]
    return page_of_list(found, key=lambda row: row.case.code, asked=request.GET)


def _closed(request: SignedInRequest, rows: Any) -> Any:
    shown = page_of(
        rows.filter(stage=Stage.CLOSED), by=["-received_at", "-code"], asked=request.GET, key="code"
    )
    return queue.ClosedPage(queue.closed_rows(shown.rows), shown.next_url, shown.previous_url)


@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: SignedInRequest) -> HttpResponse:
    """By when whoever reports is answered: read by everybody with a desk, changed by the two offices."""
    if not queue.has_desk(request.user):
        raise Http404
    by = actor_of(request)
    may_change = may_change_promises(by)
    now = Rules().at(timezone.now())
    form = PromiseForm(request.POST if request.method == "POST" else None, initial=_numbers(now))
    if request.method == "POST":
        may_change.require()
        if form.is_valid():
            actions.change_promises(form.cleaned_data, by=by)
            messages.success(request, _("Saved. Reports that come in from now on have these."))
            return redirect("incidents:promises")
    context = {
        "form": form,
        "now": now,
        "may_change": may_change,
        "rules": PromiseRule.objects.select_related("by").order_by("-pk")[:20],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "incidents/desk/promises.html", context, status=status)


def _numbers(rule: PromiseRule) -> dict[str, int]:
    return {name: getattr(rule, name) for name in PromiseForm.base_fields}
