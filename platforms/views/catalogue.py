"""The catalogue of ITS: the list of platforms, and one platform with all that is known of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http import SignedInRequest
from platforms.access.catalogue import platforms_for
from platforms.reports.sections import sections_of
from platforms.reports.standing import shown
from platforms.views.its import for_its


@require_safe
@for_its
def catalogue_platform(request: SignedInRequest, pk: int) -> HttpResponse:
    """One platform: where it stands, and the parts of every subject."""
    platforms = platforms_for(request.user).select_related("vendor", "merged_into")
    platform = get_object_or_404(platforms, pk=pk)
    drawn = sections_of(platform, request.user)
    context = {
        "platform": platform,
        "shown": shown(platform.standing(timezone.now()), timezone.localdate()),
        "main": [one for one in drawn if not one.section.aside],
        "aside": [one for one in drawn if one.section.aside],
    }
    return render(request, "platforms/catalogue/platform.html", context)
