"""Schools: the list, one school, and those where nobody is principal."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.http import SignedInRequest, actor_of
from core.paging import page_of
from schools import access
from schools.actions import places
from schools.calendar import year_at
from schools.forms import SchoolForm
from schools.models import Delegation, RoleAssignment, School, SchoolQuerySet
from schools.reports import history_of, schools_without_principal
from schools.terms import Role


def _with_principals(schools: SchoolQuerySet) -> SchoolQuerySet:
    principals = RoleAssignment.objects.current().filter(role=Role.PRINCIPAL).select_related("user")
    return schools.select_related("network").prefetch_related(
        Prefetch("role_assignments", queryset=principals, to_attr="principals")
    )


@require_GET
def schools(request: SignedInRequest) -> HttpResponse:
    """The schools the reader may see."""
    query = request.GET.get("q", "").strip()
    found = School.objects.visible_to(request.user).open()
    without = schools_without_principal(found).count()
    if query:
        found = found.filter(name__icontains=query) | found.filter(number__istartswith=query)
    context = {
        "page": page_of(_with_principals(found), by=["name"], asked=request.GET),
        "query": query,
        "without": without,
    }
    return render(request, "schools/schools.html", context)


@require_GET
def without_principal(request: SignedInRequest) -> HttpResponse:
    """Work list: where no exception can be approved until somebody is named (T2a)."""
    query = request.GET.get("q", "").strip()
    found = schools_without_principal(School.objects.visible_to(request.user))
    count = found.count()
    if query:
        found = found.filter(name__icontains=query)
    administrators = (
        RoleAssignment.objects.current().filter(role=Role.ADMINISTRATOR).select_related("user")
    )
    found = found.select_related("network").prefetch_related(
        Prefetch("role_assignments", queryset=administrators, to_attr="administrators")
    )
    context = {
        "page": page_of(found, by=["name"], asked=request.GET),
        "query": query,
        "count": count,
        "namable": set(access.schools_to_name_for(request.user).values_list("pk", flat=True)),
    }
    return render(request, "schools/without_principal.html", context)


@require_GET
def school(request: SignedInRequest, pk: int) -> HttpResponse:
    """One school: who leads it, who works there, who stands in, which calendar it keeps."""
    found = get_object_or_404(
        School.objects.visible_to(request.user).select_related("network"), pk=pk
    )
    by, today = actor_of(request), timezone.localdate()
    roles = list(
        RoleAssignment.objects.filter(school=found)
        .exclude(ends_on__lt=today)
        .select_related("user__staff")
        .order_by("user__name", "pk")
    )
    context = {
        "school": found,
        "principals": [row for row in roles if row.role == Role.PRINCIPAL],
        "roles": [
            (row, bool(access.may_end(by, role=Role(row.role), school=found, user_id=row.user_id)))
            for row in roles
        ],
        "delegations": [
            (row, bool(access.may_revoke(by, row)))
            for row in Delegation.objects.filter(
                school=found, revoked_at=None, ends_on__gte=today
            ).select_related("principal", "delegate")
        ],
        "grants": any(access.may_grant(by, role=role, school=found) for role in Role),
        "delegates": access.may_delegate(by, found),
        "edits": access.may_edit_school(by),
        "year": year_at(found, timezone.now()),
        "own_years": found.own_years.all(),
        "history": history_of(found),
    }
    return render(request, "schools/school.html", context)


def edit_school(request: SignedInRequest, pk: int) -> HttpResponse:
    """Kind, network, telephone: what the roster does not carry."""
    found = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
    by = actor_of(request)
    access.may_edit_school(by).require()
    initial = {name: getattr(found, name) for name in places.SCHOOL_FIELDS}
    form = SchoolForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        places.change_school(found, form.cleaned_data, by=by)
        messages.success(request, _("Saved."))
        return redirect("schools:school", found.pk)
    context = {"school": found, "form": form}
    return render(request, "schools/edit_school.html", context, status=422 if form.errors else 200)
