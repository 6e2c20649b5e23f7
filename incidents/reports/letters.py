"""What a notice about a case may say at delivery: nothing of it. Here only whether it still leaves, and where to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from incidents.facts.readers import reads
from incidents.models import Case, Visit
from incidents.reports.contact import contact_of
from notices.models import Notice


def waits(notice: Notice) -> dict[str, Any] | None:
    """To somebody of staff; no longer wanted once they may not read the case any more (A4)."""
    case = Case.objects.filter(code=notice.facts["case"]).first()
    user = User.objects.filter(pk=notice.recipient_id, is_active=True).first()
    if case is None or user is None or not reads(user, case):
        return None
    return {"link": f"{settings.SITE_URL.rstrip('/')}{reverse('incidents:cases')}"}


def news(notice: Notice) -> dict[str, Any] | None:
    """To the reporter; no longer wanted where they came by since, or want no pings any more."""
    return {} if news_address(notice) and not _came_since(notice) else None


def news_address(notice: Notice) -> str:
    """Where the reporter wants to hear of news, as of now; "" where they do not."""
    case = Case.objects.filter(code=notice.facts["case"], kept_key__isnull=False).first()
    contact = contact_of(case) if case else None
    return contact.address if contact and contact.channel == notice.channel else ""


def _came_since(notice: Notice) -> bool:
    asked = datetime.fromisoformat(str(notice.facts["asked"]))
    return Visit.objects.filter(
        way_back__case__code=notice.facts["case"], seen_at__gt=asked
    ).exists()


def words_tried(notice: Notice) -> dict[str, Any]:
    """To people of the offices: how many wrong tries there were."""
    return {"tries": notice.facts["tries"]}
