"""Mark a tablet on which many families sign, so that they do not look like one hand."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from consents.access import tablets as access
from consents.access.activities import acting_user
from consents.models import SchoolTablet
from core.actor import Actor
from schools.models import School
from trail.recording import record


@transaction.atomic
def mark(school: School, *, by: Actor, name: str, hours: int) -> SchoolTablet:
    """For some hours, answers from this browser are not held for coming from one device (T2a)."""
    user, at = acting_user(by), timezone.now()
    access.may_mark(user, school).require()
    row = SchoolTablet.objects.create(
        school=school,
        name=name,
        marked_by=user,
        marked_at=at,
        expires_at=at + timedelta(hours=min(hours, access.MOST_HOURS)),
    )
    record("tablet.marked", row, by=by, topic=school, hours=hours)
    return row


@transaction.atomic
def end(row: SchoolTablet, *, by: Actor) -> SchoolTablet:
    """From now on it is a browser like every other."""
    user = acting_user(by)
    row = SchoolTablet.objects.select_for_update().get(pk=row.pk)
    access.may_mark(user, row.school).require()
    if row.ended_at is None:
        row.ended_at, row.ended_by = timezone.now(), user
        row.save(update_fields=["ended_at", "ended_by"])
        record("tablet.ended", row, by=by, topic=row.school)
    return row
