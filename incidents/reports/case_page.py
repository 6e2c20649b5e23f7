"""What the head of a case's page says. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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


def page_of(case: Case) -> Head:
    stage = Stage(case.stage)
    return Head(
        str(Concern(case.concern).label),
        str(stage.label),
        TONES[stage],
        case.priority == Priority.LIFE_SAFETY and stage != Stage.CLOSED,
    )
