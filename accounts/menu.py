"""The staff menu's entry for API keys."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import is_admin
from core import navigation


def _administers(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and is_admin(user)


navigation.register(
    _("API keys"), "api_keys", "lock", 95, visible=_administers, group=navigation.Group.SITE
)
