"""Marks stand for people in rows that the database must be able to look up, and say nothing without the key.

A mark is an HMAC-SHA-256 under `MARK_KEY`: who is kept out of a case can be asked, but not read from a stolen table.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def mark_of_user(user_id: int | str) -> str:
    """The mark of a person with an account, 64 hex digits."""
    return mark("user", str(user_id))


def mark_of_handle(word: str) -> str:
    """The mark of a number, address or user name in a report; under `INDEX_KEY`, so that it can be kept apart."""
    return _hmac(settings.INDEX_KEY, "handle", word)


def mark(kind: str, word: str) -> str:
    """The mark of a word of some kind, 64 hex digits; the same word of another kind has another mark."""
    return _hmac(settings.MARK_KEY, kind, word)


def _hmac(key: str, kind: str, word: str) -> str:
    return hmac.new(key.encode(), f"{kind}\0{word}".encode(), hashlib.sha256).hexdigest()
