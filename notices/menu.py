"""The menu entries of this app."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation
from core.http import actor_of
from notices import access


def may_operate(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(access.may_operate(actor_of(request)))


navigation.register(_("Operations"), "operations", "settings", 90, visible=may_operate)
