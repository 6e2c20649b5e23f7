"""Where platforms stand: many at once, in one query, and each in the words and colours of the pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms.models import Platform, StatusEvent
from platforms.terms import LAPSING, Status

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TONES: Final = {
    Status.NOT_REVIEWED: "neutral",
    Status.IN_REVIEW: "info",
    Status.APPROVED: "good",
    Status.APPROVED_FOR_USES: "good",
    Status.FLAGGED_FIXING: "bad",
    Status.FLAGGED_MOVING: "bad",
    Status.NOT_APPROVED: "bad",
    Status.RETIRED: "neutral",
}
LAPSED: Final = _("Approval lapsed")


@dataclass(frozen=True, slots=True)
class Shown:
    """A status as a page shows it."""

    status: Status
    label: str | _StrPromise
    tone: str
    uses: tuple[str, ...] = ()
    until: date | None = None


def shown(event: StatusEvent | None, on: date) -> Shown:
    """How the standing event reads on the day; none at all is not reviewed."""
    if event is None:
        return Shown(Status.NOT_REVIEWED, Status.NOT_REVIEWED.label, TONES[Status.NOT_REVIEWED])
    stand = event.on(on)
    label = LAPSED if stand.lapsed else stand.status.label
    return Shown(stand.status, label, TONES[stand.status], tuple(sorted(stand.uses)), stand.until)


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


def listed_events(at: datetime | None = None) -> dict[int, StatusEvent]:
    """The same of every platform that stands for itself, now unless told otherwise."""
    found = standing_events(at or timezone.now())
    return {key: event for key, event in found.items() if event.platform.merged_into_id is None}


def approvals_on(on: date) -> dict[int, StatusEvent]:
    """The standing events that approve a listed platform on the day: a lapsed approval is none (P3)."""
    return {
        key: event
        for key, event in listed_events().items()
        if event.status in LAPSING and event.on(on).status in LAPSING
    }


def approved_for(use: str, at: datetime, on: date) -> list[StatusEvent]:
    """The standing events of platforms that may be started with for this use on the day, by name (T3).

    A use kept on a flagged platform is for what runs already; nobody is sent there.
    """
    events = [
        event
        for event in listed_events(at).values()
        if event.is_approved_for(use, on) and event.status in LAPSING
    ]
    return sorted(events, key=lambda event: event.platform.name.casefold())
