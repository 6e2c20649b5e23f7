""" "This is not me": messages stop at once, and the school puts the contact right."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from consents import standing
from consents.actions import asking
from consents.models import ActivityVersion, Ask, CallBack, ContactDispute, Invitation
from consents.reports.follow_up import due_on
from consents.terms import CallBackKind
from core.actor import ANYONE, Actor
from notices import posting
from schools.models import Guardian
from trail.recording import record


@transaction.atomic
def dispute(invitation: Invitation, *, language: str) -> ContactDispute | None:
    """Stop every message to the guardian's contact and put it on the school's list; once.

    Whoever holds the link may say so: no code is asked of somebody who is not the guardian.
    """
    guardian = Guardian.objects.select_for_update().get(pk=invitation.guardian_id)
    reach = posting.reach(guardian)
    if reach is None:
        return None
    at = timezone.now()
    guardian.disputed_at = at
    guardian.save(update_fields=["disputed_at"])
    row = ContactDispute.objects.create(guardian=guardian, address=reach.address, at=at)
    CallBack.objects.create(
        school=invitation.school,
        guardian=guardian,
        kind=CallBackKind.NOT_ME,
        phone="",
        language=language,
        created_at=at,
        due_on=due_on(invitation.school, at),
    )
    record("contact.disputed", row, by=ANYONE, topic=guardian, channel=str(reach.channel))
    return row


def contact_is_right(guardian: Guardian, *, by: Actor) -> None:
    """The office has put the contact right, or seen that it is: messages go again, in the caller's transaction."""
    guardian = Guardian.objects.select_for_update().get(pk=guardian.pk)
    was_disputed = guardian.disputed_at is not None
    guardian.disputed_at, guardian.contact_verified_at = None, timezone.now()
    guardian.save(update_fields=["disputed_at", "contact_verified_at"])
    record("contact.put_right", guardian, by=by, was_disputed=was_disputed)
    _ask_again(guardian)


def _ask_again(guardian: Guardian) -> None:
    """The forms that still wait for this guardian's word are told of again, in one message."""
    at = timezone.now()
    waiting = Ask.objects.filter(guardian=guardian, answers__isnull=True).values("version")
    versions = ActivityVersion.objects.filter(pk__in=waiting).select_related(
        "activity__school", "activity__year"
    )
    for version in versions.order_by("pk"):
        if standing.today_at(version, at) <= version.activity.year.ends_on:
            asking.tell([guardian.pk], version, at)
