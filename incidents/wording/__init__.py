"""The six plain words that lead a reporter back: drawn, read as people type them, and known only by their hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

NUMBER: Final = 6
# Every look-up costs this much, whether the words are right or not (RFC 9106, section 4, with less memory: many knock at once).
PASSES, KIBIBYTES, LANES = 3, 19_456, 1


@lru_cache(maxsize=1)
def listed() -> tuple[str, ...]:
    """Every word there is, in the list's order. Six of them carry more than 60 bits."""
    lines = (Path(__file__).parent / "words.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def draw() -> tuple[str, ...]:
    """Six words by chance."""
    return tuple(secrets.choice(listed()) for _ in range(NUMBER))


def as_typed(typed: str) -> str:
    """The words as they are compared: small letters, one space between, whatever stood there instead.

    Full-width letters, accents, hyphens, commas, numbering and line breaks are the same words.
    """
    plain = unicodedata.normalize("NFKD", typed).lower()
    letters = "".join(sign if "a" <= sign <= "z" else " " for sign in plain if not _joins(sign))
    return " ".join(letters.split())


def lookup(typed: str) -> str:
    """What the words are found by: 64 hex digits, the same for every way of typing them. Slow on purpose."""
    raw = hash_secret_raw(
        as_typed(typed).encode(),
        salt=hashlib.sha256(b"way-back" + settings.WAY_BACK_KEY.encode()).digest()[:16],
        time_cost=PASSES,
        memory_cost=KIBIBYTES,
        parallelism=LANES,
        hash_len=32,
        type=Type.ID,
    )
    return hmac.new(settings.WAY_BACK_KEY.encode(), raw, hashlib.sha256).hexdigest()


def _joins(sign: str) -> bool:
    """Marks that belong to the letter before them, and signs without width."""
    return unicodedata.combining(sign) != 0 or unicodedata.category(sign) == "Cf"
