"""A remediation plan (P4): drafted by ITS, agreed with the vendor, run by its dates, fulfilled or given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from platforms.access import plans as access
from platforms.access.roles import NOT_ITS, acting_user, is_its, may_work
from platforms.actions.rooms import enter, vendor
from platforms.models import (
    Criterion,
    ItemDate,
    PlanItem,
    PlanStep,
    Platform,
    RemediationPlan,
    RoomContact,
)
from platforms.models.plans import OPEN
from platforms.terms import FLAGGED
from platforms.terms.rooms import ItemStage, PlanMove, PlanStage, RoomDeed, Side
from platforms.workflow.rooms import PLAN
from trail.recording import record

NOT_FLAGGED = Reason(
    "not_flagged", "P4", _("Only a flagged platform gets a plan: this one is not flagged today.")
)
HAS_A_PLAN = Reason("has_a_plan", "P4", _("This platform has an open plan already."))
NO_ITEMS = Reason("no_items", "P4", _("Write down first what has to be mended."))
UNDONE = Reason("undone", "P4", _("Every item has to be found done, or dropped with a reason."))
PAST_DATE = Reason("past_date", "P4", _("Choose a day that is still to come."))
SAME_DATE = Reason("same_date", "P4", _("The item is due on that day already."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWish:
    """What has to be mended, whose it is, by when, and what counts as done."""

    title: str
    done_when: str
    due_on: date
    side: Side = Side.VENDOR
    owner: str = ""
    criterion: Criterion | None = None


@transaction.atomic
def draft(
    platform: Platform, items: Sequence[ItemWish], *, owner: User, by: Actor
) -> RemediationPlan:
    """Begin a plan for a flagged platform; the vendor sees it in the room, and agrees there."""
    may_work(by).require()
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    standing = platform.standing(timezone.now())
    Decision.unless(
        (standing is not None and standing.status in FLAGGED, NOT_FLAGGED),
        (not platform.remediation_plans.open().exists(), HAS_A_PLAN),
        (is_its(owner.pk), NOT_ITS),
    ).require()
    plan = RemediationPlan.objects.create(
        platform=platform,
        decision=standing.decision if standing else None,
        owner=owner,
        drafted_by=acting_user(by),
    )
    record("plan.drafted", plan, by=by, topic=platform)
    for wish in items:
        _add(plan, wish, by=by)
    return plan


@transaction.atomic
def add_item(plan: RemediationPlan, wish: ItemWish, *, by: Actor) -> PlanItem:
    """Something else that has to be mended; an agreed plan may grow, and the vendor sees it."""
    may_work(by).require()
    return _add(open_plan(plan), wish, by=by)


@transaction.atomic
def move_date(item: PlanItem, due_on: date, *, by: Actor, reason: str) -> ItemDate:
    """Another day for an item, with the reason. The days before stay in its history."""
    may_work(by).require()
    open_plan(item.plan)
    item = PlanItem.objects.with_due().select_for_update(of=("self",)).get(pk=item.pk)
    if item.stage in (ItemStage.DONE, ItemStage.DROPPED):
        raise IllegalMove(item.stage, "move_date")
    Decision.unless(
        (due_on >= timezone.localdate(), PAST_DATE), (due_on != _due(item), SAME_DATE)
    ).require()
    row = ItemDate.objects.create(item=item, due_on=due_on, reason=reason, by=acting_user(by))
    record("plan.date_moved", item, by=by, topic=item.plan, due=due_on.isoformat())
    return row


@transaction.atomic
def agree(plan: RemediationPlan, *, by: Actor, note: str) -> RemediationPlan:
    """ITS writes down how the vendor agreed: by letter, by telephone."""
    may_work(by).require()
    plan = open_plan(plan)
    Decision.unless((plan.items.undone().exists(), NO_ITEMS)).require()
    return _move(plan, PlanMove.AGREE, by=by, user=acting_user(by), note=note)


@transaction.atomic
def agree_in_room(plan: RemediationPlan, contact: RoomContact, note: str = "") -> RemediationPlan:
    """A contact of the vendor's agrees to the plan as it stands."""
    plan = open_plan(plan)
    access.may_speak(contact, plan, timezone.now()).require()
    Decision.unless((plan.items.undone().exists(), NO_ITEMS)).require()
    plan = _move(plan, PlanMove.AGREE, by=vendor(contact), contact=contact, note=note)
    enter(contact.room, RoomDeed.AGREED, contact=contact)
    return plan


@transaction.atomic
def start(plan: RemediationPlan, *, by: Actor) -> RemediationPlan:
    """From now on its dates are watched."""
    may_work(by).require()
    return _move(open_plan(plan), PlanMove.START, by=by, user=acting_user(by))


@transaction.atomic
def hand_over(plan: RemediationPlan, owner: User, *, by: Actor) -> RemediationPlan:
    """Somebody else of ITS looks after it from now on, and hears of its dates."""
    may_work(by).require()
    Decision.unless((is_its(owner.pk), NOT_ITS)).require()
    plan = open_plan(plan)
    note = f"{plan.owner.name} → {owner.name}"
    plan.owner = owner
    plan.save(update_fields=["owner"])
    return _move(plan, PlanMove.HAND_OVER, by=by, user=acting_user(by), note=note)


@transaction.atomic
def fulfil(plan: RemediationPlan, *, by: Actor) -> RemediationPlan:
    """Everything is mended: the way is free for another audit. The flag stays until that is decided."""
    may_work(by).require()
    plan = open_plan(plan)
    done = plan.items.filter(stage=ItemStage.DONE).exists()
    Decision.unless((done and not plan.items.undone().exists(), UNDONE)).require()
    return _move(plan, PlanMove.FULFIL, by=by, user=acting_user(by))


@transaction.atomic
def give_up(plan: RemediationPlan, *, by: Actor, reason: str) -> RemediationPlan:
    """The vendor cannot or will not mend it. Moving the schools off is a step of its own."""
    may_work(by).require()
    return _move(open_plan(plan), PlanMove.GIVE_UP, by=by, user=acting_user(by), note=reason)


def open_plan(plan: RemediationPlan) -> RemediationPlan:
    """The plan's row, held until the transaction ends; `IllegalMove` where it is over."""
    rows = RemediationPlan.objects.select_for_update(of=("self",))
    found = rows.select_related("platform", "owner").get(pk=plan.pk)
    if found.stage not in OPEN:
        raise IllegalMove(found.stage, "change")
    return found


def _add(plan: RemediationPlan, wish: ItemWish, *, by: Actor) -> PlanItem:
    Decision.unless((wish.due_on >= timezone.localdate(), PAST_DATE)).require()
    user = acting_user(by)
    item = PlanItem.objects.create(
        plan=plan,
        criterion=wish.criterion,
        title=wish.title,
        done_when=wish.done_when,
        side=wish.side,
        owner=wish.owner,
        added_by=user,
    )
    ItemDate.objects.create(item=item, due_on=wish.due_on, by=user)
    record("plan.item_added", item, by=by, topic=plan, due=wish.due_on.isoformat())
    return item


def _due(item: PlanItem) -> date | None:
    due: date | None = getattr(item, "due_on", None)
    return due


def _move(
    plan: RemediationPlan,
    what: PlanMove,
    *,
    by: Actor,
    user: User | None = None,
    contact: RoomContact | None = None,
    note: str = "",
) -> RemediationPlan:
    plan.stage = PLAN.next(PlanStage(plan.stage), what)
    plan.save(update_fields=["stage"])
    PlanStep.objects.create(
        plan=plan, move=what, stage=plan.stage, by=user, contact=contact, note=note
    )
    record(f"plan.{what.value}", plan, by=by, topic=plan.platform, stage=str(plan.stage))
    return plan
