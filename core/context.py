"""What every template may count on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from core import navigation

if TYPE_CHECKING:
    from django.http import HttpRequest

SITE_NAME = "CPS Comms"
# The practice district's people, by where they work; each is NAME@demo.test.
DEMO_SIGN_INS = (
    (_("A school"), ("teacher", "coach", "principal", "clerk")),
    (_("A network"), ("chief", "outreach")),
    (_("District offices"), ("records", "its", "reviewer", "procurement", "oig", "protections")),
    (_("The site"), ("admin",)),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates `site_name`, `demo` and `navigation` (worked out only where a layout draws it)."""
    demo = bool(settings.DEMO)
    return {
        "site_name": SITE_NAME,
        "demo": demo,
        "demo_sign_ins": DEMO_SIGN_INS if demo else (),
        "navigation": SimpleLazyObject(lambda: navigation.sections(request)),
    }
