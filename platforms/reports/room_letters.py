"""The words of the e-mails about a vendor's room and a remediation plan.

A contact reads the platform's name and days, and gets their own link; nothing of what was said stands in a mail.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from platforms import links
from platforms.models import PlanItem, Room, RoomContact
from platforms.models.plans import OPEN, UNDONE
from platforms.terms.rooms import RoomStage


def to_contact(notice: Notice) -> dict[str, Any] | None:
    """To somebody at the vendor; no longer wanted once their link or the room is over."""
    contact = RoomContact.objects.select_related("room__platform").get(pk=notice.facts["contact"])
    room = contact.room
    if contact.ended_at or room.is_over():
        return None
    return {
        "name": contact.name,
        "platform": room.platform.name,
        "due_on": room.due_on,
        "ends_on": room.ends_on,
        "has_questions": room.audit_id is not None,
        "link": links.address_of(contact),
    }


def reminder(notice: Notice) -> dict[str, Any] | None:
    """That answers are due soon; no longer wanted once they are handed in, or due on another day."""
    words = to_contact(notice)
    if words is None:
        return None
    room = RoomContact.objects.get(pk=notice.facts["contact"]).room
    same_day = room.due_on.isoformat() == notice.facts["due"]
    return words if same_day and room.stage == RoomStage.OPEN else None


def to_its(notice: Notice) -> dict[str, Any]:
    """To ITS: that something new is in a room."""
    room = Room.objects.select_related("platform").get(pk=notice.facts["room"])
    return {"platform": room.platform.name, "link": _address("room", room.pk)}


def item_to_contact(notice: Notice) -> dict[str, Any] | None:
    """To somebody at the vendor: an item of the plan is due."""
    words = to_contact(notice)
    item = _item(notice)
    return None if words is None or item is None else {**words, "due_on": _due(item)}


def item_due(notice: Notice) -> dict[str, Any] | None:
    """To the plan's owner: an item is due, soon or today."""
    item = _item(notice)
    return None if item is None else _about(item)


def item_missed(notice: Notice) -> dict[str, Any] | None:
    """To the owner and the reviewers: an item's day is past and it is not done."""
    item = _item(notice)
    return None if item is None else _about(item)


def _item(notice: Notice) -> PlanItem | None:
    """The item while it is still undone, its plan runs and its day is the one the message is about."""
    found = PlanItem.objects.with_due().select_related("plan__platform", "plan__owner")
    item = found.get(pk=notice.facts["item"])
    wanted = item.stage in UNDONE and item.plan.stage in OPEN
    return item if wanted and _due(item).isoformat() == notice.facts["due"] else None


def _about(item: PlanItem) -> dict[str, Any]:
    due_on = _due(item)
    return {
        "platform": item.plan.platform.name,
        "item": item.title,
        "due_on": due_on,
        "is_today": due_on == timezone.localdate(),
        "owner": item.plan.owner.name,
        "link": _address("plan", item.plan_id),
    }


def _due(item: PlanItem) -> date:
    due: date = item.due_on  # type: ignore[attr-defined]
    return due


def _address(name: str, pk: int) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(f'platforms:{name}', args=[pk])}"
