"""The staff menu's entries for people and places."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import navigation
from schools import roles
from schools.reports import sees_volunteers, volunteers_to_check
from schools.terms import Role


def holding(*wanted: Role) -> Callable[[HttpRequest], bool]:
    """Whether the reader holds one of the roles; the pages themselves ask `access`."""
    return lambda request: roles.holds(request.user.pk or 0, wanted)


def of_staff(request: HttpRequest) -> bool:
    """Everybody but those who only help at a school: of its lists they see nothing."""
    user = cast(User, request.user)
    held = user.role_assignments.current()
    return held.of_staff().exists() or not held.exists()


navigation.register(
    _("Students"), "schools:students", "people", 50, visible=of_staff, group=navigation.Group.PLACES
)
navigation.register(
    _("Schools"), "schools:schools", "school", 60, visible=of_staff, group=navigation.Group.PLACES
)
navigation.register(
    _("Volunteers"),
    "schools:volunteers",
    "person",
    62,
    visible=lambda request: sees_volunteers(cast(User, request.user)),
    count=lambda request: volunteers_to_check(cast(User, request.user)).count(),
    counted=_("People to check"),
    group=navigation.Group.ADULTS,
)
navigation.register(
    _("Imports"),
    "schools:imports",
    "upload",
    70,
    visible=holding(Role.ADMIN, Role.RECORDS),
    group=navigation.Group.SITE,
)
navigation.register(
    _("District"),
    "schools:district",
    "flag",
    85,
    visible=holding(Role.ADMIN),
    group=navigation.Group.SITE,
)
