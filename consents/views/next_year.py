"""Next year: what would go on and how much it would send, the drafts in one step, and who holds each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consents.access import next_year as access
from consents.actions import next_year as actions
from consents.models import Continuation
from consents.reports import next_year as report
from consents.reports.year_start import current_years
from consents.terms import LeftOut, Stage
from core.http import SignedInRequest, actor_of, is_key
from core.paging import page


@require_safe
def next_year(request: SignedInRequest) -> HttpResponse:
    """The approved activities of this year, each as it would be next year. Nothing is written."""
    found = _of_this_year(request)
    shown = page(request, report.with_everybody(found), ["school__name"])
    plans = report.plans(shown.rows)
    context = {
        "page": shown,
        "plans": plans,
        "total": found.count(),
        "load": report.load_of(plan for plan in plans if not plan.is_done),
        "no_year": any(plan.year is None for plan in plans),
        "open": sum(not plan.is_done and plan.year is not None for plan in plans),
    }
    return render(request, "consents/next_year/index.html", context)


@require_POST
def continue_activities(request: SignedInRequest) -> HttpResponse:
    """Drafts of those ticked; what could not go on says why."""
    keys = [int(key) for key in request.POST.getlist("activity") if is_key(key)]
    rows = list(_of_this_year(request).filter(pk__in=keys).select_related("school").order_by("pk"))
    if not rows:
        messages.info(request, _("Tick the activities first."))
        return redirect("next_year")
    made, refused = actions.continue_all(rows, by=actor_of(request))
    messages.success(
        request,
        ngettext(
            "%(number)d draft is there. Nothing was sent.",
            "%(number)d drafts are there. Nothing was sent.",
            len(made),
        )
        % {"number": len(made)},
    )
    for activity, decision in refused:
        words = {"name": activity.latest.name, "why": " ".join(map(str, decision.refusals))}
        messages.warning(request, _("“%(name)s” does not go on: %(why)s") % words)
    return redirect("next_year_drafts")


@require_safe
def next_year_drafts(request: SignedInRequest) -> HttpResponse:
    """Every draft that came of it: who holds it, who goes on, who does not and why."""
    sources = access.activities_to_continue(request.user)
    rows = (
        Continuation.objects.filter(source__in=sources)
        .select_related("activity__school", "activity__year", "activity__asked_by", "by")
        .prefetch_related("activity__versions__approvals", "activity__versions__student_rows")
    )
    shown = page(request, rows, newest_first=True)
    names = report.people_of(shown.rows)
    context = {"page": shown, "rows": [_told(row, names, request) for row in shown.rows]}
    return render(request, "consents/next_year/drafts.html", context)


def _of_this_year(request: SignedInRequest) -> Any:
    years = current_years(timezone.now())
    return access.activities_to_continue(request.user).filter(year__in=years)


def _told(
    row: Continuation, names: dict[tuple[str, int], str], request: SignedInRequest
) -> dict[str, Any]:
    version = max(row.activity.versions.all(), key=lambda one: one.number)
    host = next(one for one in version.approvals.all() if one.school_id == row.activity.school_id)
    return {
        "row": row,
        "version": version,
        "students": len(version.student_rows.all()),
        "left_out": [
            (names.get((kind, key), ""), LeftOut(why).label) for kind, key, why in row.left_out
        ],
        "is_draft": host.stage == Stage.DRAFT,
        "label": Stage(host.stage).label,
        "is_mine": row.activity.asked_by_id == request.user.pk,
    }
