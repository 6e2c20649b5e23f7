"""The district's own facts, its networks, and who holds roles above a school."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from schools import access
from schools.actions import offices, places
from schools.forms import DayOffForm, DistrictForm, NetworkForm, OfficeForm
from schools.lines import found_lines, lines
from schools.models import District, Network, NoSchoolDay, RoleAssignment, SpeakUpLine
from schools.terms import REPORT_ROLES, Role


@require_GET
def district(request: SignedInRequest) -> HttpResponse:
    access.may_edit_school(actor_of(request)).require()
    held = (
        RoleAssignment.objects.filter(school=None)
        .exclude(ends_on__lt=timezone.localdate())
        .select_related("user", "network")
        .order_by("role", "user__name")
    )
    context = {
        "district": District.objects.first(),
        "held": held,
        "report_roles": REPORT_ROLES,
        "networks": Network.objects.order_by("name"),
        "days_off": NoSchoolDay.objects.filter(
            ended_at=None, day__gte=timezone.localdate()
        ).select_related("school"),
        "lines": SpeakUpLine.objects.filter(ended_at=None).prefetch_related("week").order_by("pk"),
        "national": [one for one in lines(timezone.now()) if one.national],
        "found": found_lines(),
    }
    return render(request, "schools/district.html", context)


def _saved(
    request: SignedInRequest, form: BaseForm, save: Callable[[], object], heading: str
) -> HttpResponse:
    """Answer a form of this page: save it, or show it with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("schools:district")
    context = {"form": form, "heading": heading}
    return render(
        request, "schools/district_form.html", context, status=422 if form.errors else 200
    )


def edit_district(request: SignedInRequest) -> HttpResponse:
    by = actor_of(request)
    access.may_edit_school(by).require()
    form = DistrictForm(request.POST or None, instance=District.objects.first())
    return _saved(
        request,
        form,
        lambda: places.change_district(form.cleaned_data, by=by),
        _("The district's own words"),
    )


def add_network(request: SignedInRequest) -> HttpResponse:
    by = actor_of(request)
    access.may_edit_school(by).require()
    form = NetworkForm(request.POST or None)
    return _saved(
        request,
        form,
        lambda: places.add_network(form.cleaned_data["name"], by=by),
        _("Add a network"),
    )


def add_day_off(request: SignedInRequest) -> HttpResponse:
    """A weekday without school, for every school or one."""
    by = actor_of(request)
    access.may_edit_school(by).require()
    form = DayOffForm(request.POST or None)

    def save() -> object:
        given = form.cleaned_data
        return places.add_day_off(given["day"], given["name"], school=given["school"], by=by)

    return _saved(request, form, save, _("Add a day without school"))


@require_POST
def end_day_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """There is school on the day after all."""
    by = actor_of(request)
    access.may_edit_school(by).require()
    places.end_day_off(get_object_or_404(NoSchoolDay, pk=pk, ended_at=None), by=by)
    messages.success(request, _("The day counts again."))
    return redirect("schools:district")


def grant_office(request: SignedInRequest) -> HttpResponse:
    """Name somebody to an office of the district, or as chief of a network."""
    by = actor_of(request)
    access.may_grant_office(by, role=Role.RECORDS).require()
    form = OfficeForm(request.POST or None)

    def save() -> object:
        given = form.cleaned_data
        return offices.grant_office(
            given["email"],
            Role(given["role"]),
            by=by,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            network=given["network"],
        )

    return _saved(request, form, save, _("Give a role above a school"))


@require_POST
def end_office(request: SignedInRequest, pk: int) -> HttpResponse:
    by = actor_of(request)
    access.may_end_office(by).require()
    offices.end_office(get_object_or_404(RoleAssignment, pk=pk, school=None), by=by)
    messages.success(request, _("The role is ended."))
    return redirect("schools:district")
