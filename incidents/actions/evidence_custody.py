"""What is done with evidence that a report has: looked at, taken away sealed, shut away. Each is a link of its custody (I1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core import vault
from core.actor import Actor
from core.decision import Decision, Refused
from documents import sealing
from documents.keeping import Damaged
from incidents.access import evidence as access
from incidents.actions.evidence import happened
from incidents.actions.evidence_copies import drop_copy, drop_worker_file
from incidents.actions.handing import add_office, bring_office_in
from incidents.actions.steps import step
from incidents.actions.telling import tell
from incidents.facts.readers import readers_of
from incidents.models import Case, EvidenceFile, EvidencePart, offices_of
from incidents.terms import OfficeCode
from incidents.terms.evidence import CustodyDeed, EvidenceMove, EvidenceState
from incidents.workflow.evidence import EVIDENCE

# Opening the next page, or playing on, is the same look.
ONE_LOOK: Final = timedelta(minutes=15)


@transaction.atomic
def look(part: EvidencePart, *, by: Actor) -> bytes:
    """A part of the clean copy; who looked is written down first. `Damaged` where the file is gone or was changed."""
    evidence = part.evidence
    access.may_look(by, evidence).require()
    recent = evidence.custody.filter(
        deed=CustodyDeed.LOOKED_AT,
        by_kind=str(by.kind),
        by_id=by.id,
        at__gt=timezone.now() - ONE_LOOK,
    )
    if not recent.exists():
        happened(evidence, CustodyDeed.LOOKED_AT, by=by)
        step(evidence.case, "evidence.looked_at", by=by, evidence=str(evidence.name))
    try:
        with default_storage.open(part.stored_as) as kept:
            return vault.unseal(evidence.case.key(), kept.read(), part.about)
    except (OSError, vault.Sealed) as error:
        raise Damaged(part.about) from error


@transaction.atomic
def take(evidence: EvidenceFile, *, office: str, reason: str, by: Actor) -> Iterator[bytes]:
    """The sealed original as the office can open it, in pieces; who took it away and why is written down first."""
    access.may_take(by, evidence).require()
    original = evidence.originals.select_related("key").get(office=office, gone_at=None)
    if office not in access.offices_to_take(by, evidence):
        raise Refused(Decision((access.NO_ORIGINAL,)))
    key = sealing.fingerprint(original.key.public)
    happened(evidence, CustodyDeed.TAKEN, by=by, reason=reason, office=office, key=key)
    step(evidence.case, "evidence.taken", by=by, evidence=str(evidence.name), office=office)
    return _pieces(original.stored_as)


@transaction.atomic
def quarantine(evidence: EvidenceFile, *, reason: str, by: Actor) -> EvidenceFile:
    """Shut the file away: no copy and no original but OIG's, nobody but OIG sees that it is there (D9).

    For pictures without clothes of somebody under 18 above all. OIG gets the report, if it did not have it.
    """
    access.may_quarantine(by, evidence).require()
    row = EvidenceFile.objects.select_for_update().get(pk=evidence.pk)
    _shut(row, by=by, reason=reason)
    bring_office_in(row.case, OfficeCode.OIG, why=reason, by=by)
    _tell_oig(row)
    return row


@transaction.atomic
def shut_away(case: Case, *, by: Actor) -> int:
    """A report was sent whose answer about pictures without clothes is no plain "no" (any more): what was added before
    goes to quarantine, before any copy of it was made, and OIG gets the report (D9). Returns how many files.
    """
    rows = list(EvidenceFile.objects.select_for_update().filter(case=case).order_by("pk"))
    for row in rows:
        _shut(row, by=by)
    if rows:
        add_office(case, OfficeCode.OIG, by=by)
    return len(rows)


@transaction.atomic
def make_record(case: Case, evidence: Iterable[EvidenceFile], *, by: Actor) -> None:
    """Write down that the chain of custody was made into a paper, and by whom."""
    for row in evidence:
        happened(row, CustodyDeed.RECORD_MADE, by=by)
    step(case, "evidence.record_made", by=by)


def destroy(case: Case) -> int:
    """Lawful disposal: remove every file of the case's evidence. The rows stay, without anything that opens."""
    rows = list(EvidenceFile.objects.select_for_update().filter(case=case))
    for row in rows:
        drop_copy(row)
        _drop_originals(row, but="")
        sealing.forget(row.worker_file)
    EvidenceFile.objects.filter(case=case).update(worker_file="")
    return len(rows)


def _shut(row: EvidenceFile, *, by: Actor, reason: str = "") -> None:
    """No copy, no original but OIG's, and no key of the worker's once OIG has its own."""
    row.state = EVIDENCE.next(EvidenceState(row.state), EvidenceMove.QUARANTINE)
    row.save(update_fields=["state"])
    drop_copy(row)
    _drop_originals(row)
    happened(row, CustodyDeed.QUARANTINED, by=by, reason=reason)
    if row.originals.filter(office=OfficeCode.OIG, gone_at=None).exists():
        drop_worker_file(row, by=by)
    step(row.case, "evidence.quarantined", by=by, evidence=str(row.name))


def _drop_originals(row: EvidenceFile, but: str = OfficeCode.OIG) -> None:
    others = row.originals.filter(gone_at=None).exclude(office=but)
    names = list(others.values_list("stored_as", flat=True))
    others.update(gone_at=timezone.now())

    def remove() -> None:
        for name in names:
            sealing.forget(name)

    transaction.on_commit(remove)


def _tell_oig(row: EvidenceFile) -> None:
    """Say to OIG's people on the case that something waits; to nobody else."""
    readers = [one for one in readers_of(row.case) if OfficeCode.OIG in offices_of(one)]
    tell(row.case, f"quarantine:{row.name}", readers)


def _pieces(name: str) -> Iterator[bytes]:
    with default_storage.open(name) as kept:
        yield from iter(lambda: kept.read(sealing.CHUNK), b"")
