"""What a status silences in the registers above, and whom they tell of it. They know; each registers how to ask.

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
    """So many of something stop. `code` is a word for records, and no other register's; `url` leads to them where the reader may see them."""

    code: str
    label: str | _StrPromise
    count: int
    url: str = ""


# From a platform's key and a moment to what runs on it then, in a fixed number of queries.
Count = Callable[[int, datetime], Iterable[Consequence]]
_counts: list[Count] = []


# From the keys of an event and a user and a moment to whether the register tells that user of it, naming what stops.
Tells = Callable[[int, int, datetime], bool]
_tells: list[Tells] = []


def register(count: Count) -> Count:
    """Have the count shown before a platform is flagged, declined, retired, or schools move off."""
    if count not in _counts:
        _counts.append(count)
    return count


def consequences(platform_id: int, at: datetime) -> list[Consequence]:
    """What the registers above would stop, in the order they registered."""
    return [one for count in _counts for one in count(platform_id, at)]


def register_tells(tells: Tells) -> Tells:
    """Have the registry spare its own message to whom the register tells more exactly."""
    if tells not in _tells:
        _tells.append(tells)
    return tells


def tells_of(event_id: int, user_id: int, at: datetime) -> bool:
    """Whether a register above told the user of the event, or is about to."""
    return any(tells(event_id, user_id, at) for tells in _tells)
