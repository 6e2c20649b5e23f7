"""Schools moving off: every move with its burn-down for ITS, and each school's own plan (P4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import sheets
from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms.actions import transitions as actions
from platforms.forms.transitions import TimeAnswerForm
from platforms.models import Extension, Proposal, TransitionPlan
from platforms.reports import transitions as reports
from platforms.reports.transition_chart import Chart
from platforms.views.its import for_its


@require_safe
@for_its
def transitions(request: SignedInRequest) -> HttpResponse:
    """Platforms that schools are moving off now."""
    query = request.GET.get("q", "").strip()
    rows = reports.moves()
    for word in query.split():
        rows = rows.filter(platform__name__icontains=word)
    context = {"page": page(request, rows, ["until"]), "query": query}
    return render(request, "platforms/transitions/transitions.html", context)


@require_safe
@for_its
def transition_move(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """One move: schools still on it week by week, each school's plan; `?format=csv` for the file."""
    move = get_object_or_404(Proposal.objects.moving().select_related("platform"), pk=pk)
    rows = reports.plans_of(move)
    today = timezone.localdate()
    if request.GET.get("format") == "csv":
        return _csv(rows.order_by("school__name", "pk"))
    query, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    counts = {
        "all": rows.count(),
        "still": rows.filter(moved_at__isnull=True).count(),
        "late": rows.filter(moved_at__isnull=True, due_on__lt=today).count(),
    }
    if show in {"still", "late"}:
        rows = rows.filter(moved_at__isnull=True)
    if show == "late":
        rows = rows.filter(due_on__lt=today)
    for word in query.split():
        rows = rows.filter(school__name__icontains=word)
    weeks = reports.burn_down(move, today)
    context = {
        "move": move,
        "platform": move.platform,
        "targets": list(move.targets.order_by("name")),
        "page": page(request, rows, ["due_on"]),
        "counts": counts,
        "show": show,
        "query": query,
        "today": today,
        "weeks": weeks,
        "chart": Chart.of(weeks),
        "wishes": list(
            Extension.objects.filter(plan__proposal=move, stage="asked")
            .select_related("plan__school", "asked_by")
            .order_by("asked_at", "pk")
        ),
        "answer_form": TimeAnswerForm(),
    }
    return render(request, "platforms/transitions/move.html", context)


@require_POST
@for_its
def answer_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    """Grant a school more time, or not."""
    wish = get_object_or_404(Extension.objects.select_related("plan"), pk=pk)
    form = TimeAnswerForm(request.POST)
    if form.is_valid():
        granted = form.cleaned_data["granted"] == "yes"
        actions.answer_wish(
            wish, granted=granted, answer=form.cleaned_data["answer"], by=actor_of(request)
        )
        messages.success(request, _("Answered. The school is being told."))
    else:
        messages.error(request, _("Choose whether you grant it, and say what you answer."))
    return redirect("platforms:transition_move", wish.plan.proposal_id)


def _csv(rows: object) -> StreamingHttpResponse:
    heads = [
        _("School"), _("Students"), _("Due"), _("Moves to"), _("Archive kept"), _("Families told"),
        _("Off since"),
    ]  # fmt: skip
    response = StreamingHttpResponse(
        sheets.csv_lines(heads, (_line(plan) for plan in rows)),  # type: ignore[attr-defined]
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="moving-off.csv"'
    return response


def _line(plan: TransitionPlan) -> list[str | int | None]:
    return [
        plan.school.name,
        plan.students,
        plan.due_on.isoformat(),
        plan.target.name if plan.target else "",
        _("yes") if getattr(plan, "has_archive", False) else _("no"),
        _("yes") if getattr(plan, "has_told", False) else _("no"),
        timezone.localdate(plan.moved_at).isoformat() if plan.moved_at else "",
    ]
