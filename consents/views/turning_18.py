"""The work list of students who soon decide alone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.reports import turning_18 as report
from core.http import SignedInRequest
from core.paging import page


@require_safe
def turning_18(request: SignedInRequest) -> HttpResponse:
    """Who turns 18 within thirty days or did so lately, the earliest birthday first, with what it touches."""
    words = request.GET.get("q", "").strip()
    everybody = report.students_turning_18(request.user)
    found = page(request, everybody.matching(words).select_related("school"), ["birth_on"])
    turning = report.turning(found.rows)
    facts = {
        "page": found,
        "rows": [turning[student.pk] for student in found.rows],
        "words": words,
        "count": everybody.count(),
    }
    return render(request, "consents/turning_18.html", facts)
