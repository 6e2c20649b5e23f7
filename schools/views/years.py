"""School years: the district's, and those of schools with a calendar of their own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.decision import Refused
from core.http import SignedInRequest, actor_of, key_in
from schools import access
from schools.actions import places
from schools.forms import YearForm
from schools.models import School, SchoolYear


@require_GET
def years(request: SignedInRequest) -> HttpResponse:
    own = SchoolYear.objects.filter(
        school__in=School.objects.visible_to(request.user)
    ).select_related("school")
    context = {
        "district_years": SchoolYear.objects.filter(school=None),
        "own_years": own.order_by("school__name", "-starts_on"),
        "edits": access.may_edit_school(actor_of(request)),
        "today": timezone.localdate(),
    }
    return render(request, "schools/years.html", context)


def add_year(request: SignedInRequest) -> HttpResponse:
    """A year of the district, or (`?school=`) of one school."""
    by = actor_of(request)
    access.may_edit_school(by).require()
    key = key_in(request.GET, "school")
    school = get_object_or_404(School, pk=key) if key is not None else None
    form = YearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            places.add_school_year(form.cleaned_data, by=by, school=school)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The school year is entered."))
            return redirect("schools:years")
    context = {"form": form, "school": school, "year": None}
    return render(request, "schools/year.html", context, status=422 if form.errors else 200)


def edit_year(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a year; consent dates only before it begins."""
    by = actor_of(request)
    access.may_edit_school(by).require()
    year = get_object_or_404(SchoolYear.objects.select_related("school"), pk=pk)
    form = YearForm(request.POST or None, instance=SchoolYear.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            places.change_school_year(year, form.cleaned_data, by=by)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("schools:years")
    context = {"form": form, "school": year.school, "year": year}
    return render(request, "schools/year.html", context, status=422 if form.errors else 200)
