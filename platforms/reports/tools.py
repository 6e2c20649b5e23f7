"""Where each tool that a school named stands now: what its office gains from answering (P1, P3, P4). Reads only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.db.models import F, QuerySet
from django.utils import timezone

from platforms.models import Platform, SurveyAnswer, UsageClaim
from platforms.reports.standing import Shown, shown, standing_events
from platforms.terms import FLAGGED, LAPSING, Status
from platforms.terms.surveys import NameState
from schools.models import School

# Nobody should begin with these; the public list says what is approved instead.
LOOK_ELSEWHERE: Final = (*FLAGGED, Status.NOT_APPROVED, Status.RETIRED)
MOST_SCHOOLS: Final = 50


@dataclass(frozen=True, slots=True)
class ToolRow:
    """One tool of a school: the platform it is and where that stands; neither while nobody knows."""

    claim: UsageClaim
    platform: Platform | None
    shown: Shown | None
    is_no_tool: bool

    @property
    def looks_elsewhere(self) -> bool:
        return self.shown is not None and self.shown.status in LOOK_ELSEWHERE

    @property
    def is_approved(self) -> bool:
        return self.shown is not None and self.shown.status in LAPSING


@dataclass(frozen=True, slots=True)
class SchoolTools:
    """A school's newest answer, and its tools."""

    answer: SurveyAnswer
    rows: list[ToolRow]


def tools_of(schools: QuerySet[School]) -> list[SchoolTools]:
    """The tools of these schools by their newest answers; a constant number of queries."""
    newest = SurveyAnswer.objects.newest().filter(school__in=schools)
    answers = list(
        newest.select_related("school", "surveyed__survey").order_by("school__name")[:MOST_SCHOOLS]
    )
    claims: dict[int, list[UsageClaim]] = defaultdict(list)
    found = UsageClaim.objects.filter(answer__in=answers).select_related("name")
    for claim in found.order_by("pk"):
        claims[claim.answer_id].append(claim)
    used = dict(
        UsageClaim.objects.filter(answer__in=answers).of_platforms().values_list("pk", F("used_id"))
    )
    platforms = Platform.objects.in_bulk(set(used.values()))
    events = standing_events(timezone.now(), list(platforms))
    today = timezone.localdate()
    stands = {key: shown(events.get(key), today) for key in platforms}
    return [
        SchoolTools(
            answer,
            [
                ToolRow(
                    claim,
                    platforms.get(used.get(claim.pk, 0)),
                    stands.get(used.get(claim.pk, 0)),
                    claim.name.state == NameState.NO_TOOL,
                )
                for claim in claims[answer.pk]
            ],
        )
        for answer in answers
    ]
