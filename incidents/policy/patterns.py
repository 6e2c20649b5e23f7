"""When several reports about one number, name or adult are a pattern (I1). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class PatternTerms:
    """The district's dated words: from how many reports on, for how long an entry is kept, when to look again."""

    threshold: int = 2
    keep_days: int = 3 * 365
    review_days: int = 14


def is_kept(added_at: datetime, terms: PatternTerms, at: datetime) -> bool:
    """An entry counts until its time is over; it is ended earlier by a person."""
    return at < added_at + timedelta(days=terms.keep_days)


def is_pattern(cases: int, terms: PatternTerms) -> bool:
    return cases >= terms.threshold


def review_due(raised_at: datetime, terms: PatternTerms) -> datetime:
    return raised_at + timedelta(days=terms.review_days)
