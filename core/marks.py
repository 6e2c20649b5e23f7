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


def mark(kind: str, word: str) -> str:
    """The mark of a word of some kind, 64 hex digits; the same word of another kind has another mark."""
    return hmac.new(
        settings.MARK_KEY.encode(), f"{kind}\0{word}".encode(), hashlib.sha256
    ).hexdigest()
