"""Pages inside the offices that read reports, for their own people (I1, I2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from incidents.access import offices as access
from incidents.actions import offices as actions
from incidents.forms.offices import DutyForm, EndSeatForm
from incidents.models import DutyHours, offices_of
from incidents.models.offices import ROLE_OF_OFFICE
from incidents.reports import offices as reports
from incidents.terms import OfficeCode
from schools.models import RoleAssignment


@require_safe
def offices(request: SignedInRequest) -> HttpResponse:
    """One's own office, or a choice where one sits in both. For everybody else there is no such page."""
    mine = offices_of(request.user)
    if not mine:
        raise Http404
    if len(mine) == 1:
        return redirect("incidents:office", mine[0])
    return render(request, "incidents/offices/offices.html", {"mine": [OfficeCode(one) for one in mine]})  # fmt: skip


@require_safe
def office(request: SignedInRequest, office: str) -> HttpResponse:
    """Who sits here, who waits to be confirmed, who is called out when."""
    code, by = _office(request, office), actor_of(request)
    now = timezone.now()
    waiting = [(one, access.may_confirm(by, one)) for one in reports.waiting(code)]
    context = {
        "office": code,
        "seats": reports.seats(code),
        "waiting": waiting,
        "is_up": reports.is_up(code, now),
        "duty": reports.duty_rows(code),
        "called": reports.on_duty(code, now),
    }
    return render(request, "incidents/offices/office.html", context)


@require_POST
def confirm_seat(request: SignedInRequest, office: str, pk: int) -> HttpResponse:
    """A second person says that somebody belongs here."""
    code = _office(request, office)
    rows = RoleAssignment.objects.filter(role=ROLE_OF_OFFICE[code])
    seat = actions.confirm(get_object_or_404(rows, pk=pk), by=actor_of(request))
    messages.success(request, _("%(name)s sits here now.") % {"name": seat.assignment.user.name})
    return redirect("incidents:office", code.value)


@require_http_methods(["GET", "HEAD", "POST"])
def end_seat(request: SignedInRequest, office: str, pk: int) -> HttpResponse:
    """Say why a seat ends, and end it."""
    code = _office(request, office)
    seat = get_object_or_404(reports.seats(code), pk=pk)
    form = EndSeatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.end_seat(seat, reason=form.cleaned_data["reason"], by=actor_of(request))
        messages.success(request, _("The seat is ended. Your colleagues are told."))
        if seat.assignment.user_id == request.user.pk:
            return redirect("home")
        return redirect("incidents:office", code.value)
    left = len(reports.people_of(code)) - 1
    context = {"office": code, "seat": seat, "form": form, "left": left}
    status = 422 if form.errors else 200
    return render(request, "incidents/offices/end_seat.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_duty(request: SignedInRequest, office: str) -> HttpResponse:
    """When somebody is called out."""
    code = _office(request, office)
    form = DutyForm(request.POST if request.method == "POST" else None, office=code)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_duty(code, actions.Duty(**form.cleaned_data), by=actor_of(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The duty hours are set."))
            return redirect("incidents:office", code.value)
    context = {"office": code, "form": form}
    status = 422 if form.errors else 200
    return render(request, "incidents/offices/add_duty.html", context, status=status)


@require_POST
def end_duty(request: SignedInRequest, office: str, pk: int) -> HttpResponse:
    code = _office(request, office)
    row = get_object_or_404(DutyHours.objects.standing().filter(office=code), pk=pk)
    actions.end_duty(row, by=actor_of(request))
    messages.success(request, _("The duty hours are taken away."))
    return redirect("incidents:office", code.value)


def _office(request: SignedInRequest, written: str) -> OfficeCode:
    """The office, for its own people; for others none is there."""
    if written not in offices_of(request.user):
        raise Http404
    return OfficeCode(written)
