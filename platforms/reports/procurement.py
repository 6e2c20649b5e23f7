"""Procurement's desk: flags in force, by any name a tool or vendor goes by, and those before (P5). Reads only."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from platforms.models import FlagLift, FlagRead, PlatformAlias, ProcurementFlag, Vendor
from platforms.terms.after import ProposalStage


def matching(rows: QuerySet[ProcurementFlag], query: str) -> QuerySet[ProcurementFlag]:
    """Flags of a vendor, a platform, a platform of a flagged vendor, or any alias of these that has every word."""
    for word in query.split():
        aliases = PlatformAlias.objects.filter(
            ended_at__isnull=True, value__icontains=word.casefold()
        )
        vendors = Vendor.objects.filter(
            Q(name__icontains=word)
            | Q(platforms__name__icontains=word)
            | Q(platforms__in=aliases.values("platform"))
        )
        rows = rows.filter(
            Q(platform__name__icontains=word)
            | Q(platform__in=aliases.values("platform"))
            | Q(platform__vendor__name__icontains=word)
            | Q(vendor__in=vendors.values("pk"))
        )
    return rows


def with_state(rows: QuerySet[ProcurementFlag], user: User, on: date) -> QuerySet[ProcurementFlag]:
    """Each flag with whether it holds on the day, whether an end waits or stands, and whether the reader read it."""
    lifts = FlagLift.objects.filter(flag=OuterRef("pk"))
    return rows.select_related("vendor", "platform__vendor", "proposed_by", "closed_by").annotate(
        holds=Exists(ProcurementFlag.objects.in_force(on).filter(pk=OuterRef("pk"))),
        is_lifted=Exists(lifts.filter(stage=ProposalStage.CONFIRMED, ends_on__lte=on)),
        lift_waits=Exists(lifts.filter(stage=ProposalStage.OPEN)),
        is_read=Exists(FlagRead.objects.filter(flag=OuterRef("pk"), by=user)),
    )


def holding(rows: QuerySet[ProcurementFlag], on: date, *, show: str) -> QuerySet[ProcurementFlag]:
    """Those in force; or, for `show`, those to come (`later`) or over (`over`), or to be signed (`open`)."""
    in_force = ProcurementFlag.objects.in_force(on).values("pk")
    if show == "open":
        return rows.filter(
            Q(stage=ProposalStage.OPEN) | Q(lifts__stage=ProposalStage.OPEN)
        ).distinct()
    if show == "later":
        return rows.signed().filter(starts_on__gt=on)  # type: ignore[attr-defined, no-any-return]
    if show == "over":
        return (
            rows.exclude(pk__in=in_force)
            .exclude(stage=ProposalStage.OPEN)
            .exclude(Q(stage=ProposalStage.CONFIRMED) & Q(starts_on__gt=on))
        )
    return rows.filter(pk__in=in_force)
