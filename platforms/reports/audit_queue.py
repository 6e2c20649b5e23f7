"""Which platform is best audited next, and what each audit would settle (P2). Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.sheets import Cell
from platforms.models import Audit, CriteriaSet, Criterion, Platform, Result, UsageClaim
from platforms.policy import Stand
from platforms.policy.blast import Reach, settled_alone, settled_by_then
from platforms.reports.standing import Shown, shown, standing_events
from platforms.reports.usage import usage_counts
from platforms.terms import LAPSING, Status
from platforms.terms.audits import AuditStage, Knockout, Value

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# An approval that ends within these days wants its next audit begun.
SOON: Final = timedelta(days=90)
UNAUDITED: Final = (Status.NOT_REVIEWED, Status.IN_REVIEW)
NOT_BEGUN: Final = gettext_lazy("not begun")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A platform that wants an audit: its reach, where it stands, and what its audit would settle.

    `alone`: schools whose only undecided tool it is. `by_then`: schools that have none left once it and all
    above it are audited.
    """

    platform: Platform
    shown: Shown
    reach: Reach
    audit: Audit | None
    alone: int
    by_then: int

    @property
    def stage(self) -> str | _StrPromise:
        return AuditStage(self.audit.stage).label if self.audit else NOT_BEGUN


def audit_queue(at: datetime) -> list[Waiting]:
    """Every platform that is not decided, or whose approval ends soon; the greatest reach first.

    In the same few queries for one platform as for five thousand.
    """
    on = timezone.localdate(at)
    events = standing_events(at)
    listed = list(Platform.objects.listed().with_tags().select_related("vendor"))
    wanted = {
        one.pk: shown(events.get(one.pk), on)
        for one in listed
        if wants_audit(events[one.pk].on(on) if one.pk in events else None, on)
    }
    platforms = [one for one in listed if one.pk in wanted]
    audits = {one.platform_id: one for one in Audit.objects.open().filter(platform__in=wanted)}
    unknown = _unknown_knockouts(platforms, audits, on)
    counts = usage_counts()
    reaches = {one.pk: Reach(*counts.get(one.pk, (0, 0)), unknown[one.pk]) for one in platforms}
    ordered = sorted(platforms, key=lambda one: (reaches[one.pk].order, one.name.casefold()))
    undecided = _undecided_by_school(wanted.keys())
    alone = settled_alone(undecided)
    by_then = settled_by_then([one.pk for one in ordered], undecided)
    return [
        Waiting(
            one, wanted[one.pk], reaches[one.pk], audits.get(one.pk), alone[one.pk], by_then[one.pk]
        )
        for one in ordered
    ]


def wants_audit(stand: Stand | None, on: date) -> bool:
    """Never decided, lapsed, or ending soon. What is flagged, declined or retired has its answer."""
    if stand is None or stand.status in UNAUDITED or stand.lapsed:
        return True
    return stand.status in LAPSING and stand.until is not None and stand.until <= on + SOON


def matching(rows: Iterable[Waiting], words: str) -> list[Waiting]:
    """The rows whose platform or vendor has all the words in its name."""
    wanted = words.casefold().split()
    return [
        row
        for row in rows
        if all(
            word in f"{row.platform.name} {row.platform.vendor.name}".casefold() for word in wanted
        )
    ]


def heads() -> list[str]:
    """The columns of the file."""
    return [
        _("Platform"),
        _("Vendor"),
        _("Status"),
        _("Until"),
        _("Audit"),
        _("Schools"),
        _("Students, about"),
        _("Unknown knock-outs"),
        _("Score"),
        _("Schools it settles alone"),
        _("Schools settled by then"),
    ]


def cells(rows: Iterable[Waiting]) -> Iterator[Sequence[Cell]]:
    """The same rows as the page has."""
    for row in rows:
        until = row.shown.until
        yield [
            row.platform.name,
            row.platform.vendor.name,
            str(row.shown.label),
            until.isoformat() if until else "",
            str(row.stage),
            row.reach.schools,
            row.reach.students,
            row.reach.unknown_knockouts,
            row.reach.score,
            row.alone,
            row.by_then,
        ]


def _unknown_knockouts(
    platforms: Sequence[Platform], audits: dict[int, Audit], on: date
) -> dict[int, int]:
    """Knock-outs that bind each platform and have no standing result in its open audit.

    By the set of the open audit, else by the one in force. A platform without tags may be anything: all bind it.
    """
    in_force = CriteriaSet.objects.in_force(on)
    sets = {audit.criteria_set_id for audit in audits.values()}
    sets |= {in_force.pk} if in_force else set()
    knockouts: dict[int, list[Criterion]] = defaultdict(list)
    for criterion in Criterion.objects.filter(criteria_set__in=sets):
        if criterion.knockout_on(on) != Knockout.NONE:
            knockouts[criterion.criteria_set_id].append(criterion)
    known = Result.objects.standing().filter(audit__in=[one.pk for one in audits.values()])
    settled = set(known.exclude(value=Value.UNKNOWN).values_list("audit", "criterion"))
    found = {}
    for platform in platforms:
        audit = audits.get(platform.pk)
        tags = (audit.tags if audit else None) or getattr(platform, "tags_now", None) or []
        asked = knockouts[audit.criteria_set_id if audit else in_force.pk if in_force else 0]
        found[platform.pk] = sum(
            (not tags or criterion.binds(tags))
            and (audit is None or (audit.pk, criterion.pk) not in settled)
            for criterion in asked
        )
    return found


def _undecided_by_school(platforms: Iterable[int]) -> dict[int, set[int]]:
    """Each school's tools that are among these, from its newest answer."""
    wanted = set(platforms)
    found: dict[int, set[int]] = defaultdict(set)
    claims = UsageClaim.objects.standing().of_platforms()
    for used, school in claims.values_list(F("used_id"), "answer__school"):
        if used in wanted:
            found[school].add(used)
    return found
