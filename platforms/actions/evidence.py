"""Evidence (P2): files that show something about a platform, kept with it for this audit and the next."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.decision import Decision
from documents import actions as documents
from platforms.access.roles import acting_user, may_work
from platforms.models import Evidence, Platform
from platforms.reports.evidence import DATED_AHEAD, ENDS_BEFORE_IT_BEGAN, media_type_of
from platforms.terms.audits import Origin
from trail.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What somebody says of a file they give. `dated_on` is when what it shows was so."""

    title: str
    name: str
    content: bytes
    origin: Origin
    dated_on: date
    valid_until: date | None = None


@transaction.atomic
def receive(platform: Platform, piece: Piece, *, by: Actor) -> Evidence:
    """Keep a file that ITS was given or made. `BadFile` for one of another kind, empty, too large or locked."""
    may_work(by).require()
    acting_user(by)
    return keep(platform, piece, by=by)


@transaction.atomic
def keep(platform: Platform, piece: Piece, *, by: Actor) -> Evidence:
    """The same for a caller that asked whether `by` may give it (a vendor in the own room has no account)."""
    media_type = media_type_of(piece.content)
    Decision.unless(
        (piece.dated_on <= timezone.localdate(), DATED_AHEAD),
        (
            piece.valid_until is None or piece.valid_until >= piece.dated_on,
            ENDS_BEFORE_IT_BEGAN,
        ),
    ).require()
    source = f"platforms.evidence:{uuid.uuid4()}"
    file = documents.keep_file(piece.content, media_type, source=source, by=by)
    evidence = Evidence.objects.create(
        platform=platform,
        title=piece.title,
        file=file,
        name=piece.name[-200:],
        origin=piece.origin,
        dated_on=piece.dated_on,
        valid_until=piece.valid_until,
        received_by_id=by.user_id,
    )
    record(
        "evidence.received",
        evidence,
        by=by,
        topic=platform,
        origin=str(piece.origin),
        sha256=file.sha256,
        until=piece.valid_until.isoformat() if piece.valid_until else None,
    )
    return evidence


@transaction.atomic
def open_evidence(evidence: Evidence, *, by: Actor) -> bytes:
    """The file's bytes; who opened it is written down. `keeping.Damaged` where they are not those kept."""
    may_work(by).require()
    return documents.open_kept(evidence.file, by=by)
