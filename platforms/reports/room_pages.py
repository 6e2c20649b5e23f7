"""Rooms and plans as pages show them. Reads only; what is for a vendor names nobody of ITS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from platforms.models import (
    Claim,
    Criterion,
    ItemDate,
    ItemStep,
    PlanItem,
    RemediationPlan,
    Room,
    RoomContact,
)
from platforms.models.plans import UNDONE
from platforms.terms.rooms import ItemMove, ItemStage, PlanStage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ITEM_TONES = {
    ItemStage.OPEN: "wait",
    ItemStage.SAID_DONE: "info",
    ItemStage.DONE: "good",
    ItemStage.DROPPED: "neutral",
}
PLAN_TONES = {
    PlanStage.DRAFTED: "info",
    PlanStage.AGREED: "info",
    PlanStage.RUNNING: "wait",
    PlanStage.FULFILLED: "good",
    PlanStage.GIVEN_UP: "bad",
}
STEP_TONES = {
    ItemMove.REPLY: "neutral",
    ItemMove.SAY_DONE: "info",
    ItemMove.ACCEPT: "good",
    ItemMove.REOPEN: "wait",
    ItemMove.DROP: "neutral",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A criterion with what the vendor claims, if anything."""

    criterion: Criterion
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class SaidGroup:
    """A group of them."""

    number: int
    title: str
    rows: list[Said]


def answers_shown(criteria: Sequence[Criterion], claims: Mapping[int, Claim]) -> list[SaidGroup]:
    """Every question with its answer, by group in the set's order."""
    groups = groupby(criteria, lambda one: one.group_title)
    return [
        SaidGroup(number, title, [Said(one, claims.get(one.pk)) for one in own])
        for number, (title, own) in enumerate(groups, start=1)
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A message, or a word on an item, as one side reads it."""

    who: str
    is_ours: bool
    text: str
    at: datetime
    what: str | _StrPromise = ""
    tone: str = "neutral"


def messages_shown(room: Room, *, for_vendor: bool) -> list[Line]:
    """What both sides wrote, oldest first. A vendor reads no name of ITS."""
    rows = room.messages.select_related("contact", "by").order_by("pk")
    return [
        Line(
            who=_who(row.contact, row.by, for_vendor=for_vendor),
            is_ours=row.by_id is not None,
            text=row.text,
            at=row.at,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item with its days and its history."""

    item: PlanItem
    due_on: date | None
    is_late: bool
    dates: list[ItemDate]
    lines: list[Line]
    tone: str

    @property
    def stage(self) -> str:
        return str(ItemStage(self.item.stage).label)


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan with its items, and how far it is."""

    plan: RemediationPlan
    items: list[ItemShown]
    tone: str

    @property
    def stage(self) -> str:
        return str(PlanStage(self.plan.stage).label)

    @property
    def is_late(self) -> bool:
        return any(one.is_late for one in self.items)

    @property
    def done(self) -> int:
        return sum(one.item.stage == ItemStage.DONE for one in self.items)

    @property
    def total(self) -> int:
        return sum(one.item.stage != ItemStage.DROPPED for one in self.items)

    @property
    def is_all_done(self) -> bool:
        """Whether something was found done and nothing is left."""
        return self.done > 0 and self.done == self.total

    @property
    def next_due(self) -> date | None:
        """The earliest day of what is not done."""
        return min(
            (one.due_on for one in self.items if one.item.stage in UNDONE and one.due_on),
            default=None,
        )


def plan_shown(plan: RemediationPlan | None, *, for_vendor: bool = True) -> PlanShown | None:
    """The plan with every item, in a fixed number of queries."""
    if plan is None:
        return None
    today = timezone.localdate()
    steps = ItemStep.objects.select_related("contact", "by", "evidence").order_by("pk")
    items = (
        plan.items.order_by("pk")
        .select_related("criterion")
        .prefetch_related(
            Prefetch("dates", ItemDate.objects.select_related("by").order_by("pk")),
            Prefetch("steps", steps),
        )
    )
    running = plan.stage == PlanStage.RUNNING
    rows = [_item(item, today, running=running, for_vendor=for_vendor) for item in items]
    late = any(row.is_late for row in rows)
    return PlanShown(plan, rows, "bad" if late else PLAN_TONES[PlanStage(plan.stage)])


def _item(item: PlanItem, today: date, *, running: bool, for_vendor: bool) -> ItemShown:
    dates = list(item.dates.all())
    due_on = dates[-1].due_on if dates else None
    late = running and item.stage in UNDONE and due_on is not None and due_on < today
    lines = [
        Line(
            who=_who(step.contact, step.by, for_vendor=for_vendor),
            is_ours=step.by_id is not None,
            text=step.note,
            at=step.at,
            what=ItemMove(step.move).label,
            tone=STEP_TONES[ItemMove(step.move)],
        )
        for step in item.steps.all()
    ]
    tone = "bad" if late else ITEM_TONES[ItemStage(item.stage)]
    return ItemShown(item, due_on, late, dates, lines, tone)


def _who(contact: RoomContact | None, by: User | None, *, for_vendor: bool) -> str:
    if contact:
        return contact.name
    if for_vendor:
        return _("The district")
    return by.name if by else ""
