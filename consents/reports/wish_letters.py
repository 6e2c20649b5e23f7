"""What the messages about guardians' wishes say. None names a child; why a wish was declined is on the family's page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from consents import links
from consents.models import GuardianWish, Invitation
from consents.reports.guardian_letters import reaches
from consents.terms import WishStage
from notices.models import Notice
from schools import signing


def matched(notice: Notice) -> dict[str, Any] | None:
    """To the adult whom a family named; unwanted once somebody else is meant or it is answered."""
    wish = _wish(notice)
    is_meant = wish.staff is not None and str(wish.staff.user_id) == notice.recipient_id
    if not is_meant or wish.stage != WishStage.MATCHED:
        return None
    return {
        "exception": wish.kind.name,
        "school_name": wish.school.name,
        "link": f"{settings.SITE_URL.rstrip('/')}{wish.get_absolute_url()}",
    }


def declined(notice: Notice) -> dict[str, Any] | None:
    """To the guardian: there is an answer, and where to read it."""
    wish = _wish(notice)
    guardian = signing.person_of(wish.guardian)
    live = Invitation.objects.live(timezone.now()).filter(guardian=guardian).order_by("pk").last()
    if live is None or not reaches(notice, guardian):
        return None
    return {
        "school_name": wish.school.name,
        "school_phone": wish.school.phone,
        "link": links.address_of(live),
    }


def _wish(notice: Notice) -> GuardianWish:
    full = GuardianWish.objects.select_related("kind", "school", "staff", "guardian__merged_into")
    return full.get(pk=notice.facts["wish"])
