"""Who works in a program, who qualifies and was told, and asking the families that were (T5)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consents.access import programs as access
from consents.access.activities import may_ask
from consents.actions import activities
from consents.actions import program_people as actions
from consents.forms.programs import NumbersForm, ProgramPlanForm, StaffForm
from consents.models import Program, ProgramStaff, ProgramStudent
from consents.reports.kinds import platform_rows
from consents.reports.programs import listed, schools_to_ask, telling_rows, told_students
from consents.reports.readiness import rule_in_force
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from schools.calendar import local_day, year_at
from schools.models import School, Staff, Student

ORDER = ["student__family_name", "student__given_name"]


@require_POST
def program_staff(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put an adult into the program."""
    found, by = _program(request, pk), actor_of(request)
    access.may_write(by).require()
    form = StaffForm(request.POST)
    if form.is_valid():
        adult: Staff = form.cleaned_data["email"]
        actions.add_staff(found, adult, by=by)
        messages.success(request, _("%(name)s works in the program now.") % {"name": adult})
    else:
        messages.error(request, " ".join(str(one) for one in form.errors["email"]))
    return redirect("program", pk)


@require_POST
def end_program_staff(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Take an adult out of the program."""
    found = _program(request, pk)
    place = get_object_or_404(
        ProgramStaff.objects.select_related("staff__user"), pk=row, program=found
    )
    actions.end_staff(place, by=actor_of(request))
    messages.success(request, _("%(name)s no longer works in the program.") % {"name": place.staff})
    return redirect("program", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def program_students(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who qualifies, told or not told and why; the office adds students by number."""
    found, by = _program(request, pk), actor_of(request)
    form = NumbersForm(request.POST or None)
    unknown: list[str] = []
    if request.method == "POST":
        access.may_write(by).require()
        if form.is_valid():
            students, unknown = _by_number(form.given())
            count = actions.add_students(found, students, by=by)
            _say_added(request, count)
            if not unknown:
                return redirect("program_students", pk)
            form = NumbersForm(initial={"numbers": "\n".join(unknown)})
    context = _students(request, found) | {
        "form": form,
        "unknown": unknown,
        "may_write": access.may_write(by),
    }
    status = 422 if request.method == "POST" and not unknown else 200
    return render(request, "consents/programs/students.html", context, status=status)


@require_POST
def remove_program_student(request: SignedInRequest, pk: int, row: int) -> HttpResponse:
    """Take a student off the list."""
    found = _program(request, pk)
    place = get_object_or_404(
        ProgramStudent.objects.select_related("student"), pk=row, program=found
    )
    actions.remove_student(place, by=actor_of(request))
    messages.success(request, _("%(name)s is off the list.") % {"name": place.student})
    return redirect("program_students", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_program(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the families of one school that were told; the steps after this one are those of every request."""
    found, by = _program(request, pk), actor_of(request)
    terms, at = access.terms_in_force(found), timezone.now()
    schools = list(schools_to_ask(found))
    school = _chosen(schools, request)
    year = year_at(school, at) if school else None
    if terms is None or school is None or year is None:
        choice = {"program": found, "terms": terms, "schools": schools, "no_year": school}
        return render(request, "consents/programs/ask.html", choice)
    may_ask(by, school, rule_in_force(found.kind, at), found).require()
    today = local_day(at, year.timezone)
    form = ProgramPlanForm(
        request.POST or None,
        program=found,
        terms=terms,
        year=year,
        platforms=platform_rows(at, today),
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        version = activities.draft(
            school,
            found.kind,
            by=by,
            plan=form.program_plan(),
            adults=list(Staff.objects.filter(program_rows__in=_working(found))),
            students=told_students(found, school),
        )
        return redirect("edit_adults", version.activity_id)
    context = {"form": form, "school": school, "platforms": platform_rows(at, today)}
    return render(
        request, "consents/activities/plan.html", context, status=422 if form.is_bound else 200
    )


def _program(request: SignedInRequest, pk: int) -> Program:
    """A program whose people the reader may see; for everybody else there is none."""
    seen = Program.objects.with_members_visible_to(request.user).select_related("kind")
    return get_object_or_404(seen, pk=pk)


def _working(found: Program) -> Any:
    return found.staff_rows.filter(ended_at__isnull=True)


def _students(request: SignedInRequest, found: Program) -> dict[str, Any]:
    query, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    rows = listed(found)
    total, told = rows.count(), rows.filter(Q(is_told=True)).count()
    if show in {"told", "not_told"}:
        rows = rows.filter(Q(is_told=show == "told"))
    if query:
        rows = rows.filter(student__in=Student.objects.matching(query))
    shown = page(request, rows, ORDER)
    terms = found.published or found.newest
    return {
        "program": found,
        "terms": terms,
        "page": shown,
        "rows": telling_rows(shown.rows, terms, in_force=access.in_force(found)),
        "query": query,
        "show": show,
        "total": total,
        "told": told,
        "not_told": total - told,
    }


def _by_number(numbers: list[str]) -> tuple[list[Student], list[str]]:
    """The students with these numbers, and the numbers that name nobody, or more than one."""
    by_number: dict[str, list[Student]] = {}
    for student in Student.objects.filter(number__in=numbers).order_by("pk"):
        by_number.setdefault(student.number, []).append(student)
    known = {number: rows[0] for number, rows in by_number.items() if len(rows) == 1}
    return list(known.values()), [number for number in numbers if number not in known]


def _say_added(request: SignedInRequest, count: int) -> None:
    if count:
        words = ngettext("%(count)d student added.", "%(count)d students added.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Nobody new was added."))


def _chosen(schools: list[School], request: SignedInRequest) -> School | None:
    wanted = key_in(request.GET, "school")
    return next((school for school in schools if school.pk == wanted), None)
