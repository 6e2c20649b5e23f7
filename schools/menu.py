"""The staff menu's entries for people and places."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar, cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import navigation
from schools import roles
from schools.reports import sees_volunteers, volunteers_to_check
from schools.terms import VOLUNTEER_ROLES, Role

T = TypeVar("T")


def once(request: HttpRequest, question: Callable[[User], T]) -> T:
    """The question's answer for the reader, asked once however many lines of the menu hang on it."""
    answers = request.__dict__.setdefault("answers_for_the_menu", {})
    if question not in answers:
        answers[question] = question(cast(User, request.user))
    return cast(T, answers[question])


def for_those(
    wanted: Collection[Role], question: Callable[[User], bool]
) -> Callable[[HttpRequest], bool]:
    """The question, which only these roles and who stands in for them could answer with yes."""
    return lambda request: once(request, roles.post_of).among(wanted) and once(request, question)


def holding(*wanted: Role) -> Callable[[HttpRequest], bool]:
    """Whether the reader holds one of the roles; the pages themselves ask `access`."""
    return lambda request: not once(request, roles.post_of).roles.isdisjoint(wanted)


def of_staff(request: HttpRequest) -> bool:
    """Everybody but those who only help at a school: of its lists they see nothing."""
    held = once(request, roles.post_of).roles
    return not held or not held.issubset(VOLUNTEER_ROLES)


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
    visible=lambda request: once(request, sees_volunteers),
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
