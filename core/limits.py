"""How often one visitor may knock: counted in the cache, beside the limits kept in rows."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

HOUR = 3600


def within(what: str, who: str, *, most: int, seconds: int = HOUR) -> bool:
    """Count one more knock of `who` at `what`; False when there were more than `most` in the time."""
    key = f"knock:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it lapsed between the two
        cache.add(key, 1, seconds)
        return True
