"""Stop texting: what the reader must stop and confirm; what adults of the reader's school have not confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consents.access import threads as access
from consents.actions import stopping
from consents.forms.threads import SettleStopForm
from consents.models import ThreadStop
from consents.reports import stops as report
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page


@require_safe
def stops(request: SignedInRequest) -> HttpResponse:
    """The reader's own, by day; what was confirmed is below."""
    return _own_page(request)


@require_POST
def acknowledge_stops(request: SignedInRequest) -> HttpResponse:
    """One, or all of a day that the reader has seen: `up_to` keeps out what came since."""
    mine = access.own_stops(request.user).filter(acknowledgement__isnull=True)
    one, up_to = key_in(request.POST, "stop"), key_in(request.POST, "up_to")
    if one is not None:
        chosen = mine.filter(pk=one)
    else:
        seen = mine.filter(pk__lte=up_to or 0).select_related("activity__year")
        chosen = mine.filter(pk__in=report.on_day(seen, _day(request.POST.get("day", ""))))
    count = stopping.acknowledge(chosen, by=actor_of(request))
    if count:
        words = ngettext("%(count)s stop is confirmed.", "%(count)s stops are confirmed.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Nothing was left to confirm."))
    return redirect("stops")


@require_safe
def overdue_stops(request: SignedInRequest) -> HttpResponse:
    """What adults of the reader's schools were told to stop and have not confirmed in time."""
    return _overdue_page(request)


@require_POST
def settle_stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """The adult has left, or was spoken with: somebody in charge confirms it, and says how."""
    rows = access.stops_of_schools(request.user).select_related("activity__school", "staff")
    row = get_object_or_404(rows, pk=pk)
    form = SettleStopForm(request.POST, prefix=str(pk))
    access.may_settle(actor_of(request), row).require()
    if not form.is_valid():
        return _overdue_page(request, wrong=form, status=422)
    stopping.settle(row, note=form.cleaned_data["note"], by=actor_of(request))
    messages.success(request, _("It is confirmed. Your words are kept with it."))
    return redirect("overdue_stops")


def _own_page(request: SignedInRequest) -> HttpResponse:
    done = report.named(access.own_stops(request.user).filter(acknowledgement__isnull=False))
    shown = page(request, done, newest_first=True)
    context = {
        "days": report.open_days(request.user),
        "page": shown,
        "done": [report.row_of(one) for one in shown.rows],
        **_tabs(request, is_own=True),
    }
    return render(request, "consents/threads/stops.html", context)


def _overdue_page(
    request: SignedInRequest, *, wrong: SettleStopForm | None = None, status: int = 200
) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    rows = report.named(report.overdue(request.user))
    for word in query.split():
        rows = rows.filter(staff__user__name__icontains=word)
    shown = page(request, rows)
    context = {
        "page": shown,
        "query": query,
        "rows": [(report.row_of(one), _form_of(one, wrong)) for one in shown.rows],
        **_tabs(request, is_own=False),
    }
    return render(request, "consents/threads/overdue.html", context, status=status)


def _tabs(request: SignedInRequest, *, is_own: bool) -> dict[str, Any]:
    in_charge = access.schools_in_charge_of(request.user).exists()
    late = report.overdue(request.user).count() if in_charge else 0
    return {"in_charge": in_charge, "late": late, "is_own": is_own, "is_late": not is_own}


def _form_of(stop: ThreadStop, wrong: SettleStopForm | None) -> SettleStopForm:
    prefix = str(stop.pk)
    return wrong if wrong is not None and wrong.prefix == prefix else SettleStopForm(prefix=prefix)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return date.min
