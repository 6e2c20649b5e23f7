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
from platforms.models import SurveyedSchool
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
    visible=lambda request: bool(may_buy(actor_of(request))),
)
