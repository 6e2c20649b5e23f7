"""Coverage of a school, a network or the district: counts added up, never judged anew (see `CoverageCount`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Min, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from consents.models import Activity, ActivityVersion, CoverageCount
from consents.reports.counting import NO_WORDS, OWN_WORDS
from consents.terms import BoardState, Reason, Route, Stage
from consents.wording.refusals import reasons
from core.bars import Bar
from schools.models import School

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Fewer than this many of a kind, across schools, are not told by number.
FEWEST = 5
STATES = ("granted", "conflict", "refused", "held", "silent", "unreachable", "not_covered")
DAY_GROUPS: tuple[tuple[int, int, str | _StrPromise], ...] = (
    (0, 0, _("Same day")),
    (1, 1, _("1 day")),
    (2, 3, _("2 to 3 days")),
    (4, 7, _("4 to 7 days")),
    (8, 14, _("8 to 14 days")),
    (15, 60, _("15 days or more")),
)
REFUSALS: dict[str, str | _StrPromise] = {
    OWN_WORDS: _("Gave a reason in their own words"),
    NO_WORDS: _("Gave no reason"),
}


@dataclass(frozen=True, slots=True)
class Totals:
    """What everything the reader sees comes to."""

    listed: int
    numbers: dict[str, int]
    expiring: int
    turning_18: int
    oldest: datetime | None
    why: list[Bar]
    routes: list[Bar]
    days: list[Bar]
    median: int | None
    refusals: list[Bar]

    @property
    def percent(self) -> int:
        return _share(self.numbers["granted"], self.listed)

    @property
    def states(self) -> list[Bar]:
        return [
            Bar(
                str(BoardState(name).label),
                self.numbers[name],
                _share(self.numbers[name], self.listed),
            )
            for name in STATES
        ]


@dataclass(frozen=True, slots=True)
class Line:
    """One school, or one activity, of the table."""

    name: str
    key: int
    listed: int
    numbers: dict[str, int]

    @property
    def percent(self) -> int:
        return _share(self.numbers["granted"], self.listed)


def counts_of(activities: QuerySet[Activity], at: datetime) -> QuerySet[CoverageCount]:
    """The counts of approved activities of the school years that hold the day."""
    day = at.date()
    return CoverageCount.objects.filter(
        activity__in=activities.filter(
            year__starts_on__lte=day,
            year__ends_on__gte=day,
            versions__approvals__stage=Stage.APPROVED,
        ).values("pk")
    )


def totals(found: QuerySet[CoverageCount], *, many_schools: bool) -> Totals:
    """Added up in two queries, however many schools; small numbers are kept back across schools."""
    sums = found.aggregate(
        **{f"sum_{name}": Sum(name) for name in (*STATES, "listed", "expiring", "turning_18")},
        oldest=Min("counted_at"),
    )
    numbers = {name: sums[f"sum_{name}"] or 0 for name in STATES}
    told: dict[str, Counter[str]] = {"why": Counter(), "routes": Counter(), "days": Counter(), "refusals": Counter()}  # fmt: skip
    for row in found.values_list("told", flat=True).iterator():
        for name, counter in told.items():
            counter.update(row.get(name) or {})
    labels = {**{code: str(one) for code, one in reasons().items()}, **REFUSALS}
    days = Counter({int(day): number for day, number in told["days"].items()})
    return Totals(
        listed=sums["sum_listed"] or 0,
        numbers=numbers,
        expiring=sums["sum_expiring"] or 0,
        turning_18=sums["sum_turning_18"] or 0,
        oldest=sums["oldest"],
        why=_bars(told["why"], {one.value: one.label for one in Reason}),
        routes=_bars(told["routes"], {one.value: one.label for one in Route}, every=True),
        days=_day_bars(days),
        median=median_of(days),
        refusals=_kept_back(_bars(told["refusals"], labels), many_schools=many_schools),
    )


def school_lines(schools: Collection[School], found: QuerySet[CoverageCount]) -> list[Line]:
    """The schools of one page with their sums, in one query."""
    sums = {
        row["activity__school"]: row
        for row in found.filter(activity__school__in=schools)
        .order_by()
        .values("activity__school")
        .annotate(**{f"sum_{name}": Sum(name) for name in (*STATES, "listed")})
    }
    return [
        Line(
            school.name,
            school.pk,
            sums.get(school.pk, {}).get("sum_listed") or 0,
            {name: sums.get(school.pk, {}).get(f"sum_{name}") or 0 for name in STATES},
        )
        for school in schools
    ]


def activity_lines(rows: Collection[CoverageCount]) -> list[Line]:
    """The activities of one page, under the names of their newest versions."""
    versions = ActivityVersion.objects.filter(
        activity__in=[row.activity_id for row in rows], asked_at__isnull=False
    )
    names = dict(versions.order_by("number").values_list("activity", "name"))
    return [
        Line(
            names.get(row.activity_id, ""),
            row.activity_id,
            row.listed,
            {name: getattr(row, name) for name in STATES},
        )
        for row in rows
    ]


def median_of(days: Counter[int]) -> int | None:
    """The day by which half of those who answered had answered; None where nobody has."""
    half, seen = sum(days.values()) / 2, 0
    for day in sorted(days):
        seen += days[day]
        if seen >= half:
            return day
    return None


def _bars(found: Counter[str], labels: dict[Any, Any], *, every: bool = False) -> list[Bar]:
    whole = sum(found.values())
    keys: Iterable[str] = labels if every else (key for key in labels if found[key])
    return [Bar(str(labels[key]), found[key], _share(found[key], whole)) for key in keys]


def _day_bars(days: Counter[int]) -> list[Bar]:
    whole = sum(days.values())
    grouped = [
        (str(label), sum(number for day, number in days.items() if first <= day <= last))
        for first, last, label in DAY_GROUPS
    ]
    return [Bar(label, number, _share(number, whole)) for label, number in grouped]


def _kept_back(bars: list[Bar], *, many_schools: bool) -> list[Bar]:
    if not many_schools:
        return bars
    return [bar if (bar.number or 0) >= FEWEST else Bar(bar.label, None, 0) for bar in bars]


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
