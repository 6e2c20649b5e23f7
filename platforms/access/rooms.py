"""What a contact of the vendor's may do in their room, and what ITS may (P2, P4)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.decision import Decision, Reason
from platforms.models import Audit, Room, RoomContact
from platforms.terms.audits import AuditStage
from platforms.terms.rooms import RoomStage

LINK_OVER: Final = Reason("link_over", "P2", _("This link has ended."))
ROOM_OVER: Final = Reason("room_over", "P2", _("This room has ended: give it more time first."))
NOT_TAKING_PART: Final = Reason(
    "not_taking_part", "P2", _("You declined to take part. Take it up again first.")
)
HANDED_IN: Final = Reason(
    "handed_in", "P2", _("Your answers are handed in. Take them up again to change them.")
)
NOTHING_ASKED: Final = Reason("nothing_asked", "P2", _("No questions are asked in this room."))
REVIEW_WENT_ON: Final = Reason(
    "review_went_on",
    "P2",
    _("The review has gone on, and answers no longer change. You can still write a message."),
)
# While the auditor is at work, a vendor's word still counts as a claim.
ANSWERABLE: Final = (AuditStage.REQUESTED, AuditStage.ASSESSING)


def may_enter(contact: RoomContact, at: datetime) -> Decision:
    """See the room at all: the link is the contact's own, and neither it nor the room is over."""
    lives = contact.ended_at is None and not contact.room.is_over(at)
    return Decision.unless((lives, LINK_OVER))


def may_take_part(contact: RoomContact, at: datetime) -> Decision:
    """Give files and reply to the plan: everything but answers, also after they were handed in."""
    entered = may_enter(contact, at)
    if not entered:
        return entered
    return Decision.unless((contact.room.stage != RoomStage.REFUSED, NOT_TAKING_PART))


def may_answer(contact: RoomContact, at: datetime) -> Decision:
    """Say how criteria are met, while nothing is handed in and the auditor is still at work."""
    takes_part = may_take_part(contact, at)
    if not takes_part:
        return takes_part
    room = contact.room
    return Decision.unless((room.audit_id, NOTHING_ASKED), *_open_to_claims(room))


def _open_to_claims(room: Room) -> list[tuple[object, Reason]]:
    audit = room.audit
    return [
        (room.stage == RoomStage.OPEN, HANDED_IN),
        (audit is None or claims_count_for(audit), REVIEW_WENT_ON),
    ]


def claims_count_for(audit: Audit) -> bool:
    """Whether a claim may still be added to the audit."""
    return audit.stage in ANSWERABLE
