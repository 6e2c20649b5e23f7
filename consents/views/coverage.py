"""Coverage of the schools one answers for, and of one school by activity."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consents.access import coverage as access
from consents.models import Activity
from consents.reports import district_coverage as report
from core.http import SignedInRequest
from core.paging import page


@require_safe
def coverage(request: SignedInRequest) -> HttpResponse:
    """By school; who answers for one school sees its activities at once."""
    access.may_see_coverage(request.user).require()
    schools = access.schools_covered(request.user).filter(closed_on__isnull=True)
    keys = list(schools.values_list("pk", flat=True)[:2])
    if len(keys) == 1:
        return school_coverage(request, keys[0])
    found = report.counts_of(access.activities_counted(request.user), timezone.now())
    words = request.GET.get("q", "").strip()
    listed = schools.filter(pk__in=found.values("activity__school"))
    for word in words.split():
        listed = listed.filter(name__icontains=word)
    shown = page(request, listed, ["name"])
    context = {
        "totals": report.totals(found, many_schools=True),
        "page": shown,
        "lines": report.school_lines(shown.rows, found),
        "words": words,
        "fewest": report.FEWEST,
    }
    return render(request, "consents/coverage/index.html", context)


@require_safe
def school_coverage(request: SignedInRequest, pk: int) -> HttpResponse:
    """One school, activity by activity."""
    school = get_object_or_404(access.schools_covered(request.user), pk=pk)
    activities = access.activities_counted(request.user).filter(school=school)
    found = report.counts_of(activities, timezone.now())
    shown = page(request, found)
    seen = Activity.objects.visible_to(request.user).filter(
        pk__in=[row.activity_id for row in shown.rows]
    )
    context = {
        "school": school,
        "several": access.schools_covered(request.user).count() > 1,
        "totals": report.totals(found, many_schools=False),
        "page": shown,
        "lines": report.activity_lines(shown.rows),
        "readable": set(seen.values_list("pk", flat=True)),
        "fewest": report.FEWEST,
    }
    return render(request, "consents/coverage/school.html", context)
