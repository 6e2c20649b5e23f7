"""Which platforms stand approved today: to move to, and instead of a flagged one (P4). Reads only."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from platforms.models import Platform, Proposal, StatusEvent
from platforms.reports.standing import approvals_on
from platforms.terms import LAPSING, Status

MOST = 5


def approved(on: date | None = None) -> list[Platform]:
    """Listed platforms whose approval holds on the day, by name."""
    found = [event.platform for event in approvals_on(on or timezone.localdate()).values()]
    return sorted(found, key=lambda one: one.name.casefold())


def is_approved(platform: Platform, on: date | None = None) -> bool:
    event = platform.standing(timezone.now())
    return event is not None and event.on(on or timezone.localdate()).status in LAPSING


def instead_of(event: StatusEvent) -> list[Platform]:
    """What a school may use instead: the platforms named for the move, else approved ones for the same people.

    Only those that still stand approved today; a few, by name.
    """
    usable = {one.pk: one for one in approved() if one.pk != event.platform_id}
    if event.status == Status.FLAGGED_MOVING:
        move = Proposal.objects.moving().filter(platform=event.platform_id).order_by("-pk").first()
        named = list(move.targets.values_list("pk", flat=True)) if move else []
        if found := [one for pk, one in usable.items() if pk in named]:
            return found
    tags = set(event.platform.tags)
    rows = Platform.objects.filter(pk__in=usable).with_tags()
    own = {row.pk: set(getattr(row, "tags_now", None) or ()) for row in rows}
    alike = [one for pk, one in usable.items() if not tags or tags & own.get(pk, set())]
    return alike[:MOST]
