"""What the rows say about how long a case is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from incidents.models import Case, CaseMessage, CaseStep, Hold, years_kept
from incidents.policy.keeping import KeepingFacts
from incidents.terms import Stage

# Looking at a case, taking it out, holding it and talking of its end are no work on it; all else is.
QUIET: Final = (
    "case.read",
    "case.reporter_revealed",
    "export.asked",
    "export.made",
    "export.taken",
    "export.ended",
    "hold.placed",
    "hold.lifted",
    "disposal.proposed",
    "disposal.refused",
    "suspicion.ended",
)


def with_quiet(rows: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with `quiet_since` (when anybody last did or wrote anything) and `is_held`."""
    steps = CaseStep.objects.filter(case=OuterRef("pk")).exclude(deed__in=QUIET)
    words = CaseMessage.objects.filter(case=OuterRef("pk"))
    return rows.annotate(
        quiet_since=Greatest(
            F("received_at"),
            Coalesce(_last(steps), F("received_at")),
            Coalesce(_last(words), F("received_at")),
        ),
        is_held=Exists(Hold.objects.standing().filter(case=OuterRef("pk"))),
    )


def keeping_facts(case: Case, at: datetime) -> KeepingFacts:
    row: Any = with_quiet(Case.objects.filter(pk=case.pk)).get()
    return KeepingFacts(
        is_closed=row.stage == Stage.CLOSED,
        is_held=row.is_held,
        quiet_since=timezone.localdate(row.quiet_since),
        years=years_kept(timezone.localdate(at)),
    )


def _last(rows: QuerySet[CaseStep] | QuerySet[CaseMessage]) -> Subquery:
    """The latest moment of the rows of each case."""
    latest = rows.order_by().values("case").annotate(last=Max("at")).values("last")
    return Subquery(latest)
