"""Everything that happened to a platform, newest first, told by each subject from its own rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: when, what in a few words, who did it, and why. `url` leads to the thing."""

    at: datetime
    what: str | _StrPromise
    who: str = ""
    why: str = ""
    tone: str = "neutral"
    url: str = ""


# From the keys of platforms (one tool, with what was merged into it) to what happened to them.
Source = Callable[[Sequence[int]], Iterable[Event]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Have the source asked for every platform's history; it asks a fixed number of queries."""
    if source not in _sources:
        _sources.append(source)
    return source


def history_of(platform_ids: Sequence[int]) -> list[Event]:
    """What all subjects know of these platforms, newest first."""
    events = [event for source in _sources for event in source(platform_ids)]
    return sorted(events, key=lambda event: event.at, reverse=True)
