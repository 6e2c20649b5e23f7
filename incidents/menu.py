"""Where reports stand in a signed-in person's menu. Who reads none sees no line."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation
from incidents.reports import queue
from schools.menu import once


def has_desk(request: HttpRequest) -> bool:
    return once(request, queue.has_desk)


navigation.register(_("Reports"), "incidents:cases", "shield", 11, visible=has_desk)
