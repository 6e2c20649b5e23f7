"""Where a platform stands on a day, from its standing status (P3, P4; T3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from platforms.terms import FLAGGED, LAPSING, SILENCING, Status

UNDECIDED: Final = (Status.NOT_REVIEWED, Status.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Stand:
    """A status as it reads on a day.

    `uses` are the exceptions an approval for stated uses covers, or those kept while schools move off a flagged
    platform; `until` is the last day of the approval, or of the kept uses. `lapsed`: an approval that ended by
    itself, which reads as not approved.
    """

    status: Status
    uses: frozenset[str] = frozenset()
    until: date | None = None
    lapsed: bool = False

    def approves(self, use: str) -> bool:
        """Whether the platform may be used for the exception on the day (T3)."""
        if self.status == Status.APPROVED:
            return True
        return self.status in (Status.APPROVED_FOR_USES, *FLAGGED) and use in self.uses


def stand(status: Status, uses: Collection[str], until: date | None, *, on: date) -> Stand:
    """How a status given until a day (the day included) reads on `on`; None: no end of its own."""
    over = until is not None and on > until
    if status in LAPSING:
        if over:
            return Stand(Status.NOT_APPROVED, until=until, lapsed=True)
        limited = frozenset(uses) if status == Status.APPROVED_FOR_USES else frozenset()
        return Stand(status, limited, until)
    if status in FLAGGED:
        return Stand(status, frozenset() if over else frozenset(uses), until)
    return Stand(status)


def lifts(before: Stand, after: Stand) -> bool:
    """Whether going from a decided standing to another allows more, or is silent where the first said no (P2).

    That takes two people, whatever the way; where nothing was decided before, nothing is lifted.
    """
    if before.status in UNDECIDED or before.status == Status.APPROVED:
        return False
    if after.status == Status.APPROVED:
        return True
    hushed = before.status in SILENCING and after.status not in SILENCING
    return hushed or not after.uses <= before.uses
