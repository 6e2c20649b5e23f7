"""Post a notice inside the caller's transaction; it leaves once that commits."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from core import outbox
from core.actor import Actor
from core.models import OutboxMessage
from notices import contacts, kinds
from notices.contacts import Reach
from notices.models import Notice, NumberStop
from notices.terms import Channel, NoticeState
from schools.models import Guardian

__all__ = ["Draft", "Reach", "post", "post_all", "reach"]

Fact = str | int | bool | None
LONGEST_FACT = 100
# Why a notice never leaves that was meant for a number which asked us to stop.
STOPPED = "number stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice to be: each field is a column of its row, but `not_before`, the moment it may leave from."""

    kind: str
    channel: Channel
    address: str
    recipient: Actor
    language: str
    facts: Mapping[str, Fact]
    key: str
    not_before: datetime | None = None


def post(  # noqa: PLR0913 -- each is a column of the row
    kind: str,
    *,
    channel: Channel,
    address: str,
    recipient: Actor,
    language: str,
    facts: Mapping[str, Fact],
    key: str,
    not_before: datetime | None = None,
) -> Notice:
    """Write the notice's row, once for a `key` however often it is asked for, and let it leave.

    `facts` are ids and codes for the kind's registered words; never tokens, codes or names. To a number
    that asked us to stop nothing leaves but the confirmation of that.
    """
    draft = Draft(
        kind=kind,
        channel=channel,
        address=address,
        recipient=recipient,
        language=language,
        facts=facts,
        key=key,
        not_before=not_before,
    )
    columns = _columns(draft, _stopped([draft]))
    notice, made = Notice.objects.get_or_create(key=columns.pop("key"), defaults=columns)
    if made and notice.state == NoticeState.WAITING:
        key = f"notices.deliver:{notice.pk}"
        outbox.later("notices.deliver", notice.pk, key=key, not_before=not_before)
    return notice


def post_all(drafts: Iterable[Draft]) -> list[Notice]:
    """The same for many, in a number of queries that does not grow with them; those newly written."""
    drafts = list(drafts)
    stopped = _stopped(drafts)
    rows = [Notice(**_columns(draft, stopped)) for draft in drafts]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    # Whose Message-ID is ours was written now; another's key stood before.
    made = Notice.objects.filter(message_id__in=[row.message_id for row in rows])
    notices = list(made.order_by("pk"))
    times = {draft.key: draft.not_before for draft in drafts}
    now = timezone.now()
    outbox.later_all(
        OutboxMessage(
            task="notices.deliver",
            args=[notice.pk],
            key=f"notices.deliver:{notice.pk}",
            not_before=times[notice.key] or now,
        )
        for notice in notices
        if notice.state == NoticeState.WAITING
    )
    return notices


def reach(guardian: Guardian) -> Reach | None:
    """Where to write to a guardian now: e-mail first, else a text, else nowhere; see `contacts.reaches`."""
    return contacts.reaches([guardian])[guardian.pk]


def _columns(draft: Draft, stopped: set[str]) -> dict[str, object]:
    kinds.words_of(draft.kind)
    barred = draft.channel == Channel.SMS and draft.address in stopped
    silenced = barred and not kinds.confirms_stop(draft.kind)
    return {
        "kind": draft.kind,
        "channel": draft.channel,
        "address": draft.address,
        "recipient_kind": str(draft.recipient.kind),
        "recipient_id": draft.recipient.id,
        "language": draft.language or settings.LANGUAGE_CODE,
        "facts": _checked(draft.facts),
        "key": draft.key,
        "message_id": f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>",
        "state": NoticeState.UNWANTED if silenced else NoticeState.WAITING,
        "last_error": STOPPED if silenced else "",
    }


def _stopped(drafts: Iterable[Draft]) -> set[str]:
    numbers = {draft.address for draft in drafts if draft.channel == Channel.SMS}
    return NumberStop.objects.stopped(numbers) if numbers else set()


def _checked(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts are ids, codes, dates and counts: short and flat."""
    for name, fact in facts.items():
        if not isinstance(fact, str | int | None) or len(str(fact)) > LONGEST_FACT:
            raise ValueError(f"notice fact {name!r} is not an id, a code or a date")
    return dict(facts)
