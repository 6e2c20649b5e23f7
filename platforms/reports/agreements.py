"""Data agreements of a platform (SOPPA, 105 ILCS 85/15(4)): which holds on a day, and until when. Reads only."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from platforms.models import Agreement, Platform
from platforms.models.catalogue import AgreementQuerySet, PlatformQuerySet
from platforms.reports.family import family_of


def agreements_of(platform: Platform) -> AgreementQuerySet:
    """Every agreement of the tool, those signed for a row merged into it too."""
    return Agreement.objects.filter(platform__in=family_of(platform))


def in_force_until(platform: Platform, on: date) -> date | None:
    """The last day of the agreement in force on the day that holds longest; None where none is in force."""
    rows = agreements_of(platform).in_force(on).values_list("ends_on", "ended_on")
    return max((last_day(ends, ended) for ends, ended in rows), default=None)


def last_day(ends_on: date, ended_on: date | None) -> date:
    """The last day an agreement holds: the day before it was ended early, else its own."""
    return ends_on if ended_on is None else min(ends_on, ended_on - timedelta(days=1))


def with_agreements(platforms: PlatformQuerySet, on: date, soon: date) -> QuerySet[Platform]:
    """Each platform with `has_agreement` on the day, and `lasts`: one of them holds beyond `soon`."""
    tool = Agreement.objects.filter(
        Q(platform=OuterRef("pk")) | Q(platform__merged_into=OuterRef("pk"))
    )
    now = tool.in_force(on)
    later = now.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=soon), ends_on__gt=soon)
    return platforms.annotate(has_agreement=Exists(now), lasts=Exists(later))
