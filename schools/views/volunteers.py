"""Volunteers, stipend staff and vendors' staff: the list, adding somebody, the second person's check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from schools import access
from schools.actions import volunteers as actions
from schools.calendar import year_at
from schools.forms.volunteers import RefuseVolunteerForm, VolunteerForm
from schools.models import School, Volunteer
from schools.terms import VolunteerStage

TABS = ("waiting", "now", "past")


@require_safe
def volunteers(request: SignedInRequest) -> HttpResponse:
    """Who waits to be checked, who helps now, who was refused or has ended."""
    show = request.GET.get("show", "waiting")
    show = show if show in TABS else "waiting"
    query, today = request.GET.get("q", "").strip(), timezone.localdate()
    found = everybody = Volunteer.objects.visible_to(request.user)
    now = Q(stage=VolunteerStage.CHECKED, assignment__ends_on__gte=today)
    if show == "waiting":
        found = found.filter(stage=VolunteerStage.WAITING)
    else:
        found = found.filter(now) if show == "now" else found.exclude(now).exclude(stage="waiting")
    for word in query.split():
        found = found.filter(Q(name__icontains=word) | Q(school__name__icontains=word))
    found = found.select_related("school", "asked_by", "decided_by", "assignment")
    adds = _schools_to_add_for(request)
    context = {
        "page": page(request, found, newest_first=show != "waiting"),
        "show": show,
        "query": query,
        "adds": adds,
        "waiting": everybody.filter(stage=VolunteerStage.WAITING).count(),
        "in_office": adds or Volunteer.objects.visible_to(request.user).exists(),
    }
    return render(request, "schools/volunteers.html", context)


def add_volunteer(request: SignedInRequest) -> HttpResponse:
    """Enter somebody; `again` begins with who helped before."""
    schools = _schools_to_add_for(request)
    if not schools:
        access.may_add_volunteer(actor_of(request), None).require()
    wanted = key_in(request.GET, "school")
    school = next((one for one in schools if one.pk == wanted), schools[0])
    year = year_at(school, timezone.now())
    initial: dict[str, Any] = {"ends_on": year.class_ends_on if year else None}
    before = Volunteer.objects.visible_to(request.user).filter(pk=key_in(request.GET, "again") or 0)
    if again := before.filter(school=school).first():
        initial |= {name: getattr(again, name) for name in ("name", "email", "category", "why")}
    form = VolunteerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add(school, form.wish(), by=actor_of(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Entered. They hold no role until a second person checks."))
            return redirect("schools:volunteer", row.pk)
    context = {"form": form, "school": school, "schools": schools, "year": year}
    return render(
        request, "schools/add_volunteer.html", context, status=422 if form.errors else 200
    )


@require_safe
def volunteer(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of them, with who added and who checks."""
    return _page(request, _row(request, pk), RefuseVolunteerForm())


@require_POST
def check_volunteer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person's yes."""
    row = _row(request, pk)
    actions.check(row, by=actor_of(request))
    messages.success(request, _("Checked. They may be named in activities until their last day."))
    return redirect("schools:volunteer", pk)


@require_POST
def refuse_volunteer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person's no."""
    row, by = _row(request, pk), actor_of(request)
    access.may_check_volunteer(by, row).require()
    form = RefuseVolunteerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    actions.refuse(row, by=by, note=form.cleaned_data["note"])
    messages.success(request, _("Refused. The principal reads why."))
    return redirect("schools:volunteers")


def _schools_to_add_for(request: SignedInRequest) -> list[School]:
    by = actor_of(request)
    seen = (
        School.objects.visible_to(request.user)
        .open()
        .filter(
            role_assignments__in=request.user.role_assignments.current().filter(role="principal")
        )
    )
    return [school for school in seen.order_by("name") if access.may_add_volunteer(by, school)]


def _row(request: SignedInRequest, pk: int) -> Volunteer:
    seen = Volunteer.objects.visible_to(request.user)
    related = seen.select_related("school__network", "asked_by", "decided_by", "assignment__user")
    return get_object_or_404(related, pk=pk)


def _page(
    request: SignedInRequest, row: Volunteer, form: RefuseVolunteerForm, *, status: int = 200
) -> HttpResponse:
    by, today = actor_of(request), timezone.localdate()
    ends_on = row.assignment.ends_on if row.assignment else None
    context = {
        "row": row,
        "waits": row.stage == VolunteerStage.WAITING,
        "may_check": access.may_check_volunteer(by, row),
        "may_add": access.may_add_volunteer(by, row.school),
        "helps": ends_on is not None and ends_on >= today,
        "form": form,
    }
    return render(request, "schools/volunteer.html", context, status=status)
