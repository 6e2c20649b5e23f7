"""Where a platform stands from now on (P3, P4). Every other verb that changes a status comes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import outbox
from core.actor import Actor
from core.decision import Decision, Reason
from platforms.models import AuditDecision, Platform, QuickDecision, StatusEvent
from platforms.terms import SILENCING, Cause, Status
from trail.recording import record

# The task that reads the events schools have not heard of.
TELL_SCHOOLS: Final = "platforms.tell_schools"

MERGED_AWAY = Reason(
    "merged_away", "P1", _("It is the same tool as another platform, and stands as that one.")
)


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
    """Write the event, in force at once. Earlier events stay: any past day can be asked.

    What was merged into the platform is the same tool, and stands as it does from the same moment.
    """
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    Decision.unless((platform.merged_into_id is None, MERGED_AWAY)).require()
    event = _write(platform, standing, by=by)
    for one in platform.merged.all():
        copy_standing(one, event, Cause.MERGED, by=by)
    if standing.status in SILENCING:
        outbox.later(TELL_SCHOOLS, platform.pk, key=f"{TELL_SCHOOLS}:{event.pk}")
    # Schools that asked about it and wait hear of it (P6).
    outbox.later("platforms.answer_consults", event.pk)
    return event


@transaction.atomic
def copy_standing(
    platform: Platform, event: StatusEvent | None, cause: Cause, *, by: Actor
) -> StatusEvent:
    """Have the platform stand from now on as the event says; without one it is not reviewed."""
    standing = Standing(status=Status.NOT_REVIEWED, cause=cause)
    if event is not None:
        standing = Standing(
            status=Status(event.status),
            cause=cause,
            reason=event.reason,
            uses=event.uses,
            until=event.until,
            conditions=event.conditions,
            authorised_by=event.authorised_by,
            authorised_on=event.authorised_on,
        )
    return _write(platform, standing, by=by)


def _write(platform: Platform, standing: Standing, *, by: Actor) -> StatusEvent:
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
    if standing.status in SILENCING:
        outbox.later(TELL_SCHOOLS, platform.pk, key=f"{TELL_SCHOOLS}:{event.pk}")
    return event
