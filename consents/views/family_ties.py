"""Family ties: one's own, and those the office confirms."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.access import family_ties as access
from consents.access.call_backs import offices_of
from consents.actions import family_ties as actions
from consents.forms.adults import SettleTieForm, TieForm
from consents.models import FamilyTie
from consents.terms import Relationship
from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page

TABS = ("waiting", "mine", "all")


@require_safe
def family_ties(request: SignedInRequest) -> HttpResponse:
    """What waits for the office, the reader's own, and all the reader may see."""
    office = offices_of(request.user).exists()
    show = request.GET.get("show", "waiting" if office else "mine")
    show = show if show in TABS else "mine"
    query = request.GET.get("q", "").strip()
    found = access.visible_to(request.user)
    if show == "mine":
        found = found.filter(staff__user=request.user)
    elif show == "waiting":
        found = access.ties_of_offices(request.user) & access.waiting_ties()
    for word in query.split():
        found = found.filter(
            Q(staff__user__name__icontains=word)
            | Q(student__family_name__icontains=word)
            | Q(student__given_name__icontains=word)
        )
    found = found.select_related("staff__user", "student__school").prefetch_related("steps__by")
    shown = page(request, found, newest_first=show != "waiting")
    by = actor_of(request)
    context = {
        "page": shown,
        "rows": [_row(one, own=one.staff.user_id == request.user.pk) for one in shown.rows],
        "show": show,
        "query": query,
        "office": office,
        "waiting": (access.ties_of_offices(request.user) & access.waiting_ties()).count(),
        "form": SettleTieForm(),
        "by": by,
    }
    return render(request, "consents/ties/ties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def declare_tie(request: SignedInRequest) -> HttpResponse:
    """Say whose family one is."""
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.declare(
                given["student"], Relationship(given["relationship"]), by=actor_of(request)
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Declared. The student's school confirms it."))
            return redirect("family_ties")
    status = 422 if form.is_bound else 200
    return render(request, "consents/ties/declare.html", {"form": form}, status=status)


@require_POST
def settle_tie(request: SignedInRequest, pk: int) -> HttpResponse:
    """The office's word."""
    tie, by = _tie(request, pk), actor_of(request)
    access.may_settle(by, tie).require()
    form = SettleTieForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say whether it is so, and how the office knows."))
        return redirect("family_ties")
    actions.settle(tie, by=by, **form.cleaned_data)
    messages.success(request, _("Kept, with your name and the day."))
    return redirect("family_ties")


@require_POST
def end_tie(request: SignedInRequest, pk: int) -> HttpResponse:
    """It no longer holds."""
    actions.end(_tie(request, pk), by=actor_of(request))
    messages.success(request, _("Ended. That it was declared stays on record."))
    return redirect("family_ties")


def _tie(request: SignedInRequest, pk: int) -> FamilyTie:
    seen = access.visible_to(request.user).select_related("staff", "student")
    return get_object_or_404(seen, pk=pk)


def _row(tie: FamilyTie, *, own: bool) -> dict[str, object]:
    """A tie with the newest word on it, and what the reader can do."""
    steps = sorted(tie.steps.all(), key=lambda step: step.pk)
    last = steps[-1] if steps else None
    closed = any(step.move in {"refuse", "end"} for step in steps)
    return {
        "tie": tie,
        "last": last,
        "own": own,
        "to_settle": last is None and not own,
        "to_end": not closed,
    }
