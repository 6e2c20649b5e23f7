"""What ends soon: approvals with the re-audit they need, agreements, evidence (P3). Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from platforms.models import Agreement, Audit, Evidence, Platform, StatusEvent
from platforms.reports.family import families_of
from platforms.reports.standing import approvals_on
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
    standing = approvals_on(on)
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
    """Agreements in force that no signed one of the tool goes on from without a day between."""
    soon = Q(ends_on__lte=last) | Q(ended_on__lte=last + timedelta(days=1))
    rows = Agreement.objects.in_force(on).filter(soon).select_related("platform__merged_into")
    ending = [(row, row.platform.merged_into or row.platform) for row in rows]
    tools = families_of({tool.pk for _row, tool in ending})
    signed: dict[int, list[Agreement]] = defaultdict(list)
    for one in Agreement.objects.filter(platform__in=tools, ends_on__gte=on):
        signed[tools[one.platform_id]].append(one)
    return [
        Ending(
            kind=EndingKind.AGREEMENT,
            subject=row.pk,
            platform=tool,
            ends_on=row.last_day,
            title=row.title,
        )
        for row, tool in ending
        if not any(_goes_on_from(row, one) for one in signed[tool.pk])
    ]


def _goes_on_from(row: Agreement, other: Agreement) -> bool:
    """Whether the other agreement holds on the day after this one's last, and longer."""
    begins = max(other.starts_on, other.signed_on)
    return begins <= row.last_day + timedelta(days=1) and other.last_day > row.last_day


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
