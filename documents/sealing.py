"""Files that only one key opens: age (age-encryption.org/v1), to a public key that anybody may know.

Whoever seals cannot open again: the web tier holds public keys only. Everything here streams, so that a film is never whole
in memory.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

import pyrage
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from documents.keeping import Damaged
from documents.media import Source

CHUNK: Final = 256 * 1024


class NotAKey(ValueError):
    """The words are no age public key ("age1…")."""


class CannotOpen(Exception):
    """The file was sealed to another key, or is not what was sealed."""


def new_pair() -> tuple[str, str]:
    """A fresh (public, secret) pair."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def checked(public: str) -> str:
    """The public key as age writes it; `NotAKey` for all else, a secret key above all."""
    try:
        return str(pyrage.x25519.Recipient.from_str(public.strip()))
    except pyrage.RecipientError as error:
        raise NotAKey from error


def fingerprint(public: str) -> str:
    """A short mark of a key that two people can read to each other: "3F2A-91BC-77DE-0A12"."""
    digest = hashlib.sha256(public.encode()).hexdigest()[:16].upper()
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def seal(source: Source, public: str, name: str) -> str:
    """Seal everything in `source` to the key, keep it under the name, and return the name it got."""
    recipient = pyrage.x25519.Recipient.from_str(public)
    with sealed_room() as room:
        source.seek(0)
        pyrage.encrypt_io(source, room, [recipient])
        room.seek(0)
        forget(name)
        return default_storage.save(name, File(room))


def unseal(name: str, target: BinaryIO, secret: str) -> None:
    """Write what was sealed into `target`; `CannotOpen` with another key, `Damaged` where the file is gone."""
    try:
        with default_storage.open(name) as kept:
            pyrage.decrypt_io(kept, target, [pyrage.x25519.Identity.from_str(secret)])
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise CannotOpen(name) from error
    except OSError as error:
        raise Damaged(name) from error


def forget(name: str) -> None:
    """Remove a kept file; one that is gone already is none to remove."""
    if name and default_storage.exists(name):
        default_storage.delete(name)


@contextmanager
def sealed_room() -> Iterator[BinaryIO]:
    """A nameless file for ciphertext on its way, beside the kept files; nothing is left of it, even after a crash."""
    with tempfile.TemporaryFile(dir=waiting_room()) as room:
        yield cast("BinaryIO", room)


def waiting_room() -> Path:
    """Where ciphertext on its way waits: on the same disk as the files that are kept."""
    folder = Path(settings.VAR_DIR) / "files" / "arriving"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
