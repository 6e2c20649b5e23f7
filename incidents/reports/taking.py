"""What staff reported themself, and where their own step stands; of the case they see nothing. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.marks import mark_of_user
from incidents.facts.mandated import case_asks, is_marked, standing_of, standings_of
from incidents.models import Case, MandatedDeed, TakenReport
from incidents.policy.mandated import Standing
from incidents.reports import case_sections
from incidents.terms.mandated import Said, Step
from schools.lines import Line, lines_of
from schools.terms import LineCode

ANCHOR: Final = "call"
TONES = {Step.CALL: "bad", Step.WRITE: "wait", Step.DONE: "good", Step.NONE: "neutral"}


@dataclass(frozen=True, slots=True)
class OwnReport:
    """Something one reported: when, and one's own step. Nothing of what became of it."""

    row: TakenReport
    standing: Standing

    @property
    def tone(self) -> str:
        return TONES[self.standing.step]


@dataclass(frozen=True, slots=True)
class OwnDeed:
    said: Said
    done_at: datetime
    taken: bool | None
    reference: str
    note: str


def own_reports(rows: Sequence[TakenReport], user: User) -> list[OwnReport]:
    """Each of them with where one's own step stands, in one query."""
    found = standings_of([row.case_id for row in rows], user, timezone.now())
    nothing = Standing(Step.NONE)
    return [OwnReport(row, found[row.case_id] if row.asks_call else nothing) for row in rows]


def own_report(row: TakenReport, user: User) -> OwnReport:
    return own_reports([row], user)[0]


def deeds_of(case: Case, user: User) -> list[OwnDeed]:
    """What the person said they did, the newest last."""
    rows = MandatedDeed.objects.filter(case=case, mark=mark_of_user(user.pk)).order_by("pk")
    found = []
    for row in rows:
        words = row.words()
        found.append(OwnDeed(Said(row.said), row.done_at, row.taken, words["reference"], words["note"]))  # fmt: skip
    return found


def hotlines() -> list[Line]:
    """The child-protection line as the district verified it; empty where it verified none."""
    return lines_of([LineCode.DCFS], timezone.now())


def step_section(case: Case, user: User) -> dict[str, Any]:
    """The step on the case's page: for each reader their own, and what the case still lacks."""
    asked = case_asks(case)
    deeds = deeds_of(case, user)
    standing = standing_of(case, user, timezone.now()) if asked else Standing(Step.NONE)
    return {
        "asked": asked,
        "marked": is_marked(case),
        "standing": standing,
        "tone": TONES[standing.step],
        "deeds": deeds,
        "hotlines": hotlines(),
        "others": case.mandated_deeds.exclude(mark=mark_of_user(user.pk))
        .exclude(said=Said.SUPERIOR)
        .count(),
    }


case_sections.register(
    _("Child-protection call"), "incidents/taking/_step.html", step_section, 35, anchor=ANCHOR
)
