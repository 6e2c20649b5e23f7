"""The school's tablets on which many families sign."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.access import tablets as access
from consents.access.call_backs import offices_of
from consents.actions import tablets as actions
from consents.forms.held import TabletForm
from consents.views import devices
from core.decision import Decision, Refused
from core.http import SignedInRequest, actor_of
from core.paging import page


@require_safe
def tablets(request: SignedInRequest) -> HttpResponse:
    """The marks that hold now, and whether this very browser has one."""
    _of_the_office(request)
    at = timezone.now()
    found = access.live_of(request.user, at)
    words = request.GET.get("q", "").strip()
    facts = {
        "page": page(request, found.filter(name__icontains=words), ["expires_at"]),
        "count": found.count(),
        "words": words,
        "here": devices.tablet_of(request, at),
    }
    return render(request, "consents/tablets/index.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def mark_tablet(request: SignedInRequest) -> HttpResponse:
    """Mark the browser this page is open in."""
    _of_the_office(request)
    form = TabletForm(request.POST or None, schools=offices_of(request.user))
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "consents/tablets/mark.html", {"form": form}, status=status)
    given = form.cleaned_data
    row = actions.mark(
        given["school"], by=actor_of(request), name=given["name"], hours=given["hours"]
    )
    messages.success(
        request, _("This tablet is marked. Sign out now, then hand it to the families.")
    )
    return devices.mark_tablet(redirect("tablets"), row)


@require_POST
def end_tablet(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(access.live_of(request.user, timezone.now()), pk=pk)
    actions.end(row, by=actor_of(request))
    messages.success(request, _("The mark has ended."))
    here = devices.tablet_of(request, row.marked_at)
    response = redirect("tablets")
    return devices.unmark(response) if here is None else response


def _of_the_office(request: SignedInRequest) -> None:
    if not offices_of(request.user).exists():
        raise Refused(Decision((access.NOT_THE_OFFICE,)))
