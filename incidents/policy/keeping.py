"""How long a report is kept, and when it may be destroyed. Plain Python, no clock, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from incidents.terms.keeping import Obstacle

# Until the district writes its own rule: years after the last thing that anybody did or wrote.
FIRST_YEARS: Final = 7
FEWEST_YEARS, MOST_YEARS = 5, 99


@dataclass(frozen=True, slots=True)
class KeepingFacts:
    """A report as disposal sees it. `quiet_since`: the local day of the last thing anybody did or wrote."""

    is_closed: bool
    is_held: bool
    quiet_since: date
    years: int


def due_on(quiet_since: date, years: int) -> date:
    """The first day on which it may go: the same day so many years later; 29 February becomes 1 March."""
    try:
        return quiet_since.replace(year=quiet_since.year + years)
    except ValueError:
        return date(quiet_since.year + years, 3, 1)


def quiet_by(on: date, years: int) -> date:
    """The last day of quiet for which `due_on` is no later than `on`."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 2, 28)


def against(facts: KeepingFacts, on: date) -> tuple[Obstacle, ...]:
    """Everything that stands against destroying the report on the day."""
    found = (
        (not facts.is_closed, Obstacle.NOT_CLOSED),
        (facts.is_held, Obstacle.HELD),
        (on < due_on(facts.quiet_since, facts.years), Obstacle.TOO_EARLY),
    )
    return tuple(obstacle for stands, obstacle in found if stands)


def against_deciding(
    *, proposer: int, decider: int, same_office: bool, standing: bool
) -> tuple[Obstacle, ...]:
    """Why somebody may not say yes or no to a proposed disposal: it takes another person of the same office, once."""
    found = (
        (not standing, Obstacle.DECIDED),
        (not same_office, Obstacle.OTHER_OFFICE),
        (proposer == decider, Obstacle.ONE_PERSON),
    )
    return tuple(obstacle for stands, obstacle in found if stands)
