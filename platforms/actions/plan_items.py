"""Items of a remediation plan (P4): the vendor replies and says that they are done, ITS finds them done."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from platforms.access import plans as access
from platforms.access.roles import acting_user, may_work
from platforms.actions.plans import open_plan
from platforms.actions.rooms import enter, vendor
from platforms.actions.vendor_room import tell_its
from platforms.models import Evidence, ItemStep, PlanItem, RoomContact
from platforms.terms.rooms import ItemMove, ItemStage, PlanStage, RoomDeed
from platforms.workflow.rooms import ITEM
from trail.recording import record

NOT_ITS_EVIDENCE = Reason(
    "not_its_evidence", "P4", _("This is evidence of another platform: choose one of this one.")
)
NO_PROOF = Reason("no_proof", "P4", _("Name the evidence, or write down what you saw."))


@transaction.atomic
def reply_in_room(item: PlanItem, contact: RoomContact, note: str, *, is_done: bool) -> ItemStep:
    """How it stands, in the vendor's words; `is_done`: the vendor says that it is mended."""
    item = _locked(item)
    now = timezone.now()
    may = access.may_say_done(contact, item, now) if is_done else None
    (access.may_speak(contact, item.plan, now) if may is None else may).require()
    what = ItemMove.SAY_DONE if is_done else ItemMove.REPLY
    step = _move(item, what, by=vendor(contact), contact=contact, note=note)
    enter(contact.room, RoomDeed.REPLIED, contact=contact, note=item.title)
    tell_its(contact.room, f"reply:{step.pk}")
    return step


@transaction.atomic
def reply(item: PlanItem, note: str, *, by: Actor) -> ItemStep:
    """A word of ITS on the item; the vendor reads it in the room."""
    may_work(by).require()
    return _move(_locked(item), ItemMove.REPLY, by=by, user=acting_user(by), note=note)


@transaction.atomic
def accept(
    item: PlanItem, *, by: Actor, note: str = "", evidence: Evidence | None = None
) -> ItemStep:
    """ITS finds it done, by a piece of evidence or by what it saw. It is no result of an audit."""
    may_work(by).require()
    item = _locked(item)
    own = evidence is None or evidence.platform_id == item.plan.platform_id
    Decision.unless((evidence or note.strip(), NO_PROOF), (own, NOT_ITS_EVIDENCE)).require()
    user = acting_user(by)
    return _move(item, ItemMove.ACCEPT, by=by, user=user, note=note, evidence=evidence)


@transaction.atomic
def reopen(item: PlanItem, *, by: Actor, note: str) -> ItemStep:
    """It is not done after all; the note says what is missing, and the vendor reads it."""
    may_work(by).require()
    return _move(_locked(item), ItemMove.REOPEN, by=by, user=acting_user(by), note=note)


@transaction.atomic
def drop(item: PlanItem, *, by: Actor, note: str) -> ItemStep:
    """No longer asked for, with the reason."""
    may_work(by).require()
    return _move(_locked(item), ItemMove.DROP, by=by, user=acting_user(by), note=note)


def _locked(item: PlanItem) -> PlanItem:
    plan = open_plan(item.plan)
    found = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    found.plan = plan
    return found


def _move(  # noqa: PLR0913 -- who did it is either of two
    item: PlanItem,
    what: ItemMove,
    *,
    by: Actor,
    user: User | None = None,
    contact: RoomContact | None = None,
    note: str = "",
    evidence: Evidence | None = None,
) -> ItemStep:
    if item.plan.stage == PlanStage.DRAFTED and what not in (ItemMove.DROP, ItemMove.REPLY):
        # Before the vendor agreed there is nothing to be done yet.
        raise IllegalMove(item.plan.stage, what)
    item.stage = ITEM.next(ItemStage(item.stage), what)
    item.save(update_fields=["stage"])
    step = ItemStep.objects.create(
        item=item,
        move=what,
        stage=item.stage,
        note=note,
        evidence=evidence,
        contact=contact,
        by=user,
    )
    record(f"plan.item_{what.value}", item, by=by, topic=item.plan, stage=str(item.stage))
    return step
