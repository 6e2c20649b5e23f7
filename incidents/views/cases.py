"""A case's own page: what was reported, what is to be done now, and the parts that every subject puts there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.http import SignedInRequest
from incidents.models import Case
from incidents.reports import case_page
from incidents.reports.case_sections import sections_of


@require_safe
def case(request: SignedInRequest, code: str) -> HttpResponse:
    """One case, for whoever reads it now; for everybody else there is no such page."""
    return case_page_of(request, case_or_404(request, code))


def case_or_404(request: SignedInRequest, code: str) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("school", "assigned_to")
    return get_object_or_404(rows, code=code)


def case_page_of(
    request: SignedInRequest, found: Case, status: int = 200, **forms: object
) -> HttpResponse:
    """The page; a form that was filled in wrongly is given by name and stands where it was."""
    drawn = sections_of(found, request.user)
    context = {
        "case": found,
        "page": case_page.page_of(found),
        "main": [one for one in drawn if not one.section.aside],
        "aside": [one for one in drawn if one.section.aside],
        **forms,
    }
    return render(request, "incidents/desk/case.html", context, status=status)
