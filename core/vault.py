"""Words that only a key opens: AES-256-GCM, bound to what they belong to, their length hidden.

Envelope encryption: each subject has a key of its own, wrapped by a ring of keys from the environment
(`CASE_KEYS`, "name:key" with the current one first, each 32 bytes in base64url). Destroying the wrapped key makes
everything under it unreadable for ever. NIST SP 800-38D; a 96-bit random nonce for each sealing.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
# Plain words are filled up to a whole number of these, so that their length says little.
BLOCK: Final = 256


class Sealed(Exception):
    """The words do not open: another key, another place, or not the bytes that were sealed."""


# Who is told, outside of any transaction, of what did not open: each app whose words are kept here.
_watchers: list[Callable[[str], object]] = []


def when_damaged(tell: Callable[[str], object]) -> None:
    """Let `tell` hear of words that did not open, by what they are about."""
    _watchers.append(tell)


def damaged(error: Sealed) -> None:
    """Raise the alarm: somebody changed what is kept, or a key is missing."""
    for tell in _watchers:
        tell(str(error))


def new_key() -> bytes:
    """A fresh key for one subject."""
    return AESGCM.generate_key(bit_length=8 * KEY_BYTES)


def seal(key: bytes, words: bytes, about: str) -> bytes:
    """The words sealed; `about` names where they belong and must be the same to open them."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, _filled(words), about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """The words; `Sealed` where key, place or bytes are not the right ones."""
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return _emptied(AESGCM(key).decrypt(nonce, rest, about.encode()))
    except (InvalidTag, ValueError) as error:
        raise Sealed(about) from error


def wrap(key: bytes, about: str) -> tuple[str, bytes]:
    """The key under the ring's current key: (name of that key, wrapped bytes)."""
    name, outer = ring()[0]
    nonce = os.urandom(NONCE_BYTES)
    return name, nonce + AESGCM(outer).encrypt(nonce, key, about.encode())


def unwrap(name: str, wrapped: bytes, about: str) -> bytes:
    """The key again; `Sealed` where the ring no longer holds the key of that name, or another subject's is tried."""
    outer = dict(ring()).get(name)
    if outer is None:
        raise Sealed(about)
    try:
        return AESGCM(outer).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], about.encode())
    except InvalidTag as error:
        raise Sealed(about) from error


def ring() -> Sequence[tuple[str, bytes]]:
    """The ring's keys by name, the current one first."""
    return _read(settings.CASE_KEYS)


@lru_cache(maxsize=4)
def _read(written: str) -> tuple[tuple[str, bytes], ...]:
    found: list[tuple[str, bytes]] = []
    for one in written.split(","):
        name, _, word = one.strip().partition(":")
        try:
            key = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        except (binascii.Error, ValueError):
            key = b""
        if not name or len(key) != KEY_BYTES or name in dict(found):
            raise ImproperlyConfigured(
                "CASE_KEYS must be name:key, several with commas, each key 32 bytes in base64url."
            )
        found.append((name, key))
    return tuple(found)


def _filled(words: bytes) -> bytes:
    size = len(words).to_bytes(4, "big")
    return size + words + bytes(-(len(words) + 4) % BLOCK)


def _emptied(filled: bytes) -> bytes:
    return filled[4 : 4 + int.from_bytes(filled[:4], "big")]
