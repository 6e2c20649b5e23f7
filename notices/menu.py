"""The menu entries and the system check of this app; loaded once every app is."""

from django.core import checks
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation
from core.http import actor_of
from notices import access
from notices.checks import check


def may_operate(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(access.may_operate(actor_of(request)))


navigation.register(
    _("Operations"), "operations", "settings", 90, visible=may_operate, group=navigation.Group.SITE
)
checks.register(check)
