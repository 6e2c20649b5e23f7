"""Where made files are kept, and how a kept file is known to be the one that was made."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from documents.models import Document, KeptFile


class NotMade(Exception):
    """The document's file waits to be made."""


class Damaged(Exception):
    """The kept file is missing, or is not the file that was made."""


def content_of(document: Document) -> bytes:
    """The kept bytes, checked against the hash written down when they were made."""
    if document.made_at is None or document.stored_as is None:
        raise NotMade(document.pk)
    return read(document.stored_as, document.sha256)


def bytes_of(file: KeptFile) -> bytes:
    """The bytes of a kept file, checked against their hash; `Damaged` where they are not the same."""
    return read(file.stored_as, file.sha256)


def read(stored_as: str, sha256: str) -> bytes:
    """The bytes kept under the name; `Damaged` where they are missing or have another hash."""
    try:
        with default_storage.open(stored_as) as kept:
            content: bytes = kept.read()
    except OSError as error:
        raise Damaged(stored_as) from error
    if sha256_of(content) != sha256:
        raise Damaged(stored_as)
    return content


def keep(content: bytes, ending: str = "pdf") -> str:
    """Store the bytes under their hash and return the name; the same bytes are stored once.

    What a worker left half written when it died is written anew.
    """
    digest = sha256_of(content)
    name = f"documents/{digest[:2]}/{digest}.{ending}"
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            if sha256_of(kept.read()) == digest:
                return name
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def canonical(snapshot: dict[str, Any]) -> bytes:
    """A snapshot in one fixed form: the bytes that every file of it carries."""
    return json.dumps(
        snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def reference_of(snapshot: dict[str, Any]) -> str:
    """A short mark of the snapshot, printed on the form: "3F2A-91BC-77DE-0A12"."""
    digest = sha256_of(canonical(snapshot))[:16].upper()
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))
