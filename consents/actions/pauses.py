"""Pause an adult's permission to text, and lift the pause (T1). No notice leaves: a pause may be part of
something that must stay quiet.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consents.access import pauses as access
from consents.access.activities import acting_user
from consents.access.pauses import Office
from consents.models import Lift, Pause
from core.actor import Actor
from core.workflow import IllegalMove
from schools.models import Staff
from trail.recording import record


@transaction.atomic
def pause(
    staff: Staff,
    *,
    by: Actor,
    reason: str,
    office: Office | None = None,
    at: datetime | None = None,
) -> Pause:
    """From `at` (now) on the adult may text nobody, whatever families allowed.

    The reason is kept for the office alone. A register above, acting for an office whose rights it has
    checked itself, names that `office`; without one the actor's own is asked for and required.
    """
    staff = Staff.objects.select_for_update(of=("self",)).select_related("user").get(pk=staff.pk)
    user = acting_user(by)
    if office is None:
        access.may_pause(by, staff).require()
        office = access.office_over(user, staff)
    if office is None:
        raise IllegalMove("no office", "pause")
    now = timezone.now()
    row = Pause.objects.create(
        staff=staff,
        at=at or now,
        recorded_at=now,
        by=user,
        office=office.role,
        school=office.school,
        network=office.network,
        reason=reason,
    )
    record("adult.paused", row, by=by, topic=staff, office=str(office.role))
    return row


@transaction.atomic
def lift(row: Pause, *, by: Actor, note: str = "", as_office: bool = False) -> Lift:
    """From now on this pause no longer holds; another office's may. `as_office`: rights were checked above."""
    row = (
        Pause.objects.select_for_update(of=("self",))
        .select_related("staff__user", "school")
        .get(pk=row.pk)
    )
    if not as_office:
        access.may_lift(by, row).require()
    if Lift.objects.filter(pause=row).exists():
        raise IllegalMove("lifted", "lift")
    now = timezone.now()
    made = Lift.objects.create(pause=row, at=now, recorded_at=now, by=acting_user(by), note=note)
    record("adult.pause_lifted", made, by=by, topic=row.staff)
    return made
