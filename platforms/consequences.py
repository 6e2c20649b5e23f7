"""What a status would silence in the registers above. They know; each registers how to count it.

So the person who flags a platform sees beforehand whom it stops (P4), and this register never looks up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """So many of something stop. `code` is a word for records; `url` leads to them where the reader may see them."""

    code: str
    label: str | _StrPromise
    count: int
    url: str = ""


# From a platform's key and a moment to what runs on it then, in a fixed number of queries.
Count = Callable[[int, datetime], Iterable[Consequence]]
_counts: list[Count] = []


def register(count: Count) -> Count:
    """Have the count shown before a platform is flagged, declined, retired, or schools move off."""
    if count not in _counts:
        _counts.append(count)
    return count


def consequences(platform_id: int, at: datetime) -> list[Consequence]:
    """What the registers above would stop, in the order they registered."""
    return [one for count in _counts for one in count(platform_id, at)]
