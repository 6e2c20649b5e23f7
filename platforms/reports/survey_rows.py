"""The rows of a school's survey page: what it wrote, what it said last time, and what became different (P1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from platforms.models import SurveyAnswer, SurveyDraft, SurveyedSchool, UsageClaim
from platforms.terms.surveys import Audience, Payer, ToolUse

ROW = ("audiences", "students", "payer", "cost", "uses", "why")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a page begins with: its rows, where they come from, and the stamp it is sent back with."""

    rows: list[dict[str, Any]]
    stamp: str
    draft: SurveyDraft | None
    answer: SurveyAnswer | None
    last: SurveyAnswer | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one tool between two answers."""

    name: str
    word: str
    claim: UsageClaim

    @property
    def audiences(self) -> str:
        return audience_words(self.claim.audiences)

    @property
    def uses(self) -> str:
        return use_words(self.claim.uses)

    @property
    def cost(self) -> str:
        return cost_words(self.claim)


def opened(surveyed: SurveyedSchool) -> Opened:
    """The draft, else what was handed in, else what the school said last time."""
    draft = SurveyDraft.objects.filter(surveyed=surveyed).first()
    answer, last = surveyed.answers.order_by("-number").first(), last_time(surveyed)
    if draft is not None:
        rows = [dict(row) for row in draft.rows]
    elif answer is not None:
        rows = [row_of(claim) for claim in claims_of(answer)]
    elif last is not None:
        rows = [{**row_of(claim), "from_last": True} for claim in claims_of(last)]
    else:
        rows = []
    return Opened(rows, _stamp(answer, draft), draft, answer, last)


def stamp_of(surveyed: SurveyedSchool) -> str:
    """What a page was opened on: another one means that somebody wrote since."""
    draft = SurveyDraft.objects.filter(surveyed=surveyed).first()
    return _stamp(surveyed.answers.order_by("-number").first(), draft)


def last_time(surveyed: SurveyedSchool) -> SurveyAnswer | None:
    """The school's newest answer of another survey, given before this one's."""
    others = SurveyAnswer.objects.filter(school=surveyed.school_id).exclude(surveyed=surveyed)
    return others.filter(surveyed__lt=surveyed.pk).order_by("-given_at", "-pk").first()


def claims_of(answer: SurveyAnswer) -> list[UsageClaim]:
    """What it named, in its order."""
    return list(answer.claims.select_related("name__platform__merged_into").order_by("pk"))


def row_of(claim: UsageClaim) -> dict[str, Any]:
    """A tool as a row of the page."""
    return {"name": claim.typed, **{name: getattr(claim, name) for name in ROW}}


def compared(before: Sequence[UsageClaim], now: Sequence[UsageClaim]) -> list[Change]:
    """What stayed, what changed, what is new, and what is gone: by the name, whatever its spelling."""
    earlier = {claim.name_id: claim for claim in before}
    found = [
        Change(claim.typed, _word(earlier.pop(claim.name_id, None), claim), claim) for claim in now
    ]
    return found + [Change(claim.typed, "gone", claim) for claim in earlier.values()]


def audience_words(codes: Sequence[str]) -> str:
    """The audiences as people read them."""
    return ", ".join(str(Audience(code).label) for code in Audience.values if code in codes)


def use_words(codes: Sequence[str]) -> str:
    return ", ".join(str(ToolUse(code).label) for code in ToolUse.values if code in codes)


def cost_words(claim: UsageClaim) -> str:
    """Who pays, and how much where it was said."""
    payer = str(Payer(claim.payer).label)
    return payer if claim.cost is None else f"{payer}: ${claim.cost:,}"


def newest_of_schools(school_ids: Sequence[int], at: datetime | None = None) -> list[SurveyAnswer]:
    """The newest answer of each of these schools."""
    found = SurveyAnswer.objects.newest(at).filter(school__in=school_ids)
    return list(found.select_related("school", "surveyed__survey").order_by("school__name"))


def _stamp(answer: SurveyAnswer | None, draft: SurveyDraft | None) -> str:
    return f"{answer.number if answer else 0}.{draft.revision if draft else 0}"


def _word(before: UsageClaim | None, now: UsageClaim) -> str:
    if before is None:
        return "new"
    same = all(getattr(before, name) == getattr(now, name) for name in ROW)
    return "kept" if same else "changed"
