"""Where many platforms stand at a moment, and which of them may be used for something, in one query each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from platforms.models import Platform, StatusEvent
from platforms.terms import LAPSING


def standing_events(
    at: datetime, platforms: Collection[int] | None = None
) -> dict[int, StatusEvent]:
    """The standing event of each platform (None: of all), by its key, with the platform; one never reviewed may have none."""
    latest = StatusEvent.objects.standing_at(at).filter(platform=OuterRef("pk"))
    found = (
        Platform.objects.all() if platforms is None else Platform.objects.filter(pk__in=platforms)
    )
    events = found.annotate(event=Subquery(latest.values("pk")[:1])).order_by().values("event")
    rows = StatusEvent.objects.filter(pk__in=events).select_related("platform__vendor")
    return {row.platform_id: row for row in rows}


def approved_for(use: str, at: datetime, on: date) -> list[StatusEvent]:
    """The standing events of platforms that may be started with for this use on the day, by name (T3).

    A use kept on a flagged platform is for what runs already; nobody is sent there.
    """
    events = [
        event
        for event in standing_events(at).values()
        if event.platform.merged_into_id is None
        and event.is_approved_for(use, on)
        and event.status in LAPSING
    ]
    return sorted(events, key=lambda event: event.platform.name.casefold())
