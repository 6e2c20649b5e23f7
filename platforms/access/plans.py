"""Whether a vendor's contact may speak about a plan, and an item of it (P4)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.decision import Decision, Reason
from platforms.access.rooms import may_take_part
from platforms.models import PlanItem, RemediationPlan, RoomContact
from platforms.terms.rooms import Side

NOT_YOUR_PLAN: Final = Reason("not_your_plan", "P4", _("This plan is not in your room."))
NOT_YOURS: Final = Reason("not_yours", "P4", _("This item is for ITS to see to."))


def may_speak(contact: RoomContact, plan: RemediationPlan, at: datetime) -> Decision:
    """Agree to the plan of one's own platform, and reply to its items."""
    takes_part = may_take_part(contact, at)
    if not takes_part:
        return takes_part
    return Decision.unless((plan.platform_id == contact.room.platform_id, NOT_YOUR_PLAN))


def may_say_done(contact: RoomContact, item: PlanItem, at: datetime) -> Decision:
    """Say that an item is done: of the vendor's own items alone."""
    speaks = may_speak(contact, item.plan, at)
    if not speaks:
        return speaks
    return Decision.unless((item.side == Side.VENDOR, NOT_YOURS))
