"""Operations: what waits, what failed, which jobs ran. A job nobody can see is how things fail."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import SignedInRequest, actor_of
from core.models import OutboxMessage
from notices import access, actions, reports
from notices.models import Notice


@require_safe
def operations(request: SignedInRequest) -> HttpResponse:
    """The state of everything that leaves or runs by itself; for system administrators only."""
    _only_for_operators(request)
    now = timezone.now()
    context = {
        "pulse": reports.pulse(now),
        "work": reports.work(now),
        "failed_work": reports.failed_work(),
        "waiting_work": reports.waiting_work(),
        "notices": reports.notice_counts(),
        "failed_notices": reports.failed_notices(),
        "runs": reports.last_runs(),
        "outgoing": settings.OUTGOING,
    }
    return render(request, "notices/operations.html", context)


@require_POST
def retry_work(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another set of tries for work that was given up."""
    _only_for_operators(request)
    actions.retry_work(get_object_or_404(OutboxMessage, pk=pk), by=actor_of(request))
    messages.success(request, _("It is being tried again."))
    return redirect("operations")


@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another set of tries for a notice that could not be sent."""
    _only_for_operators(request)
    actions.send_again(get_object_or_404(Notice, pk=pk), by=actor_of(request))
    messages.success(request, _("It is being sent again."))
    return redirect("operations")


def _only_for_operators(request: SignedInRequest) -> None:
    if not access.may_operate(actor_of(request)):
        raise Http404
