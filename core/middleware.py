"""What every answer carries, and how a refusal becomes a page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from core import limits, vault
from core.context import SITE_NAME
from core.decision import Refused
from core.workflow import IllegalMove

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def where_from(request: HttpRequest) -> str:
    """The page of ours that sent this request, to look again at; empty when it was another's."""
    referrer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        referrer, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return referrer if ours else ""


class PrivacyHeadersMiddleware:
    """No page about a person stays in a shared cache, and no browser feature is on that we don't use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class NullMiddleware:
    """400 for a query or a path with a NUL: nobody types one, and PostgreSQL keeps none.

    The API reads its questions strictly and says itself what is wrong where.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if ("%00" in asked or "\0" in request.path) and not request.path.startswith("/api/"):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class SizeMiddleware:
    """413 before files are read that are larger than this visitor may send.

    A file is written to disk while the request is read, so without this anybody could fill the disk.
    Everything that is no file has Django's own limit, which is kept in memory.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == "multipart/form-data" and self._is_too_large(request):
            return render(request, "413.html", status=413)
        return self.get_response(request)

    def _is_too_large(self, request: HttpRequest) -> bool:
        # No more than this is ever read, whatever follows.
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        if size <= settings.MOST_BYTES_FROM_VISITORS or size <= limits.most_bytes(request):
            return False
        return not request.user.is_authenticated or size > settings.MOST_BYTES_FROM_STAFF


class RefusalMiddleware:
    """403 with the reasons when the rules refuse; 409 when the state has moved on, or kept words do not open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return render(request, "refused.html", {"decision": error.decision}, status=403)
        if isinstance(error, IllegalMove):
            facts = {"error": error, "again_url": where_from(request)}
            return render(request, "moved_on.html", facts, status=409)
        if isinstance(error, vault.Sealed):
            vault.damaged(error)
            return render(request, "damaged.html", status=409)
        return None


def not_found() -> HttpResponse:
    """The page for what is not there, whoever asks and for whatever."""
    facts = {"site_name": SITE_NAME, "demo": bool(settings.DEMO)}
    return HttpResponse(render_to_string("404.html", facts), status=404)


class NotFoundMiddleware:
    """Our own 404 in practice too, where Django would list every address of the site to the visitor.

    It says the same to everybody, byte for byte: what is not there, what is not theirs and what they are kept out of
    cannot be told apart. So it is drawn without the request: no menu, name, path, nonce or token is on it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None:
            return not_found()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return not_found() if isinstance(error, Http404) else None
