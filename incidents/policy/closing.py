"""When a case can be closed (I1, I2): whoever reported was answered, and something was done, or somebody else has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from incidents.terms.desk import Outcome


class Lack(StrEnum):
    """What is not done yet."""

    NOT_TOLD = "not_told"
    NOT_ACTED = "not_acted"


@dataclass(frozen=True, slots=True)
class Handled:
    """What was done about a case."""

    told: bool
    acted: bool


def lacks(handled: Handled, outcome: Outcome) -> tuple[Lack, ...]:
    """Everything that keeps the case from ending so. What is not ours needs no action of ours."""
    found = () if handled.told else (Lack.NOT_TOLD,)
    if not handled.acted and outcome != Outcome.REFERRED:
        found = (*found, Lack.NOT_ACTED)
    return found
