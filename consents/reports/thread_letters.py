"""The words of what adults hear about group texts they hold. No child is named."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from consents.models import ThreadStop
from notices.models import Notice


def stopped(notice: Notice) -> dict[str, Any] | None:
    """To the adult who holds the threads; no longer wanted once all of them are confirmed."""
    told = ThreadStop.objects.filter(
        staff=notice.facts["staff"],
        pk__gte=notice.facts["first"],
        pk__lte=notice.facts["last"],
        acknowledgement__isnull=True,
    )
    count = told.count()
    if not count:
        return None
    return {"count": count, "link": f"{settings.SITE_URL.rstrip('/')}{reverse('stops')}"}
