"""Seals: batches of entries under one chained hash, so that a changed or missing row shows."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from trail.models import Entry, Seal, SealedEntry
from trail.recording import mark_of, words_of

FIRST = "0" * 64
BATCH = 5_000


def digest(entry: Entry) -> str:
    """What an entry says, with its number and mark."""
    return hashlib.sha256(
        str(entry.pk).encode() + b"\n" + words_of(entry) + b"\n" + entry.mark.encode()
    ).hexdigest()


def root_of(number: int, at: datetime, previous: str, rows: Iterable[tuple[int, str]]) -> str:
    """The hash of a seal over its moment and its (entry id, digest) rows in order of id.

    Under the trail's key: who can write the tables alone cannot close them again over a row that is gone.
    """
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    summed = hmac.new(
        settings.TRAIL_KEY.encode(), f"{number}\n{moment}\n{previous}\n".encode(), hashlib.sha256
    )
    for entry_id, entry_digest in rows:
        summed.update(f"{entry_id}:{entry_digest}\n".encode())
    return summed.hexdigest()


@transaction.atomic
def seal() -> int:
    """Seal what no seal holds yet; returns how many entries. Entries, not a highest id: commits come out of order."""
    last = Seal.objects.select_for_update().order_by("-number").first()
    entries = list(Entry.objects.unsealed().order_by("pk")[:BATCH])
    if not entries:
        return 0
    number, previous = (last.number + 1, last.root) if last else (1, FIRST)
    at = timezone.now()
    rows = [(entry.pk, digest(entry)) for entry in entries]
    SealedEntry.objects.bulk_create(
        SealedEntry(entry_id=pk, seal_number=number, digest=value) for pk, value in rows
    )
    Seal.objects.create(
        number=number,
        at=at,
        entries=len(rows),
        previous=previous,
        root=root_of(number, at, previous, rows),
    )
    return len(entries)


def faults() -> Iterator[str]:
    """Everything in the trail's tables that does not add up, a sentence each."""
    yield from entry_faults()
    yield from seal_faults()


def entry_faults() -> Iterator[str]:
    sealed = dict(SealedEntry.objects.values_list("entry_id", "digest"))
    marks: dict[str, int] = {}
    for entry in Entry.objects.order_by("pk").iterator():
        if entry.mark != mark_of(entry):
            yield f"Entry {entry.pk} was changed or written past the application."
        elif entry.pk in sealed and sealed[entry.pk] != digest(entry):
            yield f"Entry {entry.pk} differs from what was sealed."
        # A true row copied has a good mark; no two rows say the same at the same microsecond.
        if (first := marks.setdefault(entry.mark, entry.pk)) != entry.pk:
            yield f"Entry {entry.pk} repeats entry {first}."
        sealed.pop(entry.pk, None)
    yield from (f"Entry {pk} was sealed and is gone." for pk in sorted(sealed))


def seal_faults() -> Iterator[str]:
    number, previous = 0, FIRST
    rows = SealedEntry.objects.order_by("seal_number", "entry_id").values_list(
        "seal_number", "entry_id", "digest"
    )
    held = {
        seal_number: [(pk, value) for _, pk, value in group]
        for seal_number, group in groupby(rows.iterator(), key=lambda row: row[0])
    }
    for found in Seal.objects.order_by("number"):
        members = held.pop(found.number, [])
        if found.number != number + 1:
            yield f"Seal {number + 1} is gone."
        if found.previous != previous:
            yield f"Seal {found.number} does not follow the one before it."
        if found.entries != len(members) or found.root != root_of(
            found.number, found.at, found.previous, members
        ):
            yield f"Seal {found.number} does not match the entries it closed."
        number, previous = found.number, found.root
    yield from (f"Seal {missing} is gone." for missing in sorted(held))
