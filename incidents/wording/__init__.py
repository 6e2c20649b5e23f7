"""The six plain words that lead a reporter back: drawn, read as people type them, and known only by their hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from incidents.wording import reading

NUMBER: Final = reading.NUMBER
# Every look-up costs this much, whether the words are right or not (RFC 9106, section 4, with less memory: many knock at once).
PASSES, KIBIBYTES, LANES = 3, 19_456, 1
# So many at once in a process: many who knock wait in line, and memory stays bounded (D3).
AT_ONCE: Final = 4
# Nothing anybody types for six words is longer.
LONGEST: Final = 400
# The words of the practice district's own report, so that anybody can try the way back; elsewhere they open nothing.
PRACTICE: Final = ("acorn", "drab", "petal", "video", "duck", "opera")
turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many knock at this moment."""


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

    Full-width letters, accents, hyphens, commas, numbering and line breaks are the same words, and so are letters of
    other scripts that look like ours, the words' numbers in any script's digits, words written together or apart,
    and a slip of one letter where only one word can be meant. The order stays as it was typed.
    """
    return " ".join(reading.words_in(typed[:LONGEST], listed()))


def lookup(typed: str, *, patience: float | None = None) -> str:
    """What the words are found by: 64 hex digits, the same for every way of typing them. Slow on purpose.

    `Busy` where `patience` seconds were not enough for a turn; without it one waits as long as it takes.
    """
    if not turns.acquire(timeout=patience):
        raise Busy
    try:
        return _hashed(as_typed(typed))
    finally:
        turns.release()


def _hashed(words: str) -> str:
    raw = hash_secret_raw(
        words.encode(),
        salt=hashlib.sha256(b"way-back" + settings.WAY_BACK_KEY.encode()).digest()[:16],
        time_cost=PASSES,
        memory_cost=KIBIBYTES,
        parallelism=LANES,
        hash_len=32,
        type=Type.ID,
    )
    return hmac.new(settings.WAY_BACK_KEY.encode(), raw, hashlib.sha256).hexdigest()


def numbers_of(words: Iterable[str]) -> list[str]:
    """The same words as numbers of four digits, for readers of other scripts; `as_typed` reads them back."""
    return reading.numbers_of(words, listed())
