"""Pages that belong to no app: refusals, and the gallery of components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page waited too long, or cookies are off."""
    return render(request, "403_csrf.html", status=403)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "gallery.html")
