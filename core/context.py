"""What every template may count on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from core import navigation

if TYPE_CHECKING:
    from django.http import HttpRequest

SITE_NAME = "CPS Comms"


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates `site_name`, `demo` and `navigation` (worked out only where a layout draws it)."""
    return {
        "site_name": SITE_NAME,
        "demo": bool(getattr(settings, "DEMO", False)),
        "navigation": SimpleLazyObject(lambda: navigation.menu(request)),
    }
