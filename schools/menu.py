"""The staff menu's entries for people and places."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation
from schools import roles
from schools.terms import Role


def holding(*wanted: Role) -> Callable[[HttpRequest], bool]:
    """Whether the reader holds one of the roles; the pages themselves ask `access`."""
    return lambda request: roles.holds(request.user.pk or 0, wanted)


navigation.register(_("Students"), "schools:students", "people", 50)
navigation.register(_("Schools"), "schools:schools", "school", 60)
navigation.register(
    _("Imports"), "schools:imports", "upload", 70, visible=holding(Role.ADMIN, Role.RECORDS)
)
navigation.register(_("District"), "schools:district", "flag", 85, visible=holding(Role.ADMIN))
