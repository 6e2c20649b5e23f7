"""A vendor's workbook (P2): read, shown, and its answers taken as claims. Never results."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from documents import keeping, kinds
from documents.actions import keep_file
from platforms import sheets as reading
from platforms.access import rooms as access
from platforms.access.roles import acting_user, may_work
from platforms.actions.rooms import enter, vendor
from platforms.models import Audit, Claim, RoomContact, Sheet
from platforms.reports.sheets import preview
from platforms.terms.rooms import RoomDeed
from trail.recording import record

SHEET_KNOWN = Reason("sheet_known", "P2", _("This very workbook was read for this audit already."))
SHEET_TAKEN = Reason("sheet_taken", "P2", _("The answers of this workbook were taken already."))
NOTHING_MAPS = Reason(
    "nothing_maps", "P2", _("None of its answers speaks of a criterion of this audit.")
)
TOO_MANY = Reason(
    "too_many_sheets",
    "P2",
    _("20 workbooks are in this room. Write us a message to bring another."),
)
# In one room: each is kept, and may be as large as a file.
MOST_SHEETS: Final = 20
NOT_YOUR_SHEET = Reason("not_your_sheet", "P2", _("This workbook is not in your room."))


@transaction.atomic
def read_sheet(audit: Audit, content: bytes, name: str, *, by: Actor) -> Sheet:
    """ITS brings a workbook in. `sheets.NotASheet` where it cannot be read, and nothing is kept then."""
    may_work(by).require()
    Decision.unless((access.claims_count_for(audit), access.REVIEW_WENT_ON)).require()
    return _keep(audit, content, name, by=by, user=acting_user(by))


@transaction.atomic
def read_sheet_in_room(contact: RoomContact, content: bytes, name: str) -> Sheet:
    """A contact of the vendor's does."""
    access.may_answer(contact, timezone.now()).require()
    audit = contact.room.audit
    if audit is None:
        raise LookupError("a room that may be answered has an audit")
    held = Sheet.objects.filter(contact__room=contact.room).count()
    Decision.unless((held < MOST_SHEETS, TOO_MANY)).require()
    sheet = _keep(audit, content, name, by=vendor(contact), contact=contact)
    enter(contact.room, RoomDeed.SHEET_READ, contact=contact, note=name)
    return sheet


@transaction.atomic
def take(sheet: Sheet, *, by: Actor) -> list[Claim]:
    """ITS takes the answers over as the vendor's claims."""
    may_work(by).require()
    return _take(sheet, by=by, user=acting_user(by))


@transaction.atomic
def take_in_room(sheet: Sheet, contact: RoomContact) -> list[Claim]:
    """The vendor says that these are its answers."""
    access.may_answer(contact, timezone.now()).require()
    Decision.unless((sheet.audit_id == contact.room.audit_id, NOT_YOUR_SHEET)).require()
    claims = _take(sheet, by=vendor(contact), contact=contact)
    enter(contact.room, RoomDeed.SHEET_TAKEN, contact=contact, note=sheet.name)
    return claims


def _keep(
    audit: Audit,
    content: bytes,
    name: str,
    *,
    by: Actor,
    user: User | None = None,
    contact: RoomContact | None = None,
) -> Sheet:
    found = reading.read(content)
    digest = keeping.sha256_of(content)
    source = f"platforms.sheet:{audit.pk}:{digest}"
    # One workbook sent twice at once is read once.
    Audit.objects.select_for_update().get(pk=audit.pk)
    known = Sheet.objects.filter(audit=audit, file__sha256=digest)
    Decision.unless((not known.exists(), SHEET_KNOWN)).require()
    sheet = Sheet.objects.create(
        audit=audit,
        kind=found.kind,
        name=name[-200:],
        file=keep_file(content, kinds.XLSX, source=source, by=by),
        rows=[asdict(row) for row in found.rows],
        by=user,
        contact=contact,
    )
    record("sheet.read", sheet, by=by, topic=audit, kind=str(found.kind), sha256=digest)
    return sheet


def _take(
    sheet: Sheet, *, by: Actor, user: User | None = None, contact: RoomContact | None = None
) -> list[Claim]:
    rows = Sheet.objects.select_for_update(of=("self", "audit")).select_related("audit")
    sheet = rows.get(pk=sheet.pk)
    mapped = preview(sheet).mapped
    Decision.unless(
        (access.claims_count_for(sheet.audit), access.REVIEW_WENT_ON),
        (sheet.taken_at is None, SHEET_TAKEN),
        (mapped, NOTHING_MAPS),
    ).require()
    claims = Claim.objects.bulk_create(
        [
            Claim(
                audit=sheet.audit,
                criterion=one.criterion,
                value=one.value,
                note=one.note,
                source=sheet.kind,
                sheet=sheet.file,
                contact=contact,
                entered_by=user,
            )
            for one in mapped
            if one.value is not None
        ]
    )
    sheet.taken_at = timezone.now()
    sheet.save(update_fields=["taken_at"])
    record("sheet.taken", sheet, by=by, topic=sheet.audit, count=len(claims))
    return claims
