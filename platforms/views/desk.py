"""The ITS desk: what waits, for how long, and what is best done next (P1-P6)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import SignedInRequest
from platforms.access.roles import is_its
from platforms.reports.desk import Reader, shelves
from platforms.reports.queues import QUEUES


@require_safe
def its_desk(request: SignedInRequest) -> HttpResponse:
    """Every queue of the registry, and where each leads."""
    reader = reader_or_404(request)
    context = {"shelves": shelves(QUEUES, reader)}
    return render(request, "platforms/desk/desk.html", context)


def reader_or_404(request: SignedInRequest) -> Reader:
    """The reader, where they work on the registry; nobody else learns that the desk is there."""
    if not is_its(request.user.pk):
        raise Http404
    return Reader(request.user, timezone.now())
