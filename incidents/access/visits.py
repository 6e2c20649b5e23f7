"""Whether a visitor is still in, and whether they may try words now."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from django.utils import timezone

from core import limits
from incidents.models import Visit
from incidents.policy.returning import lasts, seconds_apart

LONGEST_SECRET: Final = 64
WHAT: Final = "words"


def visit_of(handle: str, secret: str) -> Visit | None:
    """The visit that this cookie opens, while it lasts, its words hold and the case can be read."""
    if not 0 < len(secret) <= LONGEST_SECRET:
        return None
    rows = Visit.objects.select_related("way_back__case__school").filter(
        handle=handle, ended_at=None, way_back__ended_at=None, way_back__case__kept_key__isnull=False
    )  # fmt: skip
    visit = rows.first()
    if visit is None or not _fits(visit, secret):
        return None
    return visit if lasts(visit.began_at, visit.seen_at, timezone.now()) else None


def _fits(visit: Visit, secret: str) -> bool:
    digest = hashlib.sha256(secret.encode(errors="replace")).hexdigest()
    return hmac.compare_digest(digest, visit.digest)


def seconds_to_wait(source: str) -> int:
    """How long this source must wait before its words are looked up; 0 for not at all (R1).

    Counted by its hashed address for an hour. Where the cache is away nobody waits: the line at the look-up itself
    still bounds the work.
    """
    apart = seconds_apart(limits.knocked(WHAT, source))
    if not apart:
        return 0
    # One try in each stretch of time: by our clock, for the cache's own forgets when it likes.
    stretch = int(timezone.now().timestamp()) // apart
    if limits.within(f"{WHAT}:apart:{stretch}", source, most=1, seconds=2 * apart):
        return 0
    return apart


def count_wrong(source: str) -> int:
    """One more wrong try; how many there were of all sources together within the hour."""
    limits.knocks(WHAT, source)
    return limits.knocks(WHAT, "everybody") or 0
