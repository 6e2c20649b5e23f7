"""Messages that failed and texts that came in, so that an office finds something on its lists."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from accounts.models import User
from consents.actions import texts
from consents.actions.texts import Incoming
from consents.models import DayMessage
from notices import deliveries
from notices.deliveries import Told
from notices.terms import Channel, Outcome
from schools.models import Guardian

OUR_NUMBER = "+17735550100"


def tell(_people: Mapping[str, User]) -> None:
    """Two guardians of the soccer team cannot be reached by e-mail; one texts us something unclear."""
    silent = list(
        DayMessage.objects.filter(guardian__asks__answers__isnull=True)
        .select_related("guardian", "notice")
        .distinct()
        .order_by("pk")[:3]
    )
    for message in silent[:2]:
        bounce(message)
    if len(silent) > 2:
        unclear(silent[2].guardian)


def bounce(message: DayMessage) -> None:
    notice = message.notice
    source = "sms" if notice.channel == Channel.SMS else "mail"
    told = Told(
        event_id=f"practice-{notice.pk}",
        message_id=notice.message_id,
        outcome=Outcome.BOUNCED,
        at=timezone.now(),
        code="550",
    )
    deliveries.take_in(source, [told])


def unclear(guardian: Guardian) -> None:
    """A question by text, from a guardian who has a mobile number."""
    if guardian.phone:
        said = Incoming(
            carrier_id=f"practice-{guardian.pk}",
            sender=guardian.phone,
            to=OUR_NUMBER,
            text="Who is this? Is it about the soccer trip?",
            at=timezone.now(),
        )
        texts.take_in(said)
