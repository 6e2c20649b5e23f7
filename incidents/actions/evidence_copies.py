"""The worker makes the clean copies (I1): it alone opens what was sealed to it, and forgets it once it is not needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import BinaryIO, Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core import outbox, vault
from core.actor import Actor
from documents import copies, sealing, viruses
from incidents.actions.evidence import happened
from incidents.models import EvidenceFile, EvidenceOriginal, EvidencePart, OfficeKey
from incidents.terms import OfficeCode
from incidents.terms.evidence import CustodyDeed, EvidenceMove, EvidenceState, ScanState
from incidents.workflow.evidence import EVIDENCE

WORKER: Final = Actor.job("incidents.copy_evidence")
# One worker has a file this long; longer than a copy may take.
HELD: Final = timedelta(minutes=8)
MOST_TRIES: Final = 3


class NoIdentity(Exception):
    """This process has no key that opens evidence: the web tier, or a worker without EVIDENCE_IDENTITY."""


class Busy(Exception):
    """Another worker has the file: the outbox asks again later."""


def copy(evidence_id: int) -> None:
    """Open the file, make what is missing of it (copy, scan, an office's original), and drop the worker's key to it.

    Safe twice, and after a worker was killed on the way: what it left half done is made anew.
    """
    if not settings.EVIDENCE_IDENTITY:
        raise NoIdentity
    row = _claim(evidence_id)
    if row is None:
        return
    with copies.in_memory() as plain:
        sealing.unseal(row.worker_file, plain, settings.EVIDENCE_IDENTITY)
        _look_for_viruses(row, plain)
        if row.state == EvidenceState.RECEIVED:
            _make_copy(row, plain)
        _seal_to_offices(row, plain)
    _settle(row)


def mend(at: datetime) -> int:
    """Hand out again every file that a worker left, or that waited for a scanner or an office's key."""
    ready = set(OfficeKey.objects.standing())
    found = 0
    for row in EvidenceFile.objects.unfinished(at - HELD).order_by("pk")[:200]:
        if not _waits_in_vain(row, ready):
            outbox.later("incidents.copy_evidence", row.pk, key=f"incidents.copy_evidence:{row.pk}:{at:%Y%m%d%H%M}")  # fmt: skip
            found += 1
    return found


def _claim(evidence_id: int) -> EvidenceFile | None:
    """The file, held for this worker; None where nothing is left to do; `Busy` while another has it."""
    with transaction.atomic():
        row = EvidenceFile.objects.select_for_update().get(pk=evidence_id)
        if row.case_id is None or not row.worker_file:
            return None
        now = timezone.now()
        if row.tried_at is not None and row.tried_at > now - HELD:
            raise Busy
        row.tried_at, row.tries = now, F("tries") + 1
        row.save(update_fields=["tried_at", "tries"])
    row.refresh_from_db()
    return row


def _look_for_viruses(row: EvidenceFile, plain: BinaryIO) -> None:
    """Ask the scanner, where there is one. Away, it is asked again later; the copy waits for nothing."""
    if row.scan != ScanState.NOT_SCANNED or not viruses.is_on():
        return
    try:
        found = ScanState(viruses.scan(plain))
    except viruses.ScannerAway:
        return
    with _locked(row):
        row.scan = found
        row.save(update_fields=["scan"])
        if found != ScanState.INFECTED:
            happened(row, CustodyDeed.SCANNED, by=WORKER)
        elif EVIDENCE.allows(EvidenceState(row.state), EvidenceMove.FIND_VIRUS):
            _move(row, EvidenceMove.FIND_VIRUS)
            drop_copy(row)
            happened(row, CustodyDeed.INFECTED, by=WORKER)


def _make_copy(row: EvidenceFile, plain: BinaryIO) -> None:
    try:
        made = copies.make(plain, row.media_type)
    except copies.CannotCopy as error:
        if error.at_limit and row.tries < MOST_TRIES:
            _release(row)
            raise
        with _locked(row):
            if row.state == EvidenceState.RECEIVED:
                _move(row, EvidenceMove.GIVE_UP)
                happened(row, CustodyDeed.NOT_COPIED, by=WORKER, why=str(error))
        return
    parts = [_kept(row, number, part) for number, part in enumerate(made.parts, 1)]
    with _locked(row):
        if row.state != EvidenceState.RECEIVED:
            # Somebody shut it away meanwhile: then there is no copy.
            for part in parts:
                sealing.forget(part.stored_as)
            return
        EvidencePart.objects.bulk_create(parts)
        row.left_out = made.left_out
        row.save(update_fields=["left_out"])
        _move(row, EvidenceMove.COPY)
        happened(row, CustodyDeed.COPIED, by=WORKER, parts=len(parts), left_out=made.left_out, hashes=[one.sha256 for one in parts])  # fmt: skip


def _kept(row: EvidenceFile, number: int, part: copies.CopyPart) -> EvidencePart:
    """A part of the copy, kept under the case's key. A worker that was killed leaves the same name to write again."""
    kept = EvidencePart(
        evidence=row,
        number=number,
        media_type=part.media_type,
        width=part.width,
        height=part.height,
        size=len(part.content),
        sha256=hashlib.sha256(part.content).hexdigest(),
    )
    sealed = vault.seal(row.case.key(), part.content, kept.about)
    name = f"{row.folder}/copy-{number}.sealed"
    sealing.forget(name)
    kept.stored_as = default_storage.save(name, ContentFile(sealed))
    return kept


def _seal_to_offices(row: EvidenceFile, plain: BinaryIO) -> None:
    """The original for offices that had no key when it came in. Quarantine is OIG's alone."""
    held = set(row.originals.values_list("office", flat=True))
    for office, key in OfficeKey.objects.standing().items():
        if office in held:
            continue
        name = sealing.seal(plain, key.public, f"{row.folder}/{office}.age")
        with _locked(row):
            if row.state == EvidenceState.QUARANTINED and office != OfficeCode.OIG:
                sealing.forget(name)
                continue
            EvidenceOriginal.objects.create(evidence=row, key=key, office=office, stored_as=name)
            happened(row, CustodyDeed.SEALED, by=WORKER, office=office, key=sealing.fingerprint(key.public))  # fmt: skip


def _settle(row: EvidenceFile) -> None:
    """Drop the worker's sealed file once nothing is left that needs it; else let the next one have it."""
    with _locked(row):
        row.tried_at = None
        row.save(update_fields=["tried_at"])
        if not _is_done(row):
            return
        drop_worker_file(row, by=WORKER)


def _is_done(row: EvidenceFile) -> bool:
    wanted = {OfficeCode.OIG} if row.state == EvidenceState.QUARANTINED else set(OfficeCode)
    held = set(row.originals.values_list("office", flat=True))
    scanned = row.scan != ScanState.NOT_SCANNED or not viruses.is_on()
    return row.state != EvidenceState.RECEIVED and scanned and wanted <= held


def _waits_in_vain(row: EvidenceFile, ready: set[str]) -> bool:
    """Whether all it waits for is an office's key that nobody has set yet."""
    scanned = row.scan != ScanState.NOT_SCANNED or not viruses.is_on()
    lacks = {str(one) for one in OfficeCode} - set(row.originals.values_list("office", flat=True))
    return row.state != EvidenceState.RECEIVED and scanned and not lacks & ready


def drop_worker_file(row: EvidenceFile, *, by: Actor) -> None:
    """From now on only the offices open the original."""
    if not row.worker_file:
        return
    name, row.worker_file = row.worker_file, ""
    row.save(update_fields=["worker_file"])
    happened(row, CustodyDeed.WORKER_DROPPED, by=by)
    transaction.on_commit(lambda: sealing.forget(name))


def drop_copy(row: EvidenceFile) -> None:
    """Remove every part of the clean copy; the rows stay and say when it went."""
    standing = row.parts.filter(Q(gone_at=None))
    names = list(standing.values_list("stored_as", flat=True))
    standing.update(gone_at=timezone.now())

    def remove() -> None:
        for name in names:
            sealing.forget(name)

    transaction.on_commit(remove)


def _move(row: EvidenceFile, move: EvidenceMove) -> None:
    row.state = EVIDENCE.next(EvidenceState(row.state), move)
    row.save(update_fields=["state"])


def _release(row: EvidenceFile) -> None:
    EvidenceFile.objects.filter(pk=row.pk).update(tried_at=None)


@contextmanager
def _locked(row: EvidenceFile) -> Iterator[None]:
    """A transaction in which the row is held, and as fresh as the database has it."""
    with transaction.atomic():
        EvidenceFile.objects.select_for_update().get(pk=row.pk)
        row.refresh_from_db(fields=["state", "scan", "worker_file", "left_out"])
        yield
