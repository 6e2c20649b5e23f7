"""Roles at a school, and delegates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from schools import access
from schools.actions import grants
from schools.forms import DelegateForm, EndRoleForm, GrantForm
from schools.models import Delegation, RoleAssignment, School
from schools.terms import SCHOOL_ROLES, Role


def _school(request: SignedInRequest, pk: int) -> School:
    return get_object_or_404(School.objects.visible_to(request.user).open(), pk=pk)


def grant_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name somebody: principal, teacher, coach, clerk, from a day."""
    school, by = _school(request, pk), actor_of(request)
    roles = [role for role in SCHOOL_ROLES if access.may_grant(by, role=role, school=school)]
    if not roles:
        access.may_grant(by, role=Role.TEACHER, school=school).require()
    initial = {"role": request.GET.get("role", ""), "email": request.GET.get("email", "")}
    form = GrantForm(request.POST or None, roles=roles, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            grants.grant_role(
                given["email"],
                Role(given["role"]),
                school,
                by=by,
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The role is given."))
            return redirect("schools:school", school.pk)
    context = {"school": school, "form": form}
    return render(request, "schools/grant_role.html", context, status=422 if form.errors else 200)


def end_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a role, at once or with a day."""
    schools = School.objects.visible_to(request.user)
    assignment = get_object_or_404(
        RoleAssignment.objects.select_related("user", "school"), pk=pk, school__in=schools
    )
    form = EndRoleForm(request.POST or None)
    by = actor_of(request)
    school = get_object_or_404(schools, pk=assignment.school_id)
    access.may_end(
        by, role=Role(assignment.role), school=school, user_id=assignment.user_id
    ).require()
    if request.method == "POST" and form.is_valid():
        try:
            grants.end_role(assignment, by=by, on=form.cleaned_data["on"])
        except Refused as refused:
            form.add_error("on", str(refused))
        else:
            messages.success(request, _("The role is ended."))
            return redirect("schools:school", school.pk)
    context = {"assignment": assignment, "school": school, "form": form}
    return render(request, "schools/end_role.html", context, status=422 if form.errors else 200)


def name_delegate(request: SignedInRequest, pk: int) -> HttpResponse:
    """A principal lets somebody act for them, from a day to a day."""
    school, by = _school(request, pk), actor_of(request)
    access.may_delegate(by, school).require()
    form = DelegateForm(request.POST or None, school=school, principal=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            grants.delegate(
                school,
                given["delegate"],
                by=by,
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                reason=given["reason"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your delegate is named."))
            return redirect("schools:school", school.pk)
    context = {"school": school, "form": form}
    return render(
        request, "schools/name_delegate.html", context, status=422 if form.errors else 200
    )


@require_POST
def revoke_delegation(request: SignedInRequest, pk: int) -> HttpResponse:
    delegation = get_object_or_404(
        Delegation, pk=pk, school__in=School.objects.visible_to(request.user)
    )
    grants.revoke_delegation(delegation, by=actor_of(request))
    messages.success(request, _("The delegation is taken back."))
    return redirect("schools:school", delegation.school_id)
