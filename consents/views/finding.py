"""Find what a page is about, or answer 404; what a person may not see is not there."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from consents.models import Activity, ActivityVersion, Approval, Team
from consents.reports.boards import approval_list, team_list
from consents.terms import Move, Stage
from core.http import SignedInRequest
from core.workflow import IllegalMove


def activity_or_404(request: SignedInRequest, pk: int) -> Activity:
    seen = Activity.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("school", "kind", "year", "asked_by"), pk=pk)


def draft_or_404(request: SignedInRequest, pk: int) -> ActivityVersion:
    """The reader's open draft of the activity; 409 once the reader's own activity has none any more."""
    drafts = ActivityVersion.objects.filter(
        activity__in=Activity.objects.visible_to(request.user),
        activity=pk,
        asked_by=request.user,
        approvals__stage=Stage.DRAFT,
    )
    version = drafts.select_related(
        "activity__school", "activity__kind", "activity__year", "rule__kind", "platform"
    ).first()
    if version is None and Activity.objects.filter(pk=pk, asked_by=request.user).exists():
        raise IllegalMove(Stage.ASKED, Move.ASK)
    if version is None:
        raise Http404
    return version


def approval_or_404(request: SignedInRequest, pk: int) -> Approval:
    seen = approval_list(request.user).select_related(
        "version__rule",
        "version__platform",
        "version__activity__asked_by",
        "school__network",
    )
    return get_object_or_404(seen, pk=pk)


def team_or_404(request: SignedInRequest, pk: int) -> Team:
    return get_object_or_404(team_list(request.user), pk=pk)
