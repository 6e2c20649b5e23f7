"""What a contact of the vendor's does in their room (P2): answer, give files, write, hand in, decline.

Nothing said here is a result: claims are the vendor's word, and files are evidence once ITS takes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from documents import keeping, kinds
from documents.actions import keep_file
from notices.posting import post
from notices.terms import Channel
from platforms.access import rooms as access
from platforms.actions.rooms import enter, locked, move, tell_contact, vendor
from platforms.models import (
    Claim,
    Criterion,
    PlanItem,
    Room,
    RoomContact,
    RoomFile,
    RoomMessage,
)
from platforms.reports.claims import asked_criteria, claims_for
from platforms.terms.audits import ClaimSource, Value
from platforms.terms.rooms import RoomDeed, RoomMove
from trail.recording import record

MB: Final = 1024 * 1024
LARGEST_FILE: Final = 20 * MB
MOST_FILES: Final = 60
MOST_BYTES: Final = 300 * MB
# Pages opened within this time are one visit.
ONE_VISIT: Final = timedelta(minutes=30)

EMPTY_FILE = Reason("empty_file", "P2", _("The file is empty."))
TOO_LARGE = Reason("too_large", "P2", _("The file is larger than 20 MB."))
WRONG_KIND = Reason(
    "wrong_kind",
    "P2",
    _(
        "We take PDF, PNG, JPEG, Excel workbooks (.xlsx, no macros) and plain text. This file is"
        " none of these, whatever its name says."
    ),
)
ROOM_FULL = Reason(
    "room_full", "P2", _("The room is full: 60 files and 300 MB in all. Write us a message.")
)
SAME_FILE = Reason("same_file", "P2", _("This very file is in the room already."))
NOT_ASKED = Reason("not_asked", "P2", _("This is not asked in your room."))
NOTHING_SAID = Reason("nothing_said", "P2", _("Answer at least one question before you hand in."))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the vendor says about a criterion."""

    value: Value
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came in, and what it is to show."""

    content: bytes
    name: str
    title: str
    criterion: Criterion | None = None
    item: PlanItem | None = None


@transaction.atomic
def visit(contact: RoomContact) -> None:
    """Write down that the link was opened, once a visit."""
    since = timezone.now() - ONE_VISIT
    visits = contact.entries.filter(deed=RoomDeed.VISITED, at__gt=since)
    if not visits.exists():
        enter(contact.room, RoomDeed.VISITED, contact=contact)


@transaction.atomic
def answer(contact: RoomContact, answers: Mapping[int, Answer]) -> list[Claim]:
    """Keep what differs from what was said before, by the criterion's key; a later claim supersedes."""
    contact = _locked(contact)
    access.may_answer(contact, timezone.now()).require()
    audit = contact.room.audit
    if audit is None:
        return []
    asked = {one.pk: one for one in asked_criteria(audit)}
    Decision.unless((answers.keys() <= asked.keys(), NOT_ASKED)).require()
    said = claims_for(audit)
    rows = [
        Claim(
            audit=audit,
            criterion_id=key,
            value=given.value,
            note=given.note,
            source=ClaimSource.ROOM,
            contact=contact,
        )
        for key, given in answers.items()
        if key not in said or (said[key].value, said[key].note) != (given.value, given.note)
    ]
    claims = Claim.objects.bulk_create(rows)
    if claims:
        codes = ", ".join(asked[claim.criterion_id].code for claim in claims)
        enter(contact.room, RoomDeed.ANSWERED, contact=contact, note=codes)
        record("room.answered", contact.room, by=vendor(contact), topic=audit, count=len(claims))
    return claims


@transaction.atomic
def upload(contact: RoomContact, given: Upload) -> RoomFile:
    """Keep a file apart until ITS looks at it. Its kind is told from its bytes."""
    contact = _locked(contact)
    room = contact.room
    access.may_take_part(contact, timezone.now()).require()
    kind = may_be_kept(room, given.content)
    row = RoomFile(
        room=room,
        contact=contact,
        criterion=given.criterion,
        item=given.item,
        title=given.title,
        name=given.name[-200:],
    )
    digest = keeping.sha256_of(given.content)
    source = f"platforms.room:{room.pk}:{digest}"
    row.file = keep_file(given.content, kind, source=source, by=vendor(contact))
    row.save()
    enter(room, RoomDeed.UPLOADED, contact=contact, note=given.title)
    record("room.uploaded", row, by=vendor(contact), topic=room, sha256=digest)
    return row


def may_be_kept(room: Room, content: bytes) -> str:
    """The media type of a file the room may keep; `Refused` with the reason where it may not."""
    kind = kinds.kind_of(content)
    held = room.files.aggregate(bytes=Sum("file__size"))["bytes"] or 0
    fits = room.files.count() < MOST_FILES and held + len(content) <= MOST_BYTES
    digest = keeping.sha256_of(content)
    Decision.unless((content, EMPTY_FILE)).require()
    Decision.unless((len(content) <= LARGEST_FILE, TOO_LARGE)).require()
    Decision.unless((kind, WRONG_KIND), (fits, ROOM_FULL)).require()
    Decision.unless((not room.files.filter(file__sha256=digest).exists(), SAME_FILE)).require()
    return str(kind)


@transaction.atomic
def write(contact: RoomContact, text: str) -> RoomMessage:
    """A message to ITS; whoever looks after the room hears that there is one."""
    contact = _locked(contact)
    access.may_enter(contact, timezone.now()).require()
    message = RoomMessage.objects.create(room=contact.room, text=text, contact=contact)
    enter(contact.room, RoomDeed.WROTE, contact=contact)
    record("room.message", message, by=vendor(contact), topic=contact.room)
    tell_its(contact.room, f"message:{message.pk}")
    return message


@transaction.atomic
def hand_in(contact: RoomContact) -> Room:
    """The vendor is done: whoever looks after the room is told, the contact gets a receipt."""
    contact = _locked(contact)
    access.may_answer(contact, timezone.now()).require()
    audit = contact.room.audit
    Decision.unless((audit is not None and claims_for(audit), NOTHING_SAID)).require()
    room = move(contact.room, RoomMove.HAND_IN, by=vendor(contact), contact=contact)
    entry = room.entries.order_by("-pk")[0]
    tell_contact(contact, "room_receipt", f"{entry.pk}", entry=entry.pk)
    tell_its(room, f"hand_in:{entry.pk}")
    return room


@transaction.atomic
def take_up(contact: RoomContact) -> Room:
    """The vendor thinks again: answers may change once more."""
    contact = _locked(contact)
    access.may_enter(contact, timezone.now()).require()
    return move(contact.room, RoomMove.TAKE_UP, by=vendor(contact), contact=contact)


@transaction.atomic
def refuse(contact: RoomContact, reason: str) -> Room:
    """The vendor will not answer. It is a fact with its day; what follows from it two people decide."""
    contact = _locked(contact)
    access.may_take_part(contact, timezone.now()).require()
    room = move(contact.room, RoomMove.REFUSE, by=vendor(contact), contact=contact, note=reason)
    tell_its(room, f"refuse:{room.entries.order_by('-pk')[0].pk}")
    return room


def tell_its(room: Room, once: str) -> None:
    """An e-mail to the auditor and to who opened the room: that there is something, not what."""
    for person in _hosts(room):
        post(
            "platforms/room_answered",
            channel=Channel.EMAIL,
            address=person.email,
            recipient=Actor(ActorKind.USER, str(person.pk)),
            language="",
            facts={"room": room.pk},
            key=f"room_answered:{room.pk}:{once}:{person.pk}",
        )


def _hosts(room: Room) -> Sequence[User]:
    """Who looks after a room: the auditor of its audit, and who opened it; each once, while their account is open."""
    auditor = room.audit.auditor_id if room.audit else None
    return list(User.objects.filter(pk__in={room.opened_by_id, auditor}, is_active=True))


def _locked(contact: RoomContact) -> RoomContact:
    """The contact as it is now, with the room held until the transaction ends."""
    room = locked(contact.room)
    found = RoomContact.objects.get(pk=contact.pk)
    found.room = room
    return found
