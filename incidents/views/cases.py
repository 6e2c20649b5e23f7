"""A case's own page: what was reported, what is to be done now, and the parts that every subject puts there."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import SignedInRequest, actor_of
from incidents.access.cases import may_lead
from incidents.forms.desk import ActForm, HandForm, NoteForm, ReasonForm, SayForm
from incidents.models import Case
from incidents.reports import case_page, deeds, desk_sections, next_steps
from incidents.reports.case_sections import sections_of
from incidents.reports.clocks import timed_one


@require_safe
def case(request: SignedInRequest, code: str) -> HttpResponse:
    """One case, for whoever reads it now; for everybody else there is no such page."""
    return page_of(request, case_or_404(request, code))


def case_or_404(request: SignedInRequest, code: str) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("school", "assigned_to")
    return get_object_or_404(rows, code=code)


def page_of(
    request: SignedInRequest, found: Case, status: int = 200, **filled: Form
) -> HttpResponse:
    """The page; a form that was filled in wrongly is given by its name and stands where it was."""
    now = timezone.now()
    drawn = sections_of(found, request.user)
    leads = may_lead(actor_of(request), found)
    forms: dict[str, Form] = {
        "act_form": ActForm(prefix="act"),
        "note_form": NoteForm(prefix="note"),
        "say_form": SayForm(prefix="say"),
        "hand_form": HandForm(prefix="hand", people=case_page.people_to_hand_to(found)),
        "reveal_form": ReasonForm(prefix="reveal"),
        **filled,
    }
    context: dict[str, Any] = {
        "case": found,
        "page": case_page.head_of(found),
        "guide": next_steps.guide(timed_one(found, now), now, leads=bool(leads)),
        "leads": leads,
        "main": [one for one in drawn if not one.section.aside],
        "aside": [one for one in drawn if one.section.aside],
        **forms,
    }
    return render(request, "incidents/desk/case.html", context, status=status)


@require_safe
def case_sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """The case on paper: what its reader sees, without the forms. The story is there while the reader has it open."""
    found = case_or_404(request, code)
    leads = bool(may_lead(actor_of(request), found))
    context = {
        "case": found,
        "page": case_page.head_of(found),
        **desk_sections.sheet_of(found, request.user),
        "events": deeds.history(found, for_office=leads, most=None),
        "at": timezone.now(),
    }
    return render(request, "incidents/desk/sheet.html", context)
