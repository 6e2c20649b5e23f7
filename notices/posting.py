"""Post a notice inside the caller's transaction; it leaves once that commits."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from core import outbox
from core.actor import Actor
from notices import kinds
from notices.models import Notice
from notices.terms import Channel
from schools.models import Guardian

Fact = str | int | bool | None
LONGEST_FACT = 100


class Reach(NamedTuple):
    """Where a message finds somebody."""

    channel: Channel
    address: str


def post(  # noqa: PLR0913 -- each is a column of the row
    kind: str,
    *,
    channel: Channel,
    address: str,
    recipient: Actor,
    language: str,
    facts: Mapping[str, Fact],
    key: str,
) -> Notice:
    """Write the notice's row, once for a `key` however often it is asked for, and let it leave.

    `facts` are ids and codes for the kind's registered words; never tokens, codes or names.
    """
    kinds.words_of(kind)
    notice, made = Notice.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "channel": channel,
            "address": address,
            "recipient_kind": str(recipient.kind),
            "recipient_id": recipient.id,
            "language": language or settings.LANGUAGE_CODE,
            "facts": _checked(facts),
            "message_id": f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>",
        },
    )
    if made:
        outbox.later("notices.deliver", notice.pk, key=f"notices.deliver:{notice.pk}")
    return notice


def reach(guardian: Guardian) -> Reach | None:
    """Where to write to a guardian: e-mail first, else a text; None when disputed or unknown."""
    if not guardian.can_be_reached:
        return None
    if guardian.email:
        return Reach(Channel.EMAIL, guardian.email)
    return Reach(Channel.SMS, guardian.phone)


def _checked(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts are ids, codes, dates and counts: short and flat."""
    for name, fact in facts.items():
        if not isinstance(fact, str | int | None) or len(str(fact)) > LONGEST_FACT:
            raise ValueError(f"notice fact {name!r} is not an id, a code or a date")
    return dict(facts)
