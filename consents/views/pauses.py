"""Pauses: the list, and one adult with the pause that stands."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.access import pauses as access
from consents.actions import pauses as actions
from consents.forms.adults import LiftForm, PauseForm
from consents.models import Pause
from core.http import SignedInRequest, actor_of
from core.paging import page
from schools.models import RoleAssignment, Staff


@require_safe
def pauses(request: SignedInRequest) -> HttpResponse:
    """The adults paused now, or those whose pause ended; the newest first."""
    over = request.GET.get("show") == "over"
    query = request.GET.get("q", "").strip()
    found = access.pauses_in_reach(request.user).filter(lift__isnull=not over)
    for word in query.split():
        found = found.filter(Q(staff__user__name__icontains=word))
    found = found.select_related("staff__user", "by", "lift__by")
    shown = page(request, found.distinct(), newest_first=True)
    context = {
        "page": shown,
        "rows": [(one, access.may_read_reason(request.user, one)) for one in shown.rows],
        "over": over,
        "query": query,
        "in_office": access.sees_pauses(request.user),
    }
    return render(request, "consents/pauses/pauses.html", context)


@require_safe
def adult(request: SignedInRequest, pk: int) -> HttpResponse:
    """One adult: paused or not, and what the reader's office can do."""
    return _page(request, _staff(request, pk), PauseForm())


@require_POST
def pause_adult(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pause from now on."""
    staff, by = _staff(request, pk), actor_of(request)
    access.may_pause(by, staff).require()
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, staff, form, status=422)
    actions.pause(staff, by=by, reason=form.cleaned_data["reason"])
    messages.success(request, _("Paused. No message leaves; the answer to “May I text?” is no."))
    return redirect("adult", pk)


@require_POST
def lift_pause(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a pause."""
    reach = access.pauses_in_reach(request.user).filter(pk=pk)
    found = get_object_or_404(
        Pause.objects.select_related("staff__user"), pk__in=reach.values("pk")
    )
    form = LiftForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    actions.lift(found, by=actor_of(request), note=note)
    messages.success(request, _("The pause is lifted."))
    return redirect("adult", found.staff_id)


def _staff(request: SignedInRequest, pk: int) -> Staff:
    """An adult over whom the reader has some office; for everybody else there is no such page."""
    staff = get_object_or_404(Staff.objects.select_related("user"), pk=pk)
    reach = access.pauses_in_reach(request.user).filter(staff=staff)
    if staff.user_id == request.user.pk:
        raise Http404
    if access.office_over(request.user, staff) is None and not reach.exists():
        raise Http404
    return staff


def _page(
    request: SignedInRequest, staff: Staff, form: PauseForm, *, status: int = 200
) -> HttpResponse:
    by = actor_of(request)
    rows = Pause.objects.filter(staff=staff).select_related("by", "lift__by", "staff", "school")
    context = {
        "adult": staff,
        "roles": RoleAssignment.objects.current()
        .filter(user=staff.user_id)
        .select_related("school", "network")
        .order_by("pk"),
        "rows": [
            (
                row,
                access.may_read_reason(request.user, row),
                not hasattr(row, "lift") and bool(access.may_lift(by, row)),
            )
            for row in rows.order_by("-at", "-pk")
        ],
        "paused": rows.filter(lift__isnull=True).exists(),
        "may_pause": access.may_pause(by, staff),
        "form": form,
        "lift_form": LiftForm(),
    }
    return render(request, "consents/pauses/adult.html", context, status=status)
