"""A bundle of a case: asked for with a reason, made by a worker, taken by whoever asked, and gone a day later."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import pyrage
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import outbox, vault
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from incidents.access import keeping as access
from incidents.access.cases import acting_user, offices_with
from incidents.actions.clearing import delete_after_commit
from incidents.actions.evidence import happened
from incidents.actions.steps import step
from incidents.models import Case, Destroyed, EvidencePart, Export
from incidents.reports.bundle import Asked, copies_of, zipped
from incidents.terms.evidence import CustodyDeed
from incidents.terms.keeping import Lock
from trail.recording import record

TASK: Final = "incidents.make_export"
JOB: Final = Actor.job(TASK)
KEPT_FOR: Final = timedelta(hours=24)
# What a worker holds in memory.
MOST_BYTES: Final = 200 * 1024 * 1024
ONE_AT_A_TIME: Final = Reason("one_at_a_time", "I1", _("Another bundle of yours is being made."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A bundle as it is asked for. `secret`: the passphrase, or the recipient's age address, by the lock."""

    reason: str
    lock: Lock
    secret: str = ""
    with_contact: bool = False
    with_evidence: bool = False


@transaction.atomic
def ask(case: Case, wanted: Wanted, *, by: Actor) -> Export:
    """Ask for a bundle; a worker makes it."""
    access.may_export(by, case).require()
    user = User.objects.select_for_update().get(pk=acting_user(by).pk)
    running = Export.objects.making().filter(by=user).exists()
    Decision.unless((not running, ONE_AT_A_TIME)).require()
    choices = {
        "lock": str(wanted.lock),
        "with_contact": wanted.with_contact,
        "with_evidence": wanted.with_evidence,
    }
    export = Export(case=case, by=user, **choices)
    secret = {} if wanted.lock == Lock.NONE else {str(wanted.lock): wanted.secret}
    export.seal({"reason": wanted.reason, **secret})
    export.save(force_insert=True)
    step(case, "export.asked", by=by, **choices)
    outbox.later(TASK, export.pk, key=f"{TASK}:{export.pk}")
    return export


def make(export_id: int) -> None:
    """Make the bundle and keep it sealed under the case's key. Safe twice; whoever lost the case meanwhile gets none."""
    export = Export.objects.select_related("case", "by").get(pk=export_id)
    if export.made_at is not None or export.failed or export.ended_at is not None:
        return
    by, now = Actor(ActorKind.USER, str(export.by_id)), timezone.now()
    if not export.by.is_active or not access.may_export(by, export.case):
        _fail(export, "not_yours")
        return
    parts = copies_of(export.case, export.by) if export.with_evidence else []
    if sum(part.size for _name, part in parts) > MOST_BYTES:
        _fail(export, "too_large")
        return
    try:
        handed_out = _locked_up(export, _packed(export, by, now))
    except (vault.Sealed, Destroyed, OSError):
        _fail(export, "no_key")
        return
    sealed = vault.seal(export.case.key(), handed_out, _about(export))
    name = default_storage.save(f"bundles/{export.name}", ContentFile(sealed))
    try:
        _made(export, name, handed_out, parts)
    except BaseException:
        default_storage.delete(name)
        raise


@transaction.atomic
def take(export: Export, *, by: Actor) -> bytes:
    """The bundle's bytes; every taking is written down."""
    export = Export.objects.select_related("case").select_for_update(of=("self",)).get(pk=export.pk)
    access.may_take(by, export, timezone.now()).require()
    with default_storage.open(export.stored_as) as kept:
        content = vault.unseal(export.case.key(), kept.read(), _about(export))
    step(export.case, "export.taken", by=by, sha256=export.sha256)
    return content


@transaction.atomic
def discard(export: Export, *, by: Actor) -> None:
    """Delete a bundle before its time; its row and reason stay."""
    access.may_export(by, export.case).require()
    _end(Export.objects.select_for_update().get(pk=export.pk), by=by)


def end_over(at: datetime) -> int:
    """Delete what is over; returns how many."""
    over = list(Export.objects.over(at).values_list("pk", flat=True))
    for pk in over:
        with transaction.atomic():
            _end(Export.objects.select_for_update().get(pk=pk), by=JOB)
    return len(over)


def _end(export: Export, *, by: Actor) -> None:
    if export.ended_at is not None:
        return
    names = [export.stored_as] if export.stored_as else []
    export.ended_at, export.stored_as = timezone.now(), ""
    export.save(update_fields=["ended_at", "stored_as"])
    record("export.ended", export, by=by, topic=export.case)
    delete_after_commit(names)


def _packed(export: Export, by: Actor, now: datetime) -> bytes:
    offices = tuple(offices_with(by, export.case))
    asked = Asked(export.by, offices, export.with_contact, export.with_evidence)
    return zipped(export.case, asked, now)


def _locked_up(export: Export, packed: bytes) -> bytes:
    words = export.words()
    if export.lock == Lock.PASSPHRASE:
        return bytes(pyrage.passphrase.encrypt(packed, words["passphrase"]))
    if export.lock == Lock.RECIPIENT:
        recipient = pyrage.x25519.Recipient.from_str(words["recipient"])
        return bytes(pyrage.encrypt(packed, [recipient]))
    return packed


@transaction.atomic
def _made(
    export: Export, name: str, handed_out: bytes, parts: list[tuple[str, EvidencePart]]
) -> None:
    """Write down that it is there, once, and forget the passphrase."""
    row = Export.objects.select_related("case").select_for_update(of=("self",)).get(pk=export.pk)
    if row.made_at is not None or row.ended_at is not None:
        delete_after_commit([name])
        return
    row.seal({"reason": row.words()["reason"]})
    row.made_at = timezone.now()
    row.expires_at = row.made_at + KEPT_FOR
    row.stored_as, row.size = name, len(handed_out)
    row.sha256 = hashlib.sha256(handed_out).hexdigest()
    row.save()
    step(row.case, "export.made", by=JOB, sha256=row.sha256, size=row.size)
    for evidence in {part.evidence for _name, part in parts}:
        happened(evidence, CustodyDeed.LOOKED_AT, by=JOB, bundle=row.sha256)


def _fail(export: Export, code: str) -> None:
    Export.objects.filter(pk=export.pk).update(failed=code)
    record("export.failed", export, by=JOB, topic=export.case, code=code)


def _about(export: Export) -> str:
    return f"bundle|{export.case.code}|{export.name}"
