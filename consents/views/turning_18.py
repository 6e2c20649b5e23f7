"""The work list of students who soon decide alone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.models import Activity
from consents.reports import turning_18 as report
from core.http import SignedInRequest
from core.paging import page


@require_safe
def turning_18(request: SignedInRequest) -> HttpResponse:
    """Who turns 18 within thirty days or did so lately, the earliest birthday first, with what it touches."""
    words = request.GET.get("q", "").strip()
    everybody = report.students_turning_18(request.user)
    found = page(request, everybody.matching(words).select_related("school"), ["birth_on"])
    turning = report.turning(found.rows, request.user)
    # Numbers of days are for every office; the page of an activity only for who sees the activity.
    named = Activity.objects.visible_to(request.user).filter(
        pk__in={one.activity_id for row in turning.values() for one in row.activities}
    )
    facts = {
        "page": found,
        "rows": [turning[student.pk] for student in found.rows],
        "readable": set(named.values_list("pk", flat=True)),
        "words": words,
        "count": everybody.count(),
    }
    return render(request, "consents/turning_18.html", facts)
