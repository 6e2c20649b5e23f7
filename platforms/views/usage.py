"""The usage map: which school uses what (P1)."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.http import SignedInRequest
from core.paging import page_of_list
from platforms.forms.surveys import MapForm
from platforms.reports import usage_map as reports
from platforms.reports import usage_section  # noqa: F401 -- puts its part on a platform's page
from platforms.views.its import for_its
from platforms.views.sheets import sheet


@require_safe
@for_its
def usage_map(request: SignedInRequest) -> HttpResponseBase:
    """Schools and their platforms, narrowed; or the totals of each platform; `?format=` gives the file."""
    form = MapForm(request.GET, platforms=reports.used_platforms())
    found = reports.usage_map(form.narrowed())
    if "format" in request.GET:
        return sheet(request, "usage", "Usage", reports.heads(), reports.cells(found.rows))
    by_platform = request.GET.get("show") == "platforms"
    query = request.GET.copy()
    for name in ("after", "before", "show", "format"):
        query.pop(name, None)
    context: dict[str, object] = {
        "form": form,
        "by_platform": by_platform,
        "query": query.urlencode(),
        "narrowed": any(query.values()),
        "total": len(found.rows),
        "platform_count": len(found.totals),
        "school_count": len({row.use.school_id for row in found.rows}),
    }
    if by_platform:
        context["page"] = page_of_list(
            found.totals, key=lambda row: row.platform.pk, asked=request.GET
        )
    else:
        context["page"] = page_of_list(found.rows, key=lambda row: row.use.key, asked=request.GET)
    return render(request, "platforms/surveys/map.html", context)
