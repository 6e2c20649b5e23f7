"""The words of the e-mails about a school's request. What was written between the two sides stands on the page alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from platforms.models import Consult, ConsultAnswer
from platforms.reports.consults import use_name, weekdays_between


def answered(notice: Notice) -> dict[str, Any] | None:
    """To the asker; no longer wanted once it was opened again or answered anew."""
    answer = ConsultAnswer.objects.select_related("consult", "platform").get(
        pk=notice.facts["answer"]
    )
    if answer.consult.is_waiting or answer.consult.answer != answer:
        return None
    return {**_about(answer.consult), "allowed": answer.allowed, "reason": answer.reason}


def message(notice: Notice) -> dict[str, Any]:
    """To the other side: something was written."""
    return _about(Consult.objects.select_related("platform").get(pk=notice.facts["consult"]))


def waits(notice: Notice) -> dict[str, Any] | None:
    """To a reviewer; no longer wanted once it does not wait."""
    consult = Consult.objects.select_related("platform", "school").get(pk=notice.facts["consult"])
    if not consult.is_waiting:
        return None
    days = weekdays_between(timezone.localdate(consult.waits_since), timezone.localdate())
    return {**_about(consult), "days": days, "school": consult.school}


def _about(consult: Consult) -> dict[str, Any]:
    address = reverse("platforms:consult_request", args=[consult.pk])
    return {
        "tool": consult.platform.name if consult.platform else consult.name,
        "use": use_name(consult.use),
        "link": f"{settings.SITE_URL.rstrip('/')}{address}",
    }
