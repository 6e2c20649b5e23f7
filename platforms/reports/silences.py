"""Whom a flag, a no, a retirement or moving off would silence, before it takes effect (P4). Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms.consequences import Consequence, consequences
from platforms.models import Platform
from platforms.reports.usage import Using, schools_using

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OWN: Final[dict[str, str | _StrPromise]] = {
    "schools": _("schools use it"),
    "students": _("students, as schools say"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Silences:
    """The schools that said they use it, and what the registers above would stop."""

    schools: list[Using]
    students: int
    stops: list[Consequence]

    @property
    def counts(self) -> dict[str, int]:
        """By code, as a record keeps them."""
        own = {"schools": len(self.schools), "students": self.students}
        return own | {one.code: one.count for one in self.stops}

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())


def in_words(counts: Mapping[str, int], platform: Platform) -> list[tuple[str | _StrPromise, int]]:
    """Kept counts as a page says them; a register that is no longer there by its code."""
    known = consequences(platform.pk, timezone.now())
    labels = OWN | {one.code: one.label for one in known}
    return [(labels.get(code, code), count) for code, count in counts.items()]


def silences(platform: Platform, at: datetime | None = None) -> Silences:
    """From the usage map, and from every register above."""
    schools = schools_using(platform)
    return Silences(
        schools=schools,
        students=sum(one.students or 0 for one in schools),
        stops=consequences(platform.pk, at or timezone.now()),
    )
