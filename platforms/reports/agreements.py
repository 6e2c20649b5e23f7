"""Data agreements of a platform (SOPPA, 105 ILCS 85/15(4)): which holds on a day, and until when. Reads only."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from platforms.models import Agreement, Platform
from platforms.models.catalogue import AgreementQuerySet, PlatformQuerySet


def agreements_of(platform: Platform) -> AgreementQuerySet:
    """Every agreement of the tool, those signed for a row merged into it too."""
    return Agreement.objects.of_tool(platform)


def in_force_until(platform: Platform, on: date) -> date | None:
    """The last day of the agreement in force on the day that holds longest; None where none is in force."""
    return max((one.last_day for one in agreements_of(platform).in_force(on)), default=None)


def with_agreements(platforms: PlatformQuerySet, on: date, soon: date) -> QuerySet[Platform]:
    """Each platform with `has_agreement` on the day, and `lasts`: one of them holds beyond `soon`."""
    tool = Agreement.objects.filter(
        Q(platform=OuterRef("pk")) | Q(platform__merged_into=OuterRef("pk"))
    )
    now = tool.in_force(on)
    later = now.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=soon), ends_on__gt=soon)
    return platforms.annotate(has_agreement=Exists(now), lasts=Exists(later))
