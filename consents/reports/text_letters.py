"""The words about texts that came in: the one confirmation, and what a guardian is told of the student's stop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from consents.models import TextReply
from consents.reports.guardian_letters import receipt
from notices.models import Notice

# TCPA (47 CFR 64.1200(a)(12)): a confirmation within five minutes of the stop is part of it; later is a new text.
PROMPT = timedelta(minutes=5)


def confirmed(notice: Notice) -> dict[str, Any] | None:
    """What stopped, and what else can be said with one word; None when it could not leave in time."""
    reply = TextReply.objects.select_related("school").get(pk=notice.facts["reply"])
    left = notice.left_at or timezone.now()
    if left - notice.created_at > PROMPT:
        return None
    return {
        **{name: notice.facts[name] for name in ("stopped", "started", "withdrawn", "student")},
        # Who has a permission that may still stand hears how to take it back.
        "may_revoke": bool(notice.facts["guardian"]) and not notice.facts["withdrawn"],
        "school_name": reply.school.name if reply.school else "",
        "school_phone": reply.school.phone if reply.school else "",
    }


def student_stopped(notice: Notice) -> dict[str, Any] | None:
    """To the guardian whose permission named the phone."""
    return receipt(notice)
