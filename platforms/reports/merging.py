"""What hangs on a platform: what a person looks at before they say that two rows are one tool (P1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from platforms.consequences import consequences
from platforms.models import Platform
from platforms.reports.usage import usage_counts

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Hanging:
    """So many of something hang on the platform."""

    label: str | _StrPromise
    count: int


def meaning_of(platform: Platform, at: datetime) -> list[Hanging]:
    """What hangs on the platform at the moment, in a fixed number of queries; the registers above tell their part."""
    schools, students = usage_counts([platform.pk])[platform.pk]
    names = platform.aliases.filter(ended_at__isnull=True)
    return [
        Hanging(_("Names, domains and ids"), names.count()),
        Hanging(_("Schools that use it"), schools),
        Hanging(_("Their students who do"), students),
        Hanging(_("Audits"), platform.audits.count()),
        Hanging(_("Data agreements"), platform.agreements.count()),
        Hanging(_("Breaches"), platform.breaches.filter(corrected_by=None).count()),
        *(Hanging(one.label, one.count) for one in consequences(platform.pk, at)),
    ]
