"""What became different for the students an adult may or might text."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consents.access.threads import own_stops
from consents.reports import my_changes
from core.http import SignedInRequest
from core.paging import page


@require_safe
def changes(request: SignedInRequest) -> HttpResponse:
    """The user's own: whom they may no longer text, or may now; the newest first, with the reasons."""
    begun = request.GET.get("show") == "begun"
    words = request.GET.get("q", "").strip()
    found = page(request, my_changes.of(request.user, begun=begun, words=words), newest_first=True)
    facts = {
        "page": found,
        "lines": my_changes.lines(found.rows),
        "begun": begun,
        "is_ended": not begun,
        "words": words,
        "to_confirm": own_stops(request.user).filter(acknowledgement__isnull=True).count(),
    }
    return render(request, "consents/changes.html", facts)
