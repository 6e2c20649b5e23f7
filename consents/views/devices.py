"""The browser a form is signed in: a mark it keeps, and whether the school has marked it as a shared tablet."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from consents.models import SchoolTablet
from core.http import is_key

DEVICE, TABLET = "signing_device", "school_tablet"
KEPT = 365 * 24 * 60 * 60


def device_of(request: HttpRequest) -> str:
    """The browser's own mark, a new one where it has none yet; `keep` gives it back to it."""
    kept = request.get_signed_cookie(DEVICE, default=None)
    return kept if isinstance(kept, str) and kept else secrets.token_hex(16)


def mark_of(device: str) -> str:
    """What is written down of it: enough to know it again, nothing to pretend it with."""
    return hashlib.sha256(device.encode()).hexdigest()


def keep(response: HttpResponse, device: str) -> HttpResponse:
    _set(response, DEVICE, device, KEPT)
    return response


def tablet_of(request: HttpRequest, at: datetime) -> SchoolTablet | None:
    """The school's tablet this browser was marked as, while the mark lasts."""
    key = request.get_signed_cookie(TABLET, default="")
    if not isinstance(key, str) or not is_key(key):
        return None
    return SchoolTablet.objects.live(at).filter(pk=int(key)).first()


def mark_tablet(response: HttpResponse, tablet: SchoolTablet) -> HttpResponse:
    left = int((tablet.expires_at - tablet.marked_at).total_seconds())
    _set(response, TABLET, str(tablet.pk), left)
    return response


def unmark(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(TABLET)
    return response


def _set(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_signed_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
