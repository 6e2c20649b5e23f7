"""Files of a room, from ITS' side (P2): opened, and taken as evidence of the platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from documents.actions import open_kept
from platforms.access.roles import acting_user, may_work
from platforms.actions.rooms import enter, locked
from platforms.models import Evidence, RoomFile
from platforms.terms.audits import Origin
from platforms.terms.rooms import RoomDeed
from trail.recording import record

TAKEN_ALREADY = Reason("taken_already", "P2", _("This file is evidence of the platform already."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the file shows, from when, until when, and who stands behind it."""

    title: str
    dated_on: date
    valid_until: date | None = None
    origin: Origin = Origin.VENDOR


@transaction.atomic
def open_file(row: RoomFile, *, by: Actor) -> bytes:
    """The bytes; that they were opened is written down."""
    may_work(by).require()
    return open_kept(row.file, by=by)


@transaction.atomic
def take_file(row: RoomFile, taken: Taken, *, by: Actor) -> Evidence:
    """Make the file evidence of the platform. What it proves the auditor still has to find."""
    may_work(by).require()
    locked(row.room)
    Decision.unless((not Evidence.objects.filter(file=row.file).exists(), TAKEN_ALREADY)).require()
    user = acting_user(by)
    evidence = Evidence.objects.create(
        platform=row.room.platform,
        title=taken.title,
        file=row.file,
        name=row.name,
        origin=taken.origin,
        dated_on=taken.dated_on,
        valid_until=taken.valid_until,
        received_by=user,
        received_at=row.at,
    )
    enter(row.room, RoomDeed.FILE_TAKEN, user=user, note=taken.title)
    record("evidence.taken", evidence, by=by, topic=row.room.platform, sha256=row.file.sha256)
    return evidence
