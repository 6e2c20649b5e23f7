"""How often one visitor may knock: counted in the cache, beside the limits kept in rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600
# Doors where a visitor may send more than elsewhere, by how their path begins.
_larger: dict[str, Callable[[HttpRequest], int]] = {}


def let_send(prefix: str, most: Callable[[HttpRequest], int]) -> None:
    """Let visitors send whole requests of `most(request)` bytes below a path; 0 for whoever has no business there."""
    _larger[prefix] = most


def most_bytes(request: HttpRequest) -> int:
    """How large a request of a visitor with files may be here."""
    asked = [most(request) for prefix, most in _larger.items() if request.path.startswith(prefix)]
    return max([settings.MOST_BYTES_FROM_VISITORS, *asked])


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
