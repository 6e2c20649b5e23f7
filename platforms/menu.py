"""Where the registry's pages stand in a signed-in person's menu."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import navigation
from core.http import actor_of
from platforms.access.roles import is_its, may_buy
from platforms.models import ProcurementFlag, SurveyedSchool, TransitionPlan
from platforms.reports.desk import Reader, waiting
from platforms.reports.queues import QUEUES


def works_on_registry(request: HttpRequest) -> bool:
    return is_its(request.user.pk)


def waits_on_desk(request: HttpRequest) -> int:
    """How many things of the registry want this reader's hand."""
    return waiting(QUEUES, Reader(cast(User, request.user), timezone.now()))


def answers_surveys(request: HttpRequest) -> bool:
    """The office of a school that was ever asked."""
    return SurveyedSchool.objects.answerable_by(request.user).exists()


def surveys_to_answer(request: HttpRequest) -> int:
    """Open surveys that the reader's schools have not answered."""
    today = timezone.localdate()
    asked = SurveyedSchool.objects.answerable_by(request.user)
    return asked.filter(
        survey__opens_on__lte=today, survey__closes_on__gte=today, answers__isnull=True
    ).count()


def buys(request: HttpRequest) -> bool:
    return bool(may_buy(actor_of(request)))


def unread_flags(request: HttpRequest) -> int:
    """Flags in force that this reader has not read."""
    rows = ProcurementFlag.objects.in_force(timezone.localdate())
    return rows.exclude(reads__by=cast(User, request.user)).count()


def moves_off(request: HttpRequest) -> bool:
    """The office of a school that has a plan, present or past."""
    return TransitionPlan.objects.visible_to(request.user).exists()


def plans_to_finish(request: HttpRequest) -> int:
    plans = TransitionPlan.objects.visible_to(request.user).standing()
    return plans.filter(moved_at__isnull=True).count()


navigation.register(
    _("ITS desk"),
    "platforms:its_desk",
    "inbox",
    12,
    visible=works_on_registry,
    count=waits_on_desk,
    counted=_("Waiting on the ITS desk"),
)
navigation.register(
    _("Our messaging tools"),
    "platforms:my_surveys",
    "message",
    46,
    visible=answers_surveys,
    count=surveys_to_answer,
    counted=_("Surveys to answer"),
    group=navigation.Group.PLACES,
)
navigation.register(
    _("Codes of schools"),
    "platforms:procurement_codes",
    "search",
    14,
    visible=buys,
)
navigation.register(
    _("Held back from buying"),
    "platforms:procurement",
    "flag",
    13,
    visible=buys,
    count=unread_flags,
    counted=_("Flags not read"),
)
navigation.register(
    _("Moving to another tool"),
    "platforms:my_transitions",
    "arrow-next",
    47,
    visible=moves_off,
    count=plans_to_finish,
    counted=_("Tools to move off"),
    group=navigation.Group.PLACES,
)
