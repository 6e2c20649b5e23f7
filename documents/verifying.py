"""Is this file one of ours, unchanged? Asked by the public page and from the command line."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

import pikepdf

from documents.keeping import ATTACHED, canonical, sha256_of
from documents.models import Document

# A signed form holds some kilobytes of JSON; what unpacks to more is not one.
MOST_EMBEDDED = 1_000_000
ANSWER = re.compile(r"\d{1,18}")


class Finding(StrEnum):
    """What a file turned out to be."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verification:
    """The finding; `document` is the one the file is, or was before somebody changed it."""

    finding: Finding
    document: Document | None = None


class NotPdf(ValueError):
    """The bytes are no PDF that can be opened."""


def verify(content: bytes) -> Verification:
    """Compare a file with what was made and kept here.

    Genuine: its hash is that of a made document, and the JSON inside is the snapshot it was made from.
    Altered: another file that claims an answer we know. Unknown: a PDF that is not of this system.
    """
    document = Document.objects.made().filter(sha256=sha256_of(content)).first()
    try:
        inside = embedded(content)
    except NotPdf:
        return Verification(Finding.UNREADABLE)
    if document is not None:
        same = inside == canonical(document.snapshot)
        return Verification(Finding.GENUINE if same else Finding.ALTERED, document)
    claimed = claimed_document(inside)
    return Verification(Finding.ALTERED if claimed else Finding.UNKNOWN, claimed)


def embedded(content: bytes) -> bytes | None:
    """The JSON inside a signed form, or None where a PDF has none."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if ATTACHED not in pdf.attachments:
                return None
            return _unpacked(pdf.attachments[ATTACHED].get_file().obj)
    except (pikepdf.PdfError, pikepdf.PasswordError, zlib.error) as error:
        raise NotPdf from error


def _unpacked(stream: pikepdf.Object) -> bytes | None:
    """Unpack no more than a form can hold, so that a small file cannot fill the memory."""
    raw = stream.read_raw_bytes()
    packed = stream.get("/Filter")
    if packed is None:
        return raw if len(raw) <= MOST_EMBEDDED else None
    if packed != pikepdf.Name.FlateDecode:
        return None
    inside = zlib.decompressobj().decompress(raw, MOST_EMBEDDED + 1)
    return inside if len(inside) <= MOST_EMBEDDED else None


def claimed_document(inside: bytes | None) -> Document | None:
    """The document whose answer the JSON names, if we have it."""
    answer = _claims(inside).get("answer_id")
    if isinstance(answer, bool) or not ANSWER.fullmatch(str(answer)):
        return None
    return Document.objects.filter(source=f"consents.answer:{int(str(answer))}").first()


def _claims(inside: bytes | None) -> dict[str, Any]:
    try:
        claims = json.loads(inside or b"")
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
