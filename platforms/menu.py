"""Where the registry's pages stand in a signed-in person's menu."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import navigation
from platforms.access.roles import is_its
from platforms.reports.desk import Reader, waiting
from platforms.reports.queues import QUEUES


def works_on_registry(request: HttpRequest) -> bool:
    return is_its(request.user.pk)


def waits_on_desk(request: HttpRequest) -> int:
    """How many things of the registry want this reader's hand."""
    return waiting(QUEUES, Reader(cast(User, request.user), timezone.now()))


navigation.register(
    _("ITS desk"),
    "platforms:its_desk",
    "inbox",
    12,
    visible=works_on_registry,
    count=waits_on_desk,
    counted=_("Waiting on the ITS desk"),
)
