"""Which students of the school a report of bullying is about, said by anybody who reads it (I2)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from core.workflow import IllegalMove
from incidents.access import naming as access
from incidents.actions import naming as actions
from incidents.forms.people import StudentForm, WhyForm
from incidents.models import Case
from incidents.reports import people as report
from incidents.terms import Part
from incidents.views.cases import case_or_404

NAMES: Final = ("family_name", "given_name")
# What is asked of the chosen one stands below the list.
AT_ONCE: Final = 12


@require_safe
def case_students(request: SignedInRequest, code: str) -> HttpResponse:
    """The students named so far, and a search of the school's roster."""
    return _page(request, _open(request, code))


def _open(request: SignedInRequest, code: str) -> Case:
    """The case, where its readers name its students; 403 with the reason where they do not."""
    found = case_or_404(request, code)
    access.may_name_students(actor_of(request), found).require()
    return found


def _page(
    request: SignedInRequest,
    found: Case,
    status: int = 200,
    form: Form | None = None,
    why_form: Form | None = None,
    ending: UUID | None = None,
) -> HttpResponse:
    """The page; a form that was filled in wrongly is given, `ending` the row that its reason is for."""
    by, query = actor_of(request), request.GET.get("q", "").strip()
    roster = access.students_to_name(by, found).matching(query) if query else None
    named = report.students_named(found, by)
    context = {
        "case": found,
        "named": [(one, one.row.name == ending) for one in named],
        "named_keys": {one.student.pk for one in named},
        "query": query,
        "page": page(request, roster, NAMES, size=AT_ONCE) if roster is not None else None,
        "asked": request.GET.urlencode(),
        "chosen": key_in(request.POST, "person"),
        "form": form or StudentForm(),
        "why_form": why_form or WhyForm(),
        "why": request.POST.get("why", ""),
    }
    return render(request, "incidents/people/students.html", context, status=status)


@require_POST
def student_add(request: SignedInRequest, code: str) -> HttpResponse:
    """This student is meant."""
    found, form, by = _open(request, code), StudentForm(request.POST), actor_of(request)
    roster = access.students_to_name(by, found)
    student = roster.filter(pk=key_in(request.POST, "person") or 0).first()
    if student is None:
        form.add_error(None, _("Choose a student of the school."))
    if form.is_valid() and student is not None:
        given = form.cleaned_data
        try:
            actions.name_student(found, student, Part(given["part"]), note=given["note"], by=by)
        except IllegalMove:
            form.add_error(None, _("They are named so already."))
        else:
            messages.success(request, _("Added. Their parents are to hear of it."))
            return redirect("incidents:case_students", code)
    return _page(request, found, 422, form)


@require_POST
def student_end(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    """Naming them was a mistake."""
    found, by = _open(request, code), actor_of(request)
    form = WhyForm(request.POST, auto_id=f"%s-{name}")
    named = report.students_named(found, by)
    one = next((one for one in named if one.row.name == name), None)
    if one is None:
        raise Http404
    access.may_end_student(by, one.row).require()
    if not form.is_valid():
        return _page(request, found, 422, why_form=form, ending=name)
    actions.end_student(one.row, why=form.cleaned_data["why"], by=by)
    messages.success(request, _("Taken back. The reason is kept with the report."))
    return redirect("incidents:case_students", code)
