"""The numbers of one activity: students by state, answers by route, days to answer, reasons for a no."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Min, Q

from consents import standing
from consents.models import Activity, Answer
from consents.reports.activity_board import version_for_board
from consents.reports.states import YES
from consents.reports.verdict_board import board, listed_students
from consents.terms import AnswerDecision, BoardState, Stage

BATCH = 1_000
# A count this old is made again; one with newer answers at the next run.
OLD = timedelta(hours=12)
# Longer answers are told as this many days.
LONGEST = 60
OWN_WORDS, NO_WORDS = "own_words", "none"


def due_for_counting(at: datetime) -> list[int]:
    """Activities of a current year that some principal approved, never counted or longest ago first."""
    living = Activity.objects.filter(
        year__ends_on__gte=at.date() - timedelta(days=1),
        year__starts_on__lte=at.date() + timedelta(days=1),
        versions__approvals__stage__in=[Stage.APPROVED, Stage.REVOKED],
    )
    old = (
        Q(coverage__isnull=True)
        | Q(coverage__counted_at__lt=at - OLD)
        | Q(versions__answers__received_at__gt=F("coverage__counted_at"))
        | Q(versions__answers__withdrawal__recorded_at__gt=F("coverage__counted_at"))
    )
    rows = living.filter(old).order_by(F("coverage__counted_at").asc(nulls_first=True), "pk")
    return list(dict.fromkeys(rows.values_list("pk", flat=True)))


def counted(activity: Activity, at: datetime) -> dict[str, Any]:
    """The fields of a `CoverageCount`; the number of queries grows by batches of a thousand students."""
    version = version_for_board(activity)
    states: Counter[BoardState] = Counter()
    why: Counter[str] = Counter()
    adults = standing.adults_of(version) if version else []
    students = listed_students(version) if version else []
    for start in range(0, len(students), BATCH):
        batch = students[start : start + BATCH]
        if not adults:
            states[BoardState.NOT_COVERED] += len(batch)
            why["adult_not_designated"] += len(batch)
            continue
        for row in board(activity, at, batch, version=version, adult=adults[0]).rows:
            states[row.state] += 1
            if not row.allowed:
                why[row.lines[0].code] += 1
    told = {"why": dict(why), **_answers(activity)}
    return {
        **{state.value: states[state] for state in BoardState},
        "granted": sum(states[state] for state in YES),
        "listed": len(students),
        "told": told,
    }


def _answers(activity: Activity) -> dict[str, dict[str, int]]:
    """How the answers came, how long they took, and what was given as the reason of a no."""
    valid = Answer.objects.filter(version__activity=activity, invalidation__isnull=True)
    routes = Counter(valid.values_list("route", flat=True))
    first = valid.order_by().values("ask").annotate(first=Min("received_at"))
    days = Counter(
        min(LONGEST, max(0, (moment - asked).days))
        for moment, asked in first.values_list("first", "ask__created_at")
    )
    refused = valid.filter(decision=AnswerDecision.REFUSED)
    refusals = Counter(
        code or (OWN_WORDS if reason.strip() else NO_WORDS)
        for code, reason in refused.values_list("reason_code", "reason")
    )
    return {
        "routes": dict(routes),
        "days": {str(day): number for day, number in sorted(days.items())},
        "refusals": dict(refusals),
    }
