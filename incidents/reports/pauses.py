"""Who is paused because of a case, for the office that has it. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import Lift
from core.actor import Actor, ActorKind
from core.decision import Decision
from incidents.access.cases import may_lead
from incidents.access.pauses import may_pause_person
from incidents.facts.people import name_of, standing_rows
from incidents.models import Case, CasePause, Involved
from incidents.reports import case_sections, deeds
from incidents.terms import Part


@dataclass(frozen=True, slots=True)
class Held:
    """A pause of this case; `over_there`: it was lifted in the register of permissions itself."""

    row: CasePause
    reason: str
    over_there: bool


@dataclass(frozen=True, slots=True)
class Adult:
    """Somebody the report is about, with the pauses of this case, the newest first."""

    row: Involved
    name: str
    pauses: list[Held]
    may_pause: Decision

    @property
    def standing(self) -> Held | None:
        return next((one for one in self.pauses if one.row.ended_at is None), None)


def adults_of(case: Case) -> list[Adult]:
    """Every accused adult, in the order in which they were named."""
    held: dict[int, list[tuple[CasePause, dict[str, Any]]]] = {}
    now = standing_rows(case)
    for row in case.pauses.select_related("by", "ended_by").order_by("-pk"):
        held.setdefault(now[row.involved_id], []).append((row, row.words()))
    kept = [words["pause"] for rows in held.values() for _row, words in rows]
    lifted = set(Lift.objects.filter(pause__in=kept).values_list("pause", flat=True))
    return [
        Adult(
            row=row,
            name=name_of(row) or str(_("An adult")),
            pauses=[
                Held(one, words["reason"], one.ended_at is None and words["pause"] in lifted)
                for one, words in held.get(row.pk, [])
            ],
            may_pause=may_pause_person(row),
        )
        for row in case.involved.filter(part=Part.ACCUSED, ended_at=None).order_by("pk")
        if row.is_adult is not False
    ]


def _section(case: Case, user: User) -> Mapping[str, Any] | None:
    if not may_lead(Actor(ActorKind.USER, str(user.pk)), case):
        return None
    accused = case.involved.filter(part=Part.ACCUSED, ended_at=None).exclude(is_adult=False)
    if not accused.exists():
        return None
    return {"paused": case.pauses.filter(ended_at=None).count()}


deeds.register("case.adult_paused", _("An adult paused"), offices_only=True)
deeds.register("case.adult_pause_lifted", _("An adult's pause lifted"), offices_only=True)
case_sections.register(
    _("Pause"), "incidents/pauses/_section.html", _section, 50, aside=True, anchor="pause"
)
