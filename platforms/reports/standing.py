"""Where a platform stands, in the words and colours of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from platforms.models import StatusEvent
from platforms.terms import Status

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TONES: Final = {
    Status.NOT_REVIEWED: "neutral",
    Status.IN_REVIEW: "info",
    Status.APPROVED: "good",
    Status.APPROVED_FOR_USES: "good",
    Status.FLAGGED_FIXING: "bad",
    Status.FLAGGED_MOVING: "bad",
    Status.NOT_APPROVED: "bad",
    Status.RETIRED: "neutral",
}
LAPSED: Final = _("Approval lapsed")


@dataclass(frozen=True, slots=True)
class Shown:
    """A status as a page shows it."""

    status: Status
    label: str | _StrPromise
    tone: str
    uses: tuple[str, ...] = ()
    until: date | None = None


def shown(event: StatusEvent | None, on: date) -> Shown:
    """How the standing event reads on the day; none at all is not reviewed."""
    if event is None:
        return Shown(Status.NOT_REVIEWED, Status.NOT_REVIEWED.label, TONES[Status.NOT_REVIEWED])
    stand = event.on(on)
    label = LAPSED if stand.lapsed else stand.status.label
    return Shown(stand.status, label, TONES[stand.status], tuple(sorted(stand.uses)), stand.until)
