"""The queue of the case desk."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.http import SignedInRequest
from core.paging import page_of
from incidents.reports import queue


@require_safe
def cases(request: SignedInRequest) -> HttpResponse:
    """The cases that the reader may see. Who reads none, and never could, finds no such page."""
    if not queue.has_desk(request.user):
        raise Http404
    rows = queue.rows_for(request.user)
    shown = page_of(rows, by=["-received_at", "-code"], asked=request.GET, key="code")
    context = {"page": shown, "rows": shown.rows}
    return render(request, "incidents/desk/queue.html", context)
