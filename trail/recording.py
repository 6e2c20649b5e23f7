"""The one way to write to the trail, inside the transaction of the act itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import UTC

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.actor import Actor
from trail.models import Entry, name_of

Word = str | int | float | bool | None
Fact = Word | Sequence[Word]


def record(
    verb: str, subject: models.Model, *, by: Actor, topic: models.Model | None = None, **facts: Fact
) -> Entry:
    """Write that `by` did `verb` ("answer.given") to `subject`.

    `facts` are ids, dates as ISO text, codes, counts and hashes; never names, addresses or free text
    about a family.
    """
    written = entry(verb, subject, by=by, topic=topic, **facts)
    written.save(force_insert=True)
    return written


def record_all(entries: Iterable[Entry]) -> None:
    """Write many entries made by `entry`, in one go."""
    Entry.objects.bulk_create(entries, batch_size=500)


def entry(
    verb: str, subject: models.Model, *, by: Actor, topic: models.Model | None = None, **facts: Fact
) -> Entry:
    """What `record` writes, with its mark, not yet written."""
    row = Entry(
        at=timezone.now(),
        verb=verb,
        subject=name_of(subject),
        topic=name_of(topic) if topic else "",
        actor_kind=str(by.kind),
        actor_id=by.id,
        facts=json.loads(json.dumps(facts)),
    )
    row.mark = mark_of(row)
    return row


def mark_of(entry: Entry) -> str:
    """The mark a row with these words must carry."""
    return hmac.new(settings.TRAIL_KEY.encode(), words_of(entry), hashlib.sha256).hexdigest()


def words_of(entry: Entry) -> bytes:
    """A row's words in one fixed form (times in UTC to the microsecond, keys sorted)."""
    words = [
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.verb,
        entry.subject,
        entry.topic,
        entry.actor_kind,
        entry.actor_id,
        entry.facts,
    ]
    return json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
