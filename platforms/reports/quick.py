"""On what a quick no may rest, and where each stands. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Self

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.decision import Decision, Reason
from platforms.models import (
    Audit,
    Breach,
    Platform,
    QuickDecision,
    Result,
    ResultEvidence,
)
from platforms.reports.family import family_of
from platforms.terms import FLAGGED, Status
from platforms.terms.audits import Grade, Ground, Knockout, Value

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SEEN: Final = (Grade.OBSERVED, Grade.ATTESTED)
FAILED: Final = (Value.NOT_MET, Value.PARTIAL)

NO_REASON: Final = Reason(
    "no_public_reason", "P2", _("Say in plain words why, for the public list.")
)
NOT_SEEN: Final = Reason(
    "not_seen",
    "P2",
    _(
        "It rests on one hard knock-out of an open audit, seen by ITS not to be met, with evidence that is good today."
    ),
)
NOT_ITS_BREACH: Final = Reason(
    "no_breach", "P4", _("It rests on a breach entered for this platform in the catalogue.")
)
NOT_SILENT: Final = Reason(
    "not_silent", "P2", _("The vendor is silent only once the last day to answer is over.")
)
NO_NOTE: Final = Reason(
    "no_note", "P2", _("Write how and when the vendor was asked, and what came back.")
)
ALREADY: Final = Reason("already", "P3", _("The platform stands so already."))
OPEN_ALREADY: Final = Reason(
    "open_already",
    "P2",
    _("One is put forward for this platform already, and waits for a second person."),
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a quick no is said to rest on."""

    ground: Ground
    result: Result | None = None
    breach: Breach | None = None
    asked_until: date | None = None
    note: str = ""
    public_reason: str = ""

    @classmethod
    def of(cls, quick: QuickDecision) -> Self:
        return cls(
            Ground(quick.ground),
            quick.result,
            quick.breach,
            quick.asked_until,
            quick.note,
            quick.public_reason,
        )


def stands_on(platform: Platform, grounds: Grounds, on: date, *, first: bool = False) -> Decision:
    """Whether the ground holds on the day, with every reason why not. `first`: it is being put forward."""
    ground, told = grounds.ground, grounds.note.strip()
    vendor = ground in (Ground.VENDOR_REFUSED, Ground.VENDOR_SILENT)
    over = grounds.asked_until is not None and grounds.asked_until < on
    return Decision.unless(
        (not first or not waiting().filter(platform=platform).exists(), OPEN_ALREADY),
        (not _stands_so(platform, ground), ALREADY),
        (ground != Ground.HARD_KNOCKOUT or _was_seen(platform, grounds.result, on), NOT_SEEN),
        (ground != Ground.BREACH or _is_of(platform, grounds.breach), NOT_ITS_BREACH),
        (ground != Ground.VENDOR_SILENT or over, NOT_SILENT),
        (not vendor or told, NO_NOTE),
        (grounds.public_reason.strip(), NO_REASON),
    )


def seen_failures(platform: Platform, on: date) -> list[Result]:
    """The findings of its open audit on which a quick no may rest."""
    pieces = ResultEvidence.objects.filter(result=OuterRef("pk"))
    rows = (
        Result.objects.standing()
        .filter(
            Exists(pieces),
            ~Exists(pieces.filter(evidence__valid_until__lt=on)),
            audit__in=Audit.objects.open().filter(platform=platform),
            value__in=FAILED,
            grade__in=SEEN,
        )
        .select_related("criterion", "audit", "assessed_by")
        .order_by("criterion__place")
    )
    return [
        row
        for row in rows
        if row.criterion.binds(row.audit.tags) and row.criterion.knockout_on(on) == Knockout.HARD
    ]


def waiting() -> QuerySet[QuickDecision]:
    """Those that wait for a second person."""
    return QuickDecision.objects.filter(confirmed_at__isnull=True, refused_at__isnull=True)


def quick_list(show: str) -> QuerySet[QuickDecision]:
    """Those that wait, or those that are settled."""
    rows = waiting() if show != "settled" else QuickDecision.objects.exclude(pk__in=waiting())
    return rows.select_related(
        "platform", "proposed_by", "confirmed_by", "refused_by", "result__criterion", "breach"
    )


def state_of(quick: QuickDecision) -> tuple[str | _StrPromise, str]:
    """Its state in a word, with its tone."""
    if quick.confirmed_at is not None:
        return _("Confirmed"), "bad"
    if quick.refused_at is not None:
        return _("Refused"), "neutral"
    return _("Waits for a second person"), "wait"


def _stands_so(platform: Platform, ground: Ground) -> bool:
    now = timezone.now()
    event = platform.standing(now)
    if event is None:
        return False
    if ground == Ground.BREACH:
        return event.status in (*FLAGGED, Status.NOT_APPROVED, Status.RETIRED)
    return event.status in (Status.NOT_APPROVED, Status.RETIRED)


def _was_seen(platform: Platform, result: Result | None, on: date) -> bool:
    return result is not None and result in seen_failures(platform, on)


def breaches_of(platform: Platform) -> QuerySet[Breach]:
    """What an emergency flag may rest on: the tool's breaches as they are posted, none that was corrected since."""
    return Breach.objects.standing().filter(platform__in=family_of(platform))


def _is_of(platform: Platform, breach: Breach | None) -> bool:
    return breach is not None and breaches_of(platform).filter(pk=breach.pk).exists()
