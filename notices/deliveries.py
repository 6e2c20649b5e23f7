"""What became of what left us: carriers' words, each kept once, and what they amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from notices.models import DeliveryEvent, Notice
from notices.terms import NoticeState, Outcome

# A carrier that says nothing for so long has lost it, or does not tell.
SILENT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Told:
    """One word of a carrier about a notice, by our Message-ID."""

    event_id: str
    message_id: str
    outcome: Outcome
    at: datetime
    code: str = ""


@transaction.atomic
def take_in(source: str, told: Iterable[Told]) -> tuple[int, int]:
    """Keep what is new; gives how many are, and how many speak of no notice of ours. Safe twice."""
    told = list(told)
    notices = {
        row.message_id: row
        for row in Notice.objects.filter(message_id__in={one.message_id for one in told})
    }
    known = [one for one in told if one.message_id in notices]
    seen = set(
        DeliveryEvent.objects.filter(
            source=source, event_id__in=[one.event_id for one in known]
        ).values_list("event_id", flat=True)
    )
    new = {one.event_id: one for one in known if one.event_id not in seen}
    now = timezone.now()
    DeliveryEvent.objects.bulk_create(
        [
            DeliveryEvent(
                notice=notices[one.message_id],
                address=notices[one.message_id].address,
                outcome=one.outcome,
                source=source,
                event_id=one.event_id,
                code=one.code,
                at=one.at,
                recorded_at=now,
            )
            for one in new.values()
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    return len(new), len(told) - len(known)


def outcome_of(notice: Notice, events: Iterable[DeliveryEvent], at: datetime) -> Outcome | None:
    """Where a notice stands by `at`: its newest final word; else accepted, and after some days not known.

    None while it has not left.
    """
    final = [one for one in events if one.outcome != Outcome.ACCEPTED and one.at <= at]
    if final:
        return Outcome(max(final, key=lambda one: (one.at, one.pk)).outcome)
    if notice.state != NoticeState.SENT or notice.left_at is None:
        return None
    return Outcome.UNKNOWN if at - notice.left_at > SILENT else Outcome.ACCEPTED
