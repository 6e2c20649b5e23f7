"""The names that schools typed: which of them may mean something else, and what waits for ITS (P1). Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from platforms.models import NameRuling, Platform, ToolName, UsageClaim
from platforms.policy.surveys import name_key
from platforms.reports.desk import Backlog, Reader, backlog
from platforms.reports.matching import How, Match, find_all
from platforms.terms.surveys import NameState

# A page of names a telephone still loads at once; the rest is matched after it is typed.
MOST_KNOWN: Final = 300
MOST_SCHOOLS: Final = 50
TONES = {NameState.OPEN: "wait", NameState.PLATFORM: "good", NameState.NO_TOOL: "neutral"}


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name of ITS' list: who typed it, and what the catalogue takes it for."""

    name: ToolName
    match: Match
    tone: str

    @property
    def likely(self) -> Platform | None:
        """The one platform that it most likely is."""
        return self.match.platform or next(iter(self.match.candidates), None)


def known_names() -> list[str]:
    """Names a school may pick from while it types."""
    return list(
        Platform.objects.listed().order_by("name").values_list("name", flat=True)[:MOST_KNOWN]
    )


def doubts(typed: Mapping[str, str]) -> dict[str, tuple[Platform, ...]]:
    """Of names typed in these rows, those that may mean another platform, and which.

    Nothing is asked about a name that is known as it stands, or that ITS has settled.
    """
    keys = {row: name_key(name) for row, name in typed.items()}
    settled = set(
        ToolName.objects.filter(folded__in=set(keys.values()))
        .exclude(state=NameState.OPEN)
        .values_list("folded", flat=True)
    )
    open_rows = [row for row, key in keys.items() if key not in settled]
    matches = find_all([typed[row] for row in open_rows]) if open_rows else []
    found = {row: _likely(match) for row, match in zip(open_rows, matches, strict=True)}
    return {row: candidates for row, candidates in found.items() if candidates}


def names_in(state: NameState) -> QuerySet[ToolName]:
    """The names that stand so, each with how many schools typed it and how many students they named."""
    return ToolName.objects.filter(state=state).annotate(
        schools=Count("claims__answer__school", distinct=True),
    )


def lines(names: Sequence[ToolName]) -> list[NameLine]:
    """The names with what the catalogue takes them for; a constant number of queries."""
    matches = find_all([name.written for name in names]) if names else []
    return [
        NameLine(name, match, TONES[NameState(name.state)])
        for name, match in zip(names, matches, strict=True)
    ]


def claims_with(name: ToolName) -> list[UsageClaim]:
    """Who typed it: the newest answers first."""
    found = name.claims.select_related("answer__school", "answer__surveyed__survey")
    return list(found.order_by("-answer__given_at", "pk")[:MOST_SCHOOLS])


def rulings_of(name: ToolName) -> QuerySet[NameRuling]:
    return name.rulings.select_related("platform", "by").order_by("-pk")


def waiting(_reader: Reader) -> Backlog:
    """The names to match, for the desk."""
    return backlog(ToolName.objects.filter(state=NameState.OPEN, claims__isnull=False), "first_at")


def _likely(match: Match) -> tuple[Platform, ...]:
    if match.how == How.EXACT:
        return ()
    return (match.platform,) if match.platform else match.candidates
