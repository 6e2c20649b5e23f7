"""Whom a flag, a no, a retirement or moving off would silence, before it takes effect (P4). Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from platforms.consequences import Consequence, consequences
from platforms.models import Platform
from platforms.reports.usage import Using, schools_using


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


def silences(platform: Platform, at: datetime | None = None) -> Silences:
    """From the usage map, and from every register above."""
    schools = schools_using(platform)
    return Silences(
        schools=schools,
        students=sum(one.students or 0 for one in schools),
        stops=consequences(platform.pk, at or timezone.now()),
    )
