"""A report while it is written (I1, I2): kept as ciphertext that only the visitor's own cookie opens, an hour at most.

Writing is nobody's business: nothing here goes to the trail until the report is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from core import vault
from core.actor import Actor
from incidents.actions import automation, evidence, evidence_custody, receiving
from incidents.actions.receiving import Received
from incidents.models import Case, Draft
from incidents.policy.speak_up import may_add_files, report_of
from incidents.terms import Source

HOURS: Final = timedelta(hours=1)
# How long a second press of "send" still leads to the receipt of the first.
RECEIPT: Final = timedelta(minutes=10)
HANDLE_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a report that is being written."""

    # Whether somebody is in danger now: "yes", "no", "unsure".
    danger: str = "no"
    level: str = ""
    answers: Mapping[str, Mapping[str, Any]] | None = None
    # Something that was written sounded like danger: the card with 911 and 988 stays in sight.
    card: bool = False

    @property
    def is_danger(self) -> bool:
        return self.danger == "yes"

    @property
    def given(self) -> Mapping[str, Mapping[str, Any]]:
        return self.answers or {}


@transaction.atomic
def begin(kept: Kept) -> tuple[Draft, bytes]:
    """Begin a report: the row, and the key that only the visitor keeps."""
    key = vault.new_key()
    draft = Draft(handle=secrets.token_hex(HANDLE_BYTES))
    draft.seal(key, _written(kept))
    draft.save(force_insert=True)
    return draft, key


def opened(handle: str, key: bytes, *, at: datetime) -> Kept | None:
    """What the draft holds; None for another key, an unknown or sent one, and after an hour."""
    draft = Draft.objects.filter(handle=handle, sent_at=None).first()
    return None if draft is None else _words(draft, key, at)


@transaction.atomic
def keep(handle: str, key: bytes, change: Callable[[Kept], Kept], *, at: datetime) -> Kept | None:
    """Keep the draft as `change` makes it, in place; None where it does not open."""
    draft = Draft.objects.select_for_update().filter(handle=handle, sent_at=None).first()
    before = None if draft is None else _words(draft, key, at)
    if draft is None or before is None:
        return None
    after = change(before)
    draft.seal(key, _written(after))
    draft.save(update_fields=["sealed"])
    return after


@dataclass(frozen=True, slots=True)
class Sender:
    """How the report is sent: whether a field that nobody sees was filled in, and how many came from there lately."""

    trapped: bool = False
    visitors: int | None = None


@transaction.atomic
def send(
    handle: str,
    key: bytes,
    *,
    language: str,
    by: Actor,
    at: datetime,
    sender: Sender = Sender(),
) -> Received | None:
    """Hand the report in, once: a second press gives the same receipt. None where the draft does not open."""
    draft = Draft.objects.select_for_update().filter(handle=handle).first()
    if draft is None:
        return None
    if draft.sent_at is not None:
        return _receipt(draft, key, at)
    kept = _words(draft, key, at)
    if kept is None:
        return None
    report = report_of(kept.given, danger=kept.is_danger, language=language, level=kept.level)
    received = receiving.receive(report, source=Source.WEB, by=by)
    evidence.adopt(evidence.DraftPlace(handle, key), received.case, by=by)
    if not may_add_files(kept.given):
        evidence_custody.shut_away(received.case, by=by)
    automation.note_arrival(
        received.case,
        report.said,
        by=by,
        seconds=(at - draft.started_at).total_seconds(),
        trapped=sender.trapped,
        visitors=sender.visitors,
    )
    draft.seal(key, {"case": received.case.code, "words": list(received.words)})
    draft.sent_at = at
    draft.save(update_fields=["sealed", "sent_at"])
    return received


@transaction.atomic
def leave(handle: str, key: bytes) -> None:
    """Forget the draft at once; another key forgets nothing."""
    draft = Draft.objects.select_for_update().filter(handle=handle).first()
    if draft is None:
        return
    try:
        draft.words(key)
    except vault.Sealed:
        return
    evidence.forget_draft(handle)
    draft.delete()


@transaction.atomic
def forget_old(at: datetime) -> int:
    """Forget drafts after their hour, and receipts of sent ones after some minutes."""
    old, _ = Draft.objects.older_than(at - HOURS).delete()
    sent, _ = Draft.objects.sent_before(at - RECEIPT).delete()
    return old + sent


def _words(draft: Draft, key: bytes, at: datetime) -> Kept | None:
    if at - draft.started_at > HOURS:
        return None
    try:
        return Kept(**draft.words(key))
    except vault.Sealed:
        return None


def _receipt(draft: Draft, key: bytes, at: datetime) -> Received | None:
    if draft.sent_at is None or at - draft.sent_at > RECEIPT:
        return None
    try:
        held = draft.words(key)
    except vault.Sealed:
        return None
    return Received(Case.objects.get(code=held["case"]), tuple(held["words"]))


def _written(kept: Kept) -> dict[str, Any]:
    return {
        "danger": kept.danger,
        "level": kept.level,
        "answers": {step: dict(given) for step, given in kept.given.items()},
        "card": kept.card,
    }
