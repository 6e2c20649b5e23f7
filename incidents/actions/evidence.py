"""Evidence comes in: hashed and sealed at once, part of the report when it is sent, gone when it is not (I1).

Every file is sealed, while it arrives, to each office in an age file of its own and to the worker in another; the web tier
cannot open any of them. docs/decisions/0029-evidence-in-two-copies.md says why.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.actor import Actor
from documents import media, sealing
from documents.arriving import Arrived
from incidents.access import evidence as access
from incidents.access.cases import acting_user
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.models import (
    Case,
    EvidenceEvent,
    EvidenceFile,
    EvidenceOriginal,
    OfficeKey,
)
from incidents.policy.evidence import Kept, Offered, refusal_of
from incidents.reports import evidence as reports
from incidents.terms.evidence import CustodyDeed, UploadRefusal

# A draft lives an hour; what is left of one is removed with it, and after this long in any case.
LONGEST_UNSENT: Final = timedelta(hours=2)
LONGEST_NAME: Final = 255
LONGEST_NOTE: Final = 1000


class NotTaken(Exception):
    """The file is not taken; `why` says it in words for whoever sent it. Nothing of it was kept."""

    def __init__(self, why: UploadRefusal) -> None:
        super().__init__(str(why.value))
        self.why = why


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """A report that is being written: where it is in addresses, and the key from the visitor's cookie."""

    handle: str
    key: bytes


def take_into_draft(file: Arrived, draft: DraftPlace, *, note: str = "") -> EvidenceFile:
    """Keep a file with a report that is being written; `NotTaken` where it is refused."""
    kind = _kind_or_refuse(file, reports.kept_of_draft(draft.handle))
    row = _row(file, kind, draft=draft.handle)
    row.seal_for_draft(draft.key, _words(file, note))
    with _sealed(row, file) as originals, transaction.atomic():
        row.save(force_insert=True)
        EvidenceOriginal.objects.bulk_create(originals)
    return row


def take_into_case(file: Arrived, case: Case, *, by: Actor, note: str = "") -> EvidenceFile:
    """Add a file to a report that was sent; `NotTaken` where the file is refused, `Refused` where nobody may add."""
    access.may_add(by, case).require()
    kind = _kind_or_refuse(file, reports.kept_of_case(case))
    row = _row(file, kind)
    with _sealed(row, file) as originals, transaction.atomic():
        _join(row, case, _words(file, note), by=by, originals=originals)
        step(case, "evidence.added", by=by, evidence=str(row.name))
        if by.user_id is None:
            tell_readers(case, f"evidence:{row.name}")
    return row


@transaction.atomic
def adopt(draft: DraftPlace, case: Case, *, by: Actor) -> int:
    """The report was sent: its files become the case's, their words sealed anew under its key. Returns how many."""
    rows = list(EvidenceFile.objects.select_for_update().of_draft(draft.handle).order_by("pk"))
    for row in rows:
        words = row.words_in_draft(draft.key)
        row.draft = ""
        _join(row, case, words, by=by)
    return len(rows)


@transaction.atomic
def remove_from_draft(draft: DraftPlace, name: uuid.UUID) -> bool:
    """Take a file out of a report that was not sent: row and files. Whether there was one."""
    row = EvidenceFile.objects.select_for_update().of_draft(draft.handle).filter(name=name).first()
    if row is None:
        return False
    _discard(row)
    return True


@transaction.atomic
def forget_draft(handle: str) -> int:
    """The draft was left: its files go with it. Returns how many."""
    rows = list(EvidenceFile.objects.select_for_update().of_draft(handle))
    for row in rows:
        _discard(row)
    return len(rows)


def forget_orphans() -> int:
    """Remove the files of reports that were never sent. Safe twice; returns how many."""
    handles = (
        EvidenceFile.objects.orphans(timezone.now() - LONGEST_UNSENT)
        .order_by("draft")
        .values_list("draft", flat=True)
        .distinct()
    )
    return sum(forget_draft(handle) for handle in list(handles))


def happened(evidence: EvidenceFile, deed: CustodyDeed, *, by: Actor, reason: str = "", **facts: Any) -> EvidenceEvent:  # fmt: skip
    """Write a link of the chain of custody. A reason is sealed; facts are hashes, sizes, numbers and codes."""
    event = EvidenceEvent(
        case=evidence.case,
        evidence=evidence,
        deed=deed,
        by_kind=str(by.kind),
        by_id=by.id,
        user_id=by.user_id,
        facts=facts,
    )
    event.seal({"reason": reason} if reason else {})
    event.save(force_insert=True)
    return event


def _kind_or_refuse(file: Arrived, kept: Kept) -> str:
    """The file's kind by its bytes; `NotTaken` where limits, kind or name speak against it."""
    told = media.told(file.waiting, file.name or "")
    offered = Offered(file.waiting.size, file.is_cut, told.kind, told.name_agrees)
    why = refusal_of(offered, kept, reports.limits())
    if why is not None or told.kind is None:
        raise NotTaken(why or UploadRefusal.KIND)
    return told.kind


def _row(file: Arrived, kind: str, draft: str = "") -> EvidenceFile:
    return EvidenceFile(draft=draft, media_type=kind, size=file.waiting.size, sha256=file.sha256)


def _words(file: Arrived, note: str) -> dict[str, str]:
    return {"file_name": (file.name or "")[:LONGEST_NAME], "note": note[:LONGEST_NOTE]}


@contextmanager
def _sealed(row: EvidenceFile, file: Arrived) -> Iterator[list[EvidenceOriginal]]:
    """The file sealed to everybody who may open it; where the rows are not written, nothing of it stays."""
    made: list[str] = []
    try:
        row.worker_file = sealing.seal(
            file.waiting, settings.EVIDENCE_RECIPIENT, f"{row.folder}/worker.age"
        )
        made.append(row.worker_file)
        originals = []
        for office, key in OfficeKey.objects.standing().items():
            name = sealing.seal(file.waiting, key.public, f"{row.folder}/{office}.age")
            made.append(name)
            originals.append(EvidenceOriginal(evidence=row, key=key, office=office, stored_as=name))
        yield originals
    except BaseException:
        for name in made:
            sealing.forget(name)
        raise


def _join(
    row: EvidenceFile,
    case: Case,
    words: dict[str, str],
    *,
    by: Actor,
    originals: list[EvidenceOriginal] | None = None,
) -> None:
    """Make the file the case's: its words under the case's key, its custody begun, its copy on the way."""
    row.case, row.attached_at = case, timezone.now()
    row.added_by = acting_user(by) if by.user_id is not None else None
    row.seal(words)
    row.save()
    if originals:
        EvidenceOriginal.objects.bulk_create(originals)
    happened(row, CustodyDeed.RECEIVED, by=by, sha256=row.sha256, size=row.size, media_type=row.media_type, arrived_at=row.arrived_at.isoformat())  # fmt: skip
    for original in row.originals.select_related("key").order_by("office"):
        happened(row, CustodyDeed.SEALED, by=by, office=original.office, key=sealing.fingerprint(original.key.public))  # fmt: skip
    happened(row, CustodyDeed.ATTACHED, by=by)
    outbox.later("incidents.copy_evidence", row.pk, key=f"incidents.copy_evidence:{row.pk}")


def _discard(row: EvidenceFile) -> None:
    """Remove a file that never became part of a report. What goes is ciphertext; the files go after the commit."""
    names = [row.worker_file, *row.originals.values_list("stored_as", flat=True)]
    row.originals.all().delete()
    row.delete()

    def remove() -> None:
        for name in names:
            sealing.forget(name)

    transaction.on_commit(remove)
