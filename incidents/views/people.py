"""The people in a case: who is meant, said by the office that has it (I1, I2)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.http import SignedInRequest, actor_of, key_in
from incidents.access import naming as access
from incidents.access.cases import may_lead
from incidents.actions import naming as actions
from incidents.forms.people import PersonForm, WhyForm
from incidents.models import Case, Involved
from incidents.reports import people as report
from incidents.terms.people import Settled
from incidents.views.cases import case_or_404
from schools.models import Student

DEEDS = (
    "person.matched", "person.outside", "person.student", "person.added", "person.taken_back", "person.unnaming_asked",
    "person.student_ended",
)  # fmt: skip


@require_safe
def case_people(request: SignedInRequest, code: str) -> HttpResponse:
    """Everybody in the case, with what is still open."""
    return _people(request, _led(request, code))


def _led(request: SignedInRequest, code: str) -> Case:
    """The case, where the reader's office has it; 403 with the reason for others who read it."""
    found = case_or_404(request, code)
    may_lead(actor_of(request), found).require()
    return found


def _people(
    request: SignedInRequest, found: Case, status: int = 200, form: Form | None = None
) -> HttpResponse:
    context = {
        "case": found,
        "people": report.people_of(found),
        "form": form or PersonForm(),
        "reasons": report.reasons_of(found, *DEEDS),
    }
    return render(request, "incidents/people/people.html", context, status=status)


@require_POST
def person_add(request: SignedInRequest, code: str) -> HttpResponse:
    found, form = _led(request, code), PersonForm(request.POST)
    if not form.is_valid():
        return _people(request, found, 422, form)
    made = actions.add(found, form.person(), why=form.cleaned_data["why"], by=actor_of(request))
    messages.success(request, _("Added. Who reads the report was worked out anew."))
    return redirect("incidents:case_person", code, made.name)


def _row(found: Case, name: UUID) -> Involved:
    return get_object_or_404(found.involved.filter(ended_at=None, part__in=report.ORDER), name=name)


@require_safe
def case_person(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    """One person: who they could be, and saying who they are."""
    found = _led(request, code)
    return _person(request, found, _row(found, name))


def _person(
    request: SignedInRequest, found: Case, row: Involved, status: int = 200, **forms: Form
) -> HttpResponse:
    by = actor_of(request)
    named = report.person_of(found, row)
    # A student is looked for by what the report calls them, until somebody looks for another name.
    typed = named.name if named.is_unsettled and row.is_adult is False else ""
    query, wanted = request.GET.get("q", "").strip(), request.GET.get("student", typed).strip()
    context = {
        "case": found,
        "person": named,
        "candidates": report.candidates_for(found, row) if named.is_unsettled else [],
        "query": query,
        "found": report.staff_found(query),
        "wanted": wanted,
        "students": report.students_found(found, wanted),
        "may_settle": access.may_settle(by, row),
        "needs_a_second": access.needs_a_second(row),
        "may_answer": access.may_answer_unnaming(by, named.unnaming) if named.unnaming else None,
        "asked_why": named.unnaming.words()["text"] if named.unnaming else "",
        "outside": Settled.OUTSIDE.label,
        "why_form": WhyForm(),
        # What was written to a form that was filled in wrongly.
        "why": request.POST.get("why", ""),
        "chosen": key_in(request.POST, "person"),
        **forms,
    }
    return render(request, "incidents/people/person.html", context, status=status)


@require_POST
def person_match(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    """This is who is meant."""
    found = _led(request, code)
    row, form = _row(found, name), WhyForm(request.POST)
    user = User.objects.filter(pk=key_in(request.POST, "person") or 0).first()
    if user is None:
        form.add_error(None, _("Choose who is meant."))
    if not form.is_valid() or user is None:
        return _person(request, found, row, 422, why_form=form)
    actions.match(row, user, why=form.cleaned_data["why"], by=actor_of(request))
    messages.success(request, _("Settled. Who reads the report was worked out anew."))
    # Who said it of themself is out, and so is everybody who must not see it.
    if Case.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return redirect("incidents:case_people", code)
    return redirect("incidents:cases")


@require_POST
def person_outside(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    found = _led(request, code)
    row, form = _row(found, name), WhyForm(request.POST)
    if not form.is_valid():
        return _person(request, found, row, 422, why_form=form)
    actions.settle_outside(row, why=form.cleaned_data["why"], by=actor_of(request))
    messages.success(request, _("Settled. Who reads the report was worked out anew."))
    return redirect("incidents:case_people", code)


@require_POST
def person_student(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    found = _led(request, code)
    row, form = _row(found, name), WhyForm(request.POST)
    student = Student.objects.filter(
        pk=key_in(request.POST, "person") or 0, school=found.school_id
    ).first()
    if student is None:
        form.add_error(None, _("Choose a student of the school."))
    if not form.is_valid() or student is None:
        return _person(request, found, row, 422, why_form=form)
    actions.settle_student(row, student, why=form.cleaned_data["why"], by=actor_of(request))
    messages.success(request, _("Settled."))
    return redirect("incidents:case_people", code)


@require_POST
def person_take_back(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    """What was said of the person was wrong."""
    found = _led(request, code)
    row, form = _row(found, name), WhyForm(request.POST)
    if not form.is_valid():
        return _person(request, found, row, 422, why_form=form)
    asked = actions.take_back(row, why=form.cleaned_data["why"], by=actor_of(request))
    if asked is None:
        messages.success(request, _("Taken back."))
    else:
        messages.success(request, _("A second person of the office decides. Until then nothing changes."))  # fmt: skip
    return redirect("incidents:case_people", code)


@require_POST
def unnaming_answer(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    """A second person agrees, or does not."""
    found = _led(request, code)
    asked = get_object_or_404(found.unnamings.filter(settled_at=None), involved__name=name)
    agreed = request.POST.get("answer") == "yes"
    actions.answer_unnaming(asked, agreed=agreed, by=actor_of(request))
    messages.success(request, _("Done.") if agreed else _("They stay kept out."))
    return redirect("incidents:case_people", code)
