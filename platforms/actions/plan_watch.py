"""What the calendar does to rooms and plans (P2, P4): reminders and escalations, each sent once for a day that is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor, ActorKind
from core.jobs import once
from notices.posting import Draft, post_all
from notices.terms import Channel
from platforms.actions.rooms import vendor
from platforms.models import PlanItem, RoomContact
from platforms.terms.rooms import PlanStage, RoomStage, Side
from schools.models import RoleAssignment
from schools.terms import Role

Facts = dict[str, str | int | bool | None]
# Days before a day that is due.
REMINDED: Final = (7, 2)
SOON: Final = 7


def watch() -> bool:
    """Once a day; a day that was missed is made up for by the next."""
    today = timezone.localdate()
    return once("platforms.watch_rooms", today.isoformat(), lambda: watch_on(today))


@transaction.atomic
def watch_on(day: date) -> dict[str, int]:
    """Write every message that is due on the day and was not written yet; how many of each kind."""
    reminders = post_all(_reminders(day))
    items = post_all(_items(day))
    return {"reminders": len(reminders), "items": len(items)}


def _reminders(day: date) -> Iterator[Draft]:
    """To contacts of rooms that wait for answers: seven and two days before they are due."""
    contacts = RoomContact.objects.filter(
        ended_at__isnull=True,
        room__stage=RoomStage.OPEN,
        room__audit__isnull=False,
        room__due_on__range=(day, day + timedelta(days=max(REMINDED))),
    ).select_related("room")
    for contact in contacts.order_by("pk"):
        left = (contact.room.due_on - day).days
        # A day that was missed is made up for, by the step that it belongs to.
        step = min(step for step in REMINDED if step >= left)
        due = contact.room.due_on.isoformat()
        if timezone.localdate(contact.added_at) < day:
            yield _draft(
                "room_reminder",
                contact.email,
                vendor(contact),
                {"contact": contact.pk, "due": due},
                f"{contact.pk}:{due}:{step}",
            )


def _items(day: date) -> Iterator[Draft]:
    """About items of running plans: soon due, due today, missed."""
    soon = PlanItem.objects.due_by(day + timedelta(days=SOON))
    found = soon.filter(plan__stage=PlanStage.RUNNING).select_related("plan__owner").order_by("pk")
    items = list(found)
    reviewers = _reviewers() if any(_due(item) < day for item in items) else []
    contacts = _contacts_of({item.plan.platform_id for item in items})
    for item in items:
        left = (_due(item) - day).days
        step = "missed" if left < 0 else "today" if left == 0 else "soon"
        due = _due(item).isoformat()
        once_for = f"{item.pk}:{due}:{step}"
        people = {item.plan.owner, *reviewers} if left < 0 else {item.plan.owner}
        for person in sorted(people, key=lambda one: one.pk):
            kind = "item_missed" if left < 0 else "item_due"
            facts: Facts = {"item": item.pk, "due": due}
            yield _draft(kind, person.email, _user(person), facts, f"{once_for}:{person.pk}")
        if item.side == Side.VENDOR:
            for contact in contacts.get(item.plan.platform_id, ()):
                facts = {"item": item.pk, "due": due, "contact": contact.pk}
                yield _draft(
                    "item_due_vendor",
                    contact.email,
                    vendor(contact),
                    facts,
                    f"{once_for}:contact:{contact.pk}",
                )


def _due(item: PlanItem) -> date:
    due: date = item.due_on  # type: ignore[attr-defined]
    return due


def _reviewers() -> list[User]:
    held = RoleAssignment.objects.current().filter(role=Role.REVIEWER)
    return list(User.objects.filter(role_assignments__in=held, is_active=True).distinct())


def _contacts_of(platforms: set[int]) -> dict[int, list[RoomContact]]:
    """The contacts whose link lives, by platform."""
    live = RoomContact.objects.filter(
        ended_at__isnull=True,
        room__platform__in=platforms,
        room__ends_on__gte=timezone.localdate(),
    ).exclude(room__stage__in=[RoomStage.CLOSED, RoomStage.REFUSED])
    found: dict[int, list[RoomContact]] = {}
    for contact in live.select_related("room").order_by("pk"):
        found.setdefault(contact.room.platform_id, []).append(contact)
    return found


def _user(person: User) -> Actor:
    return Actor(ActorKind.USER, str(person.pk))


def _draft(kind: str, address: str, recipient: Actor, facts: Facts, once: str) -> Draft:
    return Draft(
        kind=f"platforms/{kind}",
        channel=Channel.EMAIL,
        address=address,
        recipient=recipient,
        language="",
        facts=facts,
        key=f"{kind}:{once}",
    )
