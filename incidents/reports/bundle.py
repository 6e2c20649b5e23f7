"""Everything of a case that its reader may take out, as files of one bundle. Reads only; never the network."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from core import vault
from documents.drawing import Inside, archived
from documents.keeping import canonical
from incidents.models import (
    Account,
    Case,
    CaseStep,
    EvidencePart,
    Involved,
    MandatedDeed,
    TakenReport,
)
from incidents.models.sealed import Sealed, sealed_models
from incidents.reports.evidence import custody_of, for_reader
from incidents.terms import OfficeCode, Part

# What stands in a bundle for whoever leads the case; what only the Inspector General reads; and what never leaves.
FOR_THE_OFFICE: Final = frozenset(
    (
        "account casemessage casenote involved routing hold holdend disposal disposalanswer "
        "casereason referral unnaming closing reveal checkin linkanswer personfinding order "
        "personletter parentcheck parentdecision parentattempt casepause takenreport abusemark "
        "mandateddeed"
    ).split()
)
FOR_OIG: Final = frozenset({"patternentry", "patternalert"})
NEVER: Final = frozenset({"export"})
# By a door of their own: a reader does not see every file.
BY_FILE: Final = frozenset({"evidencefile", "evidenceevent"})
ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "video/mp4": "mp4", "audio/mp4": "m4a"}
# Columns that say nothing to a reader, or lead somewhere.
LEFT_OUT: Final = frozenset({"id", "sealed", "mark", "lookup", "case", "draft", "worker_file"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a bundle is to hold, and for whom it is made."""

    user: User
    offices: tuple[str, ...]
    with_contact: bool
    with_evidence: bool


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes


def zipped(case: Case, asked: Asked, at: datetime) -> bytes:
    """The bundle: the sheet, everything readable, the routings, and the hash of each file."""
    files = list(files_of(case, asked, at))
    sums = "".join(f"{hashlib.sha256(one.content).hexdigest()}  {one.name}\n" for one in files)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in [*files, File("SHA256SUMS", sums.encode())]:
            archive.writestr(f"{case.code}/{one.name}", one.content)
    return packed.getvalue()


def files_of(case: Case, asked: Asked, at: datetime) -> Iterator[File]:
    told = told_of(case, asked, at)
    written = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    yield File("case.json", written)
    yield File("sheet.pdf", sheet(case, told, at))
    for number, routing in enumerate(told["routing"], 1):
        for part in ("asked", "answer"):
            line = json.dumps(routing["words"][part], sort_keys=True)
            yield File(f"routing/{number:03}-{part}.json", f"{line}\n".encode())
    if asked.with_evidence:
        yield from _copies(case, asked.user)


def told_of(case: Case, asked: Asked, at: datetime) -> dict[str, Any]:
    """Everything of the case that the asker reads, as JSON. Rows that do not open say so and stop nothing."""
    kinds = FOR_THE_OFFICE | (FOR_OIG if OfficeCode.OIG in asked.offices else frozenset())
    told: dict[str, Any] = {
        "case": _plain(case),
        "made_at": at.isoformat(),
        "made_for": asked.user.name,
        "offices": [_plain(one) for one in case.offices.order_by("pk")],
        "readers": [_plain(one) for one in case.recipients.select_related("user").order_by("pk")],
        "history": [
            _plain(one) for one in CaseStep.objects.filter(case=case).select_related("user").order_by("pk")
        ],
    }  # fmt: skip
    for model in sealed_models():
        name = model._meta.model_name
        if name in kinds:
            told[name] = [_told(row, asked) for row in _rows(model, case, asked)]
    return told | _evidence(case, asked.user)


def _evidence(case: Case, user: User) -> dict[str, Any]:
    """The files that the reader sees: their hashes on arrival, and who handled them when. No original is in here."""
    shown = for_reader(case, user)
    custody = custody_of([one.evidence for one in shown])
    for one in custody:
        one.case = case
    return {
        "evidence": [
            {**_plain(one.evidence), "number": one.number, "file_name": one.file_name, "note": one.note}
            for one in shown
        ],
        "custody": [_sealed(one) for one in custody],
    }  # fmt: skip


def copies_of(case: Case, user: User) -> list[tuple[str, EvidencePart]]:
    """The parts of the clean copies that the reader sees, each with its name in the bundle."""
    return [
        (f"evidence/{one.number:02}-{part.number:02}.{ENDINGS.get(part.media_type, 'bin')}", part)
        for one in for_reader(case, user)
        for part in one.parts
    ]


def _copies(case: Case, user: User) -> Iterator[File]:
    for name, part in copies_of(case, user):
        with default_storage.open(part.stored_as) as kept:
            yield File(name, vault.unseal(case.key(), kept.read(), part.about))


def _rows(model: Any, case: Case, asked: Asked) -> Iterable[Any]:
    """The rows that the asker reads; who reported, and how to reach them, only where that was asked for."""
    rows = model._base_manager.filter(case=case).order_by("pk")
    if model is Account and not asked.with_contact:
        rows = rows.exclude(kind=Account.Kind.CONTACT)
    if model is Involved and not asked.with_contact:
        rows = rows.exclude(part=Part.REPORTER)
    return list(rows)


def _told(row: Sealed, asked: Asked) -> dict[str, Any]:
    told = _sealed(row)
    if isinstance(row, TakenReport | MandatedDeed) and not asked.with_contact:
        told["words"].pop("user", None)
    return told


def _sealed(row: Sealed) -> dict[str, Any]:
    try:
        words = row.words()
    except vault.Sealed:
        words = {"damaged": True}
    return {**_plain(row), "words": words}


def _plain(row: models.Model) -> dict[str, Any]:
    """A row's own columns as JSON has them; people by name, other rows as they call themselves."""
    found: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in LEFT_OUT or isinstance(field, models.BinaryField):
            continue
        found[field.name] = _word(getattr(row, field.name))
    return found


def _word(value: Any) -> Any:
    if isinstance(value, User):
        return value.name
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model | UUID):
        return str(value)
    return value


def sheet(case: Case, told: dict[str, Any], at: datetime) -> bytes:
    """The case on paper, PDF/A-3a, with `case.json` inside. It takes seconds: for workers."""
    with translation.override("en"):
        page = render_to_string(
            "pdf/case_sheet.html",
            {"case": case, "told": told, "at": timezone.localtime(at)},
        )
    inside = Inside(canonical(told), "case.json", "Everything that this sheet was made from", at)
    return archived(page, inside, style=render_to_string("pdf/case_sheet.css"))
