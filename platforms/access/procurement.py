"""Who puts a flag before Procurement, who signs it, who reads it; and when it may be signed (P5)."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.decision import Decision, Reason
from platforms.access.roles import is_its
from platforms.models import Platform, ProcurementFlag
from platforms.models.procurement import ProcurementFlagQuerySet
from schools.roles import holds
from schools.terms import Role

VENDOR_MAY_ANSWER: Final = Reason(
    "vendor_may_answer",
    "P5",
    _("The vendor has until its day to answer. Record its answer, or sign after that day."),
)
NOTICE_LATER: Final = Reason(
    "notice_later", "P5", _("The vendor is told first: a notice in days to come is none yet.")
)
TOO_LITTLE_TIME: Final = Reason(
    "too_little_time",
    "P5",
    _("The vendor gets at least the district's number of days to answer."),
)
NO_REASON: Final = Reason("no_reason", "P5", _("Say what happened."))
NOT_IN_FORCE: Final = Reason("not_in_force", "P5", _("The flag holds nothing back that could end."))
ENDS_BEFORE: Final = Reason(
    "ends_before",
    "P5",
    _("A flag ends today or later: what it held back in the past it held back."),
)


def flags_for(user: User) -> ProcurementFlagQuerySet:
    """ITS sees every flag, Procurement those that two people signed, nobody else any."""
    if is_its(user.pk):
        return ProcurementFlag.objects.all()
    if holds(user.pk, (Role.PROCUREMENT,)):
        return ProcurementFlag.objects.signed()
    return ProcurementFlag.objects.none()


def may_be_signed(flag: ProcurementFlag, on: date | None = None) -> Decision:
    """Once the vendor was told, and answered or let its day pass."""
    today = on or timezone.localdate()
    heard = flag.vendor_answer.strip() or today > flag.answer_by
    return Decision.unless((flag.notice_on <= today, NOTICE_LATER), (heard, VENDOR_MAY_ANSWER))


def flags_in_force(platform: Platform, on: date | None = None) -> list[ProcurementFlag]:
    """What holds purchases of the platform back on the day: its own flags and its vendor's."""
    rows = ProcurementFlag.objects.in_force(on or timezone.localdate()).about(platform)
    return list(rows.select_related("platform", "vendor").order_by("-starts_on", "-pk"))
