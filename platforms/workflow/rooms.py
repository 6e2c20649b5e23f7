"""How a vendor's room, a remediation plan and its items move (P2, P4)."""

from core.workflow import Workflow
from platforms.terms.rooms import (
    ItemMove,
    ItemStage,
    PlanMove,
    PlanStage,
    RoomMove,
    RoomStage,
)

ROOM: Workflow[RoomStage, RoomMove] = Workflow(
    {
        (RoomStage.OPEN, RoomMove.HAND_IN): RoomStage.HANDED_IN,
        (RoomStage.OPEN, RoomMove.REFUSE): RoomStage.REFUSED,
        (RoomStage.HANDED_IN, RoomMove.REFUSE): RoomStage.REFUSED,
        # The vendor thinks again, or ITS asks for more.
        (RoomStage.HANDED_IN, RoomMove.TAKE_UP): RoomStage.OPEN,
        (RoomStage.REFUSED, RoomMove.TAKE_UP): RoomStage.OPEN,
        (RoomStage.OPEN, RoomMove.EXTEND): RoomStage.OPEN,
        (RoomStage.HANDED_IN, RoomMove.EXTEND): RoomStage.HANDED_IN,
        (RoomStage.REFUSED, RoomMove.EXTEND): RoomStage.REFUSED,
        (RoomStage.OPEN, RoomMove.CLOSE): RoomStage.CLOSED,
        (RoomStage.HANDED_IN, RoomMove.CLOSE): RoomStage.CLOSED,
        (RoomStage.REFUSED, RoomMove.CLOSE): RoomStage.CLOSED,
    }
)

PLAN: Workflow[PlanStage, PlanMove] = Workflow(
    {
        (PlanStage.DRAFTED, PlanMove.AGREE): PlanStage.AGREED,
        (PlanStage.AGREED, PlanMove.START): PlanStage.RUNNING,
        (PlanStage.RUNNING, PlanMove.FULFIL): PlanStage.FULFILLED,
        (PlanStage.DRAFTED, PlanMove.GIVE_UP): PlanStage.GIVEN_UP,
        (PlanStage.AGREED, PlanMove.GIVE_UP): PlanStage.GIVEN_UP,
        (PlanStage.RUNNING, PlanMove.GIVE_UP): PlanStage.GIVEN_UP,
        # Somebody else of ITS looks after it.
        (PlanStage.DRAFTED, PlanMove.HAND_OVER): PlanStage.DRAFTED,
        (PlanStage.AGREED, PlanMove.HAND_OVER): PlanStage.AGREED,
        (PlanStage.RUNNING, PlanMove.HAND_OVER): PlanStage.RUNNING,
    }
)

ITEM: Workflow[ItemStage, ItemMove] = Workflow(
    {
        (ItemStage.OPEN, ItemMove.REPLY): ItemStage.OPEN,
        (ItemStage.SAID_DONE, ItemMove.REPLY): ItemStage.SAID_DONE,
        (ItemStage.OPEN, ItemMove.SAY_DONE): ItemStage.SAID_DONE,
        (ItemStage.OPEN, ItemMove.ACCEPT): ItemStage.DONE,
        (ItemStage.SAID_DONE, ItemMove.ACCEPT): ItemStage.DONE,
        (ItemStage.SAID_DONE, ItemMove.REOPEN): ItemStage.OPEN,
        (ItemStage.DONE, ItemMove.REOPEN): ItemStage.OPEN,
        (ItemStage.OPEN, ItemMove.DROP): ItemStage.DROPPED,
        (ItemStage.SAID_DONE, ItemMove.DROP): ItemStage.DROPPED,
    }
)
