"""How often one visitor may knock: counted in the cache, beside the limits kept in rows."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from core.marks import mark

logger = logging.getLogger(__name__)
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
    """Count one more knock of `who` at `what`; False when there were more than `most` in the time.

    Where the cache is away nobody is turned away for it: limits kept in rows still hold.
    """
    counted = knocks(what, who, seconds=seconds)
    return counted is None or counted <= most


def knocks(what: str, who: str, *, seconds: int = HOUR) -> int | None:
    """Count one more knock and say how many there were in the time; None where the cache is away.

    Nothing is kept that names the visitor: a mark under a key of ours, an hour at most.
    """
    key = _key(what, who)
    try:
        if cache.add(key, 1, min(seconds, HOUR)):
            return 1
        return cache.incr(key)
    except ValueError:  # it lapsed between the two
        return 1
    except Exception as error:  # noqa: BLE001 -- whatever the cache raises
        logger.warning("knocks at %s are not counted: %s", what, type(error).__name__)
        return None


def knocked(what: str, who: str) -> int:
    """How many knocks there were in the time, none counted now; 0 where the cache is away."""
    try:
        return int(cache.get(_key(what, who), 0))
    except Exception as error:  # noqa: BLE001 -- as above
        logger.warning("knocks at %s are not counted: %s", what, type(error).__name__)
        return 0


def _key(what: str, who: str) -> str:
    return f"knock:{what}:{mark('knock', who)[:32]}"
