"""The front door, and a signed-in person's first page. Reads, never writes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools.models import District


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, and the three errands people come with."""
    return render(request, "guidance/front.html", {"district": District.objects.first()})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person who signed in."""
    return render(request, "guidance/home.html")
