"""What the head of a case's page says, and to whom it can be handed. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from incidents.facts.readers import readers_of
from incidents.models import Case
from incidents.terms import Concern, Priority, Stage

TONES: Final = {
    Stage.RECEIVED: "wait",
    Stage.ACKNOWLEDGED: "info",
    Stage.WORKING: "info",
    Stage.CLOSED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Head:
    """A case in one line: what it is about, where it stands, and whether somebody may be in danger."""

    concern: str
    stage: str
    tone: str
    is_urgent: bool
    is_closed: bool
    is_new: bool


def head_of(case: Case) -> Head:
    stage = Stage(case.stage)
    return Head(
        str(Concern(case.concern).label),
        str(stage.label),
        TONES[stage],
        case.priority == Priority.LIFE_SAFETY and stage != Stage.CLOSED,
        stage == Stage.CLOSED,
        stage == Stage.RECEIVED,
    )


def people_to_hand_to(case: Case) -> list[tuple[str, str]]:
    """Everybody who reads the case and does not work on it already, by key and name."""
    return [(str(one.pk), one.name) for one in readers_of(case) if one.pk != case.assigned_to_id]
