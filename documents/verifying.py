"""Is this file one of ours, unchanged? Asked by the public page and from the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents import inside
from documents.keeping import canonical, sha256_of
from documents.models import Document

# Seconds that a stranger's file may take.
LONGEST = 15
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


def verify(content: bytes) -> Verification:
    """Compare a file with what was made and kept here.

    Genuine: its hash is that of a made document, and the JSON inside is the snapshot it was made from.
    Altered: another file that claims an answer we know. Unknown: a PDF that is not of this system.
    """
    document = Document.objects.made().filter(sha256=sha256_of(content)).first()
    if document is not None:
        same = inside.embedded(content) == canonical(document.snapshot)
        return Verification(Finding.GENUINE if same else Finding.ALTERED, document)
    try:
        claimed = claimed_document(inside_of(content))
    except inside.NotPdf:
        return Verification(Finding.UNREADABLE)
    return Verification(Finding.ALTERED if claimed else Finding.UNKNOWN, claimed)


def inside_of(content: bytes, name: str = inside.ATTACHED) -> bytes:
    """The JSON of that name inside a stranger's file, read by a program apart with little memory and time.

    Raises `NotPdf` for what is none, and for what that program could not bear.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- our own program; the file goes in as its input
            [sys.executable, inside.__file__, name],
            input=content,
            capture_output=True,
            timeout=LONGEST,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise inside.NotPdf from error
    return done.stdout


def claimed_document(words: bytes) -> Document | None:
    """The document whose answer the JSON names, if we have it."""
    answer = _claims(words).get("answer_id")
    if isinstance(answer, bool) or not ANSWER.fullmatch(str(answer)):
        return None
    return Document.objects.filter(source=f"consents.answer:{int(str(answer))}").first()


def _claims(words: bytes) -> dict[str, Any]:
    try:
        claims = json.loads(words)
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
