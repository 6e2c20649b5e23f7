"""A vendor's room, from ITS' side (P2, P4): opened, its contacts and dates, messages, its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from notices.posting import post
from notices.terms import Channel
from platforms import links
from platforms.access.roles import acting_user, may_work
from platforms.access.rooms import ROOM_OVER
from platforms.models import Platform, Room, RoomContact, RoomEntry, RoomMessage
from platforms.terms.rooms import RoomDeed, RoomMove, RoomStage
from platforms.workflow.rooms import ROOM
from trail.recording import record

NOTHING_TO_ASK = Reason(
    "nothing_to_ask",
    "P2",
    _("There is neither an open audit nor a plan to mend something: begin one of them first."),
)
HAS_A_ROOM = Reason("has_a_room", "P2", _("This platform has an open room already: use that one."))
DATES_DIFFER = Reason(
    "dates_differ", "P2", _("The link cannot end before the day the answers are due.")
)
PAST_DATE = Reason("past_date", "P2", _("Choose a day that is still to come."))
CONTACT_TWICE = Reason("contact_twice", "P2", _("This address has a link to the room already."))
CONTACT_ENDED = Reason("contact_ended", "P2", _("This contact's link has ended: add them anew."))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the vendor to write to."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomWish:
    """What ITS asks of whom until when."""

    asked: str
    due_on: date
    ends_on: date
    people: Sequence[Person]


@transaction.atomic
def open_room(platform: Platform, wish: RoomWish, *, by: Actor) -> Room:
    """Open a room for the platform's open audit and its plan, and write to the contacts."""
    may_work(by).require()
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    audit = platform.audits.open().first()
    plan = platform.remediation_plans.open().first()
    standing = platform.rooms.exclude(stage=RoomStage.CLOSED)
    Decision.unless((audit or plan, NOTHING_TO_ASK), (not standing.exists(), HAS_A_ROOM)).require()
    _require_dates(wish.due_on, wish.ends_on)
    user = acting_user(by)
    room = Room.objects.create(
        platform=platform,
        audit=audit,
        asked=wish.asked,
        due_on=wish.due_on,
        ends_on=wish.ends_on,
        opened_by=user,
    )
    enter(room, RoomDeed.OPENED, user=user)
    record("room.opened", room, by=by, topic=platform, due=wish.due_on.isoformat())
    for person in wish.people:
        _add(room, person, user, by=by)
    return room


@transaction.atomic
def add_contact(room: Room, person: Person, *, by: Actor) -> RoomContact:
    """Another person at the vendor gets a link of their own."""
    may_work(by).require()
    room = locked(room)
    Decision.unless(
        (not room.is_over(), ROOM_OVER),
        (not _live(room).filter(email__iexact=person.email).exists(), CONTACT_TWICE),
    ).require()
    return _add(room, person, acting_user(by), by=by)


@transaction.atomic
def end_contact(contact: RoomContact, *, by: Actor) -> RoomContact:
    """The contact's link opens nothing from now on; what they said stays."""
    may_work(by).require()
    locked(contact.room)
    contact = RoomContact.objects.select_for_update().get(pk=contact.pk)
    Decision.unless((contact.ended_at is None, CONTACT_ENDED)).require()
    user = acting_user(by)
    contact.ended_at, contact.ended_by = timezone.now(), user
    contact.save(update_fields=["ended_at", "ended_by"])
    enter(contact.room, RoomDeed.CONTACT_ENDED, contact=contact, user=user)
    record("room.contact_ended", contact, by=by, topic=contact.room)
    return contact


@transaction.atomic
def renew_link(contact: RoomContact, *, by: Actor) -> RoomContact:
    """A new link for the same person; the old one, wherever it went, opens nothing any more."""
    ended = end_contact(contact, by=by)
    return add_contact(ended.room, Person(ended.name, ended.email), by=by)


@transaction.atomic
def send_again(contact: RoomContact, *, by: Actor) -> RoomEntry:
    """The same link by e-mail once more."""
    may_work(by).require()
    room = locked(contact.room)
    contact.refresh_from_db()
    Decision.unless(
        (not room.is_over(), ROOM_OVER), (contact.ended_at is None, CONTACT_ENDED)
    ).require()
    return _send(contact, acting_user(by))


@transaction.atomic
def extend(room: Room, due_on: date, ends_on: date, *, by: Actor, reason: str) -> Room:
    """Move both days, with the reason; a room whose days were over lives again."""
    may_work(by).require()
    room = locked(room)
    _require_dates(due_on, ends_on)
    before = f"{room.due_on:%Y-%m-%d} → {due_on:%Y-%m-%d}"
    room.due_on, room.ends_on = due_on, ends_on
    room.save(update_fields=["due_on", "ends_on"])
    return move(room, RoomMove.EXTEND, by=by, user=acting_user(by), note=f"{before}. {reason}")


@transaction.atomic
def take_up(room: Room, *, by: Actor, note: str) -> Room:
    """Ask for more after the vendor handed in or declined; the contacts hear of it."""
    may_work(by).require()
    room = move(locked(room), RoomMove.TAKE_UP, by=by, user=acting_user(by), note=note)
    write(room, note, by=by)
    return room


@transaction.atomic
def close(room: Room, *, by: Actor, reason: str) -> Room:
    """End every link of the room at once; what was said stays with ITS."""
    may_work(by).require()
    return move(locked(room), RoomMove.CLOSE, by=by, user=acting_user(by), note=reason)


@transaction.atomic
def write(room: Room, text: str, *, by: Actor) -> RoomMessage:
    """A message to every contact whose link lives; the mail names nothing but that there is one."""
    may_work(by).require()
    room = locked(room)
    Decision.unless((not room.is_over(), ROOM_OVER)).require()
    user = acting_user(by)
    message = RoomMessage.objects.create(room=room, text=text, by=user)
    enter(room, RoomDeed.WROTE, user=user)
    record("room.message", message, by=by, topic=room)
    for contact in _live(room):
        tell_contact(contact, "room_message", f"{message.pk}", message=message.pk)
    return message


def move(
    room: Room,
    what: RoomMove,
    *,
    by: Actor,
    user: User | None = None,
    contact: RoomContact | None = None,
    note: str = "",
) -> Room:
    """The room's next stage, with its line in the log. The caller has asked whether `by` may."""
    if what == RoomMove.EXTEND and room.stage == RoomStage.CLOSED:
        raise IllegalMove(room.stage, what)
    room.stage = ROOM.next(RoomStage(room.stage), what)
    room.save(update_fields=["stage"])
    enter(room, RoomDeed(what.value), contact=contact, user=user, note=note)
    record(f"room.{what.value}", room, by=by, topic=room.platform, stage=str(room.stage))
    return room


def enter(
    room: Room,
    deed: RoomDeed,
    *,
    contact: RoomContact | None = None,
    user: User | None = None,
    note: str = "",
) -> RoomEntry:
    """A line of the room's log."""
    return RoomEntry.objects.create(room=room, deed=deed, contact=contact, by=user, note=note[:500])


def locked(room: Room) -> Room:
    """The room's row, held until the transaction ends."""
    rows = Room.objects.select_for_update(of=("self",))
    return rows.select_related("platform__vendor", "audit__criteria_set").get(pk=room.pk)


def vendor(contact: RoomContact) -> Actor:
    """Who acts behind a link."""
    return Actor(ActorKind.VENDOR, str(contact.pk), contact.name)


def tell_contact(contact: RoomContact, kind: str, once: str, **facts: int) -> None:
    """An e-mail to a contact, once for the words of `once`."""
    post(
        f"platforms/{kind}",
        channel=Channel.EMAIL,
        address=contact.email,
        recipient=vendor(contact),
        language="",
        facts={"contact": contact.pk, **facts},
        key=f"{kind}:{contact.pk}:{once}",
    )


def _add(room: Room, person: Person, user: User, *, by: Actor) -> RoomContact:
    contact = RoomContact.objects.create(
        room=room, name=person.name, email=person.email, nonce=links.new_nonce(), added_by=user
    )
    enter(room, RoomDeed.CONTACT_ADDED, contact=contact, user=user)
    record("room.contact_added", contact, by=by, topic=room)
    _send(contact, user)
    return contact


def _send(contact: RoomContact, user: User) -> RoomEntry:
    entry = enter(contact.room, RoomDeed.SENT, contact=contact, user=user)
    tell_contact(contact, "room_opened", f"{entry.pk}")
    return entry


def _live(room: Room) -> QuerySet[RoomContact]:
    return room.contacts.filter(ended_at__isnull=True).order_by("pk")


def _require_dates(due_on: date, ends_on: date) -> None:
    Decision.unless(
        (due_on >= timezone.localdate(), PAST_DATE), (ends_on >= due_on, DATES_DIFFER)
    ).require()
