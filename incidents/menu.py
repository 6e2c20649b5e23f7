"""Where reports stand in a signed-in person's menu. Who reads none sees no line."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import navigation
from incidents.models import offices_of
from incidents.reports import offices, queue
from schools.menu import for_those, once
from schools.roles import post_of
from schools.terms import REPORT_ROLES

DESKS = {*REPORT_ROLES, *queue.LEADERS}


def has_desk(request: HttpRequest) -> bool:
    """Only who leads a school or has a role in an office is asked about all of it."""
    if once(request, post_of).roles.isdisjoint(DESKS):
        return once(request, queue.was_brought_in)
    return once(request, queue.has_desk)


def seats_of(user: User) -> bool:
    return bool(offices_of(user))


def waiting_for(request: HttpRequest) -> int:
    """People whom a colleague of the reader's office has to confirm."""
    mine = offices_of(cast(User, request.user))
    return sum(len(offices.waiting(one)) for one in mine)


navigation.register(
    _("Office"),
    "incidents:offices",
    "people",
    12,
    visible=for_those(REPORT_ROLES, seats_of),
    count=waiting_for,
    counted=_("People to confirm"),
)


def waiting(request: HttpRequest) -> int:
    """How many reports want this reader's hand."""
    return queue.waiting_for(cast(User, request.user), timezone.now())


navigation.register(
    _("Reports"),
    "incidents:cases",
    "shield",
    11,
    visible=has_desk,
    count=waiting,
    counted=_("Reports that wait for you"),
)
