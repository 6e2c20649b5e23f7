"""One tool in several rows: what was merged into a platform is read with it, and written nowhere anew (P1)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from platforms.models import Platform


def family_of(platform: Platform) -> list[int]:
    """The keys of the platform and of those merged into it, its own first."""
    merged = platform.merged.order_by("pk").values_list("pk", flat=True)
    return [platform.pk, *merged]


def families_of(platform_ids: Iterable[int]) -> dict[int, int]:
    """The key of each of these platforms, and of those merged into them, to the platform that speaks for it."""
    keys = list(platform_ids)
    found = {key: key for key in keys}
    rows = Platform.objects.filter(Q(merged_into__in=keys)).values_list("pk", "merged_into")
    return found | {pk: into for pk, into in rows if into is not None}
