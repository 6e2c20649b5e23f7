"""What hangs on a platform: what two people look at before they say that two rows are one tool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from platforms.models import Platform

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Count = Callable[[Platform], int]


@dataclass(frozen=True, slots=True)
class Hanging:
    """So many of something hang on the platform."""

    label: str | _StrPromise
    count: int


_counts: dict[str | _StrPromise, Count] = {}


def register(label: str | _StrPromise, count: Count) -> None:
    """Have it counted what of a subject hangs on a platform; a register above registers its own."""
    _counts[label] = count


def meaning_of(platform: Platform) -> list[Hanging]:
    """What hangs on the platform, one query a subject."""
    return [Hanging(label, count(platform)) for label, count in _counts.items()]


register(_("names, domains and ids"), lambda one: one.aliases.filter(ended_at__isnull=True).count())
register(_("audits"), lambda one: one.audits.count())
register(_("data agreements"), lambda one: one.agreements.count())
register(_("breaches"), lambda one: one.breaches.filter(corrected_by=None).count())
