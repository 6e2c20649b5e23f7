"""The pictures of a school year on the ITS desk: how the survey went, what it found, what audits came to. Reads only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Final

from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.bars import Bar, Stacks, bars, stacks
from core.sheets import Cell
from platforms.models import (
    AuditDecision,
    QuickDecision,
    SurveyAnswer,
    SurveyedSchool,
    UsageClaim,
)
from platforms.terms.audits import Outcome
from platforms.terms.surveys import Audience
from schools.models import SchoolYear

QUICK: Final = gettext_lazy("Quick no or emergency")
# What an audit came to, with the tone of its piece of the bar.
OUTCOMES: Final = (
    (Outcome.APPROVED.label, "good"),
    (Outcome.APPROVED_FOR_USES.label, "info"),
    (Outcome.FLAGGED.label, "bad"),
    (QUICK, "wait"),
)
COLUMNS: Final = {Outcome.APPROVED: 0, Outcome.APPROVED_FOR_USES: 1, Outcome.FLAGGED: 2}
QUICK_COLUMN: Final = 3


@dataclass(frozen=True, slots=True)
class Pictures:
    """Everything about one year. `median_days`: from the request of an audit to its decision; None without any."""

    asked: int
    answered: int
    weeks: list[Bar]
    audiences: list[Bar]
    outcomes: Stacks
    median_days: int | None


def years() -> QuerySet[SchoolYear]:
    """The district's school years, newest first."""
    return SchoolYear.objects.filter(school__isnull=True).order_by("-starts_on")


def pictures(year: SchoolYear) -> Pictures:
    """One year's pictures, in the same few queries whatever happened in it."""
    first, after = _moments(year)
    answers = SurveyAnswer.objects.filter(given_at__gte=first, given_at__lt=after)
    first_answers = list(
        answers.order_by()
        .values("surveyed")
        .annotate(at=Min("given_at"))
        .values_list("at", flat=True)
    )
    asked = SurveyedSchool.objects.filter(
        survey__opens_on__gte=year.starts_on, survey__opens_on__lte=year.ends_on
    ).count()
    decided = list(
        AuditDecision.objects.filter(decided_at__gte=first, decided_at__lt=after).values_list(
            "outcome", "decided_at", "audit__requested_at"
        )
    )
    quick = QuickDecision.objects.filter(confirmed_at__gte=first, confirmed_at__lt=after)
    return Pictures(
        asked=asked,
        answered=len(first_answers),
        weeks=_weeks(first_answers, max(asked, len(first_answers))),
        audiences=_audiences(first, after),
        outcomes=_outcomes(decided, quick.values_list("confirmed_at", flat=True)),
        median_days=_median(decided),
    )


def heads() -> list[str]:
    """The columns of the file of audit outcomes."""
    return [_("Month"), *(str(label) for label, _tone in OUTCOMES), _("Together")]


def cells(found: Pictures) -> Iterator[Sequence[Cell]]:
    """Its rows, a month each."""
    for row in found.outcomes.rows:
        yield [row.label, *(part.number for part in row.parts), row.total]


def _moments(year: SchoolYear) -> tuple[datetime, datetime]:
    """The year's first moment, and the first one after it."""
    first = timezone.make_aware(datetime.combine(year.starts_on, time.min))
    after = datetime.combine(year.ends_on + timedelta(days=1), time.min)
    return first, timezone.make_aware(after)


def _weeks(moments: Iterable[datetime], asked: int) -> list[Bar]:
    """How many schools had answered by the end of each week in which some did."""
    by_week: Counter[date] = Counter()
    for moment in moments:
        day = timezone.localdate(moment)
        by_week[day - timedelta(days=day.weekday())] += 1
    rows, total = [], 0
    for week in sorted(by_week):
        total += by_week[week]
        label = _("Week of {day}").format(day=date_format(week, "MONTH_DAY_FORMAT"))
        rows.append((label, total))
    return bars(rows, asked)


def _audiences(first: datetime, after: datetime) -> list[Bar]:
    """How many tools the schools' newest answers of the year name for each audience; a tool of several counts in each."""
    newest = SurveyAnswer.objects.newest(after).filter(given_at__gte=first, given_at__lt=after)
    claims = UsageClaim.objects.filter(answer__in=newest.values("pk"))
    tools: dict[str, set[int]] = defaultdict(set)
    for name, audiences in claims.values_list("name", "audiences"):
        for word in audiences:
            tools[word].add(name)
    if not tools:
        return []
    return bars((str(one.label), len(tools[one.value])) for one in Audience)


def _outcomes(
    decided: Iterable[tuple[str, datetime, datetime]], quick: Iterable[datetime | None]
) -> Stacks:
    months: dict[date, list[int]] = defaultdict(lambda: [0] * len(OUTCOMES))
    for outcome, at, _requested in decided:
        months[timezone.localdate(at).replace(day=1)][COLUMNS[Outcome(outcome)]] += 1
    for confirmed_at in quick:
        if confirmed_at is not None:
            months[timezone.localdate(confirmed_at).replace(day=1)][QUICK_COLUMN] += 1
    rows = [(date_format(month, "YEAR_MONTH_FORMAT"), months[month]) for month in sorted(months)]
    return stacks(OUTCOMES, rows)


def _median(decided: Iterable[tuple[str, datetime, datetime]]) -> int | None:
    days = [
        (timezone.localdate(at) - timezone.localdate(requested)).days
        for _outcome, at, requested in decided
    ]
    return round(median(days)) if days else None
