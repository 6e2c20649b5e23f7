"""Where the registry's pages stand in a signed-in person's menu."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import navigation
from platforms.access.roles import ITS_STAFF
from platforms.models import ProcurementFlag, SurveyedSchool, TransitionPlan
from platforms.reports.desk import Reader, waiting
from platforms.reports.queues import QUEUES
from schools.menu import for_those, holding
from schools.terms import Role

OFFICE = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CLERK)


def waits_on_desk(request: HttpRequest) -> int:
    """How many things of the registry want this reader's hand."""
    return waiting(QUEUES, Reader(cast(User, request.user), timezone.now()))


def answers_surveys(user: User) -> bool:
    """The office of a school that was ever asked."""
    return SurveyedSchool.objects.answerable_by(user).exists()


def surveys_to_answer(request: HttpRequest) -> int:
    """Open surveys that the reader's schools have not answered."""
    today = timezone.localdate()
    asked = SurveyedSchool.objects.answerable_by(request.user)
    return asked.filter(
        survey__opens_on__lte=today, survey__closes_on__gte=today, answers__isnull=True
    ).count()


def unread_flags(request: HttpRequest) -> int:
    """Flags in force that this reader has not read."""
    rows = ProcurementFlag.objects.in_force(timezone.localdate())
    return rows.exclude(reads__by=cast(User, request.user)).count()


def moves_off(user: User) -> bool:
    """The office of a school that has a plan, present or past."""
    return TransitionPlan.objects.visible_to(user).exists()


def plans_to_finish(request: HttpRequest) -> int:
    plans = TransitionPlan.objects.visible_to(request.user).standing()
    return plans.filter(moved_at__isnull=True).count()


navigation.register(
    _("ITS desk"),
    "platforms:its_desk",
    "inbox",
    12,
    visible=holding(*ITS_STAFF),
    count=waits_on_desk,
    counted=_("Waiting on the ITS desk"),
)
navigation.register(
    _("Our messaging tools"),
    "platforms:my_surveys",
    "message",
    46,
    visible=for_those(OFFICE, answers_surveys),
    count=surveys_to_answer,
    counted=_("Surveys to answer"),
    group=navigation.Group.PLACES,
)
navigation.register(
    _("Codes of schools"),
    "platforms:procurement_codes",
    "search",
    14,
    visible=holding(Role.PROCUREMENT),
)
navigation.register(
    _("Held back from buying"),
    "platforms:procurement",
    "flag",
    13,
    visible=holding(Role.PROCUREMENT),
    count=unread_flags,
    counted=_("Flags not read"),
)
navigation.register(
    _("Moving to another tool"),
    "platforms:my_transitions",
    "arrow-next",
    47,
    visible=for_those(OFFICE, moves_off),
    count=plans_to_finish,
    counted=_("Tools to move off"),
    group=navigation.Group.PLACES,
)
