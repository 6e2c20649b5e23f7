"""Pages of a case that only an office, or only the Inspector General's, has: for other readers there is no such page."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from core.http import SignedInRequest, actor_of
from incidents.access.cases import may_investigate, may_lead
from incidents.models import Case, Involved
from incidents.terms import Part
from incidents.views.cases import case_or_404


def led_case_or_404(request: SignedInRequest, code: str) -> Case:
    """A case that the reader's office has."""
    case = case_or_404(request, code)
    if not may_lead(actor_of(request), case):
        raise Http404
    return case


def oig_case_or_404(request: SignedInRequest, code: str) -> Case:
    """A case that the Inspector General has, for somebody of that office."""
    case = case_or_404(request, code)
    if not may_investigate(actor_of(request), case):
        raise Http404
    return case


def accused_or_404(case: Case, person: UUID) -> Involved:
    """Somebody the report is about."""
    rows = case.involved.filter(part=Part.ACCUSED, ended_at=None).select_related("case")
    return get_object_or_404(rows, name=person)
