"""The front door, and a signed-in person's first page. Reads, never writes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consents.access.activities import schools_to_ask_for
from consents.models import VersionAdult
from consents.reports.boards import activity_list, stage_words
from core import navigation
from core.http import SignedInRequest, actor_of
from schools.models import District
from schools.terms import Role

LATEST = 5


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, and the three errands people come with."""
    return render(request, "guidance/front.html", {"district": District.objects.first()})


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for the person who signed in, and the activities they are in."""
    named = VersionAdult.objects.filter(
        staff__user=request.user, version__asked_at__isnull=False
    ).values("version__activity")
    mine = activity_list(request.user).filter(Q(asked_by=request.user) | Q(pk__in=named))
    held = request.user.role_assignments.current().select_related("school", "network")
    context = {
        "waiting": [item for item in navigation.menu(request) if item.count],
        "activities": [
            (one, *stage_words(one, timezone.localdate())) for one in mine.order_by("-pk")[:LATEST]
        ],
        "may_start": bool(schools_to_ask_for(actor_of(request))),
        "roles": [(Role(one.role).label, one.school or one.network) for one in held],
    }
    return render(request, "guidance/home.html", context)
