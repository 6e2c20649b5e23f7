"""What ends soon: approvals with the re-audit they need, agreements, evidence (P3). Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from platforms.models import Agreement, Audit, Evidence, Platform, StatusEvent
from platforms.reports.approved import standing_events
from platforms.terms import LAPSING
from platforms.terms.after import EndingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Something of a platform ends on a day (still good on it), and nothing later takes its place yet."""

    kind: EndingKind
    subject: int
    platform: Platform
    ends_on: date
    title: str = ""
    # An approval needs a decided re-audit before it ends: whether one is under way.
    audit_open: bool = False

    def days_left(self, on: date) -> int:
        return (self.ends_on - on).days


def endings(on: date, within: int) -> list[Ending]:
    """Everything that ends within so many days of the day, the soonest first."""
    last = on + timedelta(days=within)
    standing = {
        key: event
        for key, event in standing_events().items()
        if event.status in LAPSING and event.on(on).status in LAPSING
    }
    found = [
        *_approvals(standing.values(), last),
        *_agreements(on, last),
        *_evidence(list(standing), on, last),
    ]
    return sorted(found, key=lambda one: (one.ends_on, one.platform.name.casefold(), one.kind))


def _approvals(events: Iterable[StatusEvent], last: date) -> list[Ending]:
    ending = [event for event in events if event.until is not None and event.until <= last]
    open_ones = set(
        Audit.objects.open()
        .filter(platform__in=[event.platform_id for event in ending])
        .values_list("platform", flat=True)
    )
    return [
        Ending(
            kind=EndingKind.APPROVAL,
            subject=event.pk,
            platform=event.platform,
            ends_on=event.until,
            audit_open=event.platform_id in open_ones,
        )
        for event in ending
        if event.until is not None
    ]


def _agreements(on: date, last: date) -> list[Ending]:
    """Agreements in force that no signed one goes on from without a day between."""
    next_one = Agreement.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("ends_on")),
        platform=OuterRef("platform"),
        starts_on__lte=OuterRef("ends_on") + timedelta(days=1),
        ends_on__gt=OuterRef("ends_on"),
    )
    rows = Agreement.objects.in_force(on).filter(
        ~Exists(next_one), ends_on__lte=last, platform__merged_into__isnull=True
    )
    return [
        Ending(
            kind=EndingKind.AGREEMENT,
            subject=row.pk,
            platform=row.platform,
            ends_on=row.ends_on,
            title=row.title,
        )
        for row in rows.select_related("platform")
    ]


def _evidence(platform_ids: list[int], on: date, last: date) -> list[Ending]:
    """Evidence of approved platforms that no newer piece of the same title outlasts."""
    newer = Evidence.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until")),
        platform=OuterRef("platform"),
        title=OuterRef("title"),
    )
    rows = Evidence.objects.filter(
        ~Exists(newer),
        platform__in=platform_ids,
        valid_until__gte=on,
        valid_until__lte=last,
    )
    return [
        Ending(
            kind=EndingKind.EVIDENCE,
            subject=row.pk,
            platform=row.platform,
            ends_on=row.valid_until,
            title=row.title,
        )
        for row in rows.select_related("platform").order_by(F("valid_until"))
        if row.valid_until is not None
    ]
