"""How the platform of one activity stands for its exception, with what is approved instead (T3, P4). Reads only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from consents import standing
from consents.models import ActivityVersion
from platforms.models import Platform
from platforms.reports.standing import Shown, approved_for, shown
from platforms.terms import LAPSING

MOST_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class OnPlatform:
    """A version's platform on a day: its status in words, whether it may be used, until when, and what else may."""

    platform: Platform
    shown: Shown
    usable: bool
    # The words of ITS for the public; "" where they wrote none.
    reason: str = ""
    # Whether the use ends by itself before the activity does.
    ends_before: bool = False
    alternatives: tuple[Platform, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Flagged, and two people keep this use until the off date."""
        return self.usable and self.shown.status not in LAPSING

    @property
    def wants_words(self) -> bool:
        """Whether whoever runs the activity should know."""
        return not self.usable or self.ends_before or self.is_kept


def on_platform(version: ActivityVersion, at: datetime) -> OnPlatform | None:
    """None for a group text on phones."""
    if version.platform is None:
        return None
    on, use = standing.today_at(version, at), version.activity.kind.code
    event = version.platform.standing(at)
    words = shown(event, on)
    usable = event is not None and event.is_approved_for(use, on)
    found = OnPlatform(
        version.platform,
        words,
        usable,
        event.reason if event else "",
        usable and words.until is not None and words.until < standing.ends_on_of(version),
    )
    others = _instead_of(version.platform, use, at, on) if found.wants_words else ()
    return replace(found, alternatives=others)


def _instead_of(platform: Platform, use: str, at: datetime, on: date) -> tuple[Platform, ...]:
    others = [one.platform for one in approved_for(use, at, on) if one.platform_id != platform.pk]
    return tuple(others[:MOST_ALTERNATIVES])
