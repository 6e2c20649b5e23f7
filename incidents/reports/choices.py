"""What the registers know by a name that a reporter typed: schools and platforms, their public names alone."""

from __future__ import annotations

from typing import Final

from platforms.models import Platform
from platforms.reports import matching
from schools.models import School

MOST: Final = 8


def schools_named(typed: str) -> list[tuple[int, str]]:
    """Open schools whose name has every word that was typed."""
    words = typed.split()[:MOST]
    if not words:
        return []
    found = School.objects.open()
    for word in words:
        found = found.filter(name__icontains=word)
    return list(found.order_by("name").values_list("pk", "name")[:MOST])


def school_name(pk: int | None) -> str:
    return School.objects.filter(pk=pk).values_list("name", flat=True).first() or "" if pk else ""


def platforms_named(typed: str) -> list[tuple[int, str]]:
    """The platforms that what was typed may mean, the likeliest first."""
    if not typed.strip():
        return []
    match = matching.find(typed[:200])
    meant = [*([match.platform] if match.platform else []), *match.candidates]
    return [(one.pk, one.name) for one in meant][:MOST]


def platform_name(pk: int | None) -> str:
    return Platform.objects.filter(pk=pk).values_list("name", flat=True).first() or "" if pk else ""
