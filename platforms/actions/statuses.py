"""Where a platform stands from now on (P3, P4). Every other verb that changes a status comes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from platforms.models import AuditDecision, Platform, QuickDecision, StatusEvent
from platforms.terms import Cause, Status
from trail.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a status event says; see `StatusEvent` for each. The caller has asked whether it may be said."""

    status: Status
    cause: Cause
    reason: str = ""
    uses: Sequence[str] = ()
    until: date | None = None
    conditions: str = ""
    decision: AuditDecision | None = None
    quick_decision: QuickDecision | None = None
    authorised_by: str = ""
    authorised_on: date | None = None
    authorisation: str = ""


@transaction.atomic
def set_status(platform: Platform, standing: Standing, *, by: Actor) -> StatusEvent:
    """Write the event, in force at once. Earlier events stay: any past day can be asked."""
    now = timezone.now()
    event = StatusEvent.objects.create(
        platform=platform,
        status=standing.status,
        cause=standing.cause,
        reason=standing.reason,
        uses=sorted(standing.uses),
        until=standing.until,
        conditions=standing.conditions,
        decision=standing.decision,
        quick_decision=standing.quick_decision,
        authorised_by=standing.authorised_by,
        authorised_on=standing.authorised_on,
        authorisation=standing.authorisation,
        effective_at=now,
        recorded_at=now,
        recorded_by_id=by.user_id,
    )
    record(
        "platform.status",
        event,
        by=by,
        topic=platform,
        status=str(standing.status),
        cause=str(standing.cause),
        until=None if standing.until is None else standing.until.isoformat(),
    )
    return event
