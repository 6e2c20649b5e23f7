"""Yearly counts that point at nobody (I2). Plain Python, no clock, no database.

Small numbers are hidden, as many others with them as it takes that no subtraction finds them, and what is shown is
rounded to fives by chance, so that nobody who reads some of the reports learns of one more by subtracting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

# Numbers below this are never shown; nor is what hidden ones add up to.
FEWEST: Final = 10
STEP: Final = 5

# A number from 0 up to 1 for a cell, always the same one for the same cell.
Draw = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Table:
    """One way of counting the reports of a year. None is a number that is not shown."""

    total: int | None
    cells: Mapping[str, int | None]


def released(counts: Mapping[str, int], draw: Draw) -> Table:
    """The table as everybody may read it."""
    hidden, total = _hidden(counts), sum(counts.values())
    tells = total >= FEWEST and not _can_be_found(counts, hidden)
    return Table(
        rounded(total, draw("")) if tells else None,
        {
            name: None if name in hidden else rounded(number, draw(name))
            for name, number in counts.items()
        },
    )


def rounded(number: int, chance: float) -> int:
    """To a multiple of five, up or down by chance, so that on average nothing is added or lost."""
    over = number % STEP
    return number - over + (STEP if over > chance * STEP else 0)


def _hidden(counts: Mapping[str, int]) -> set[str]:
    """The small ones, none left out: a nought tells as much as a one. And the smallest others, until none can be found."""
    hidden = {name for name, number in counts.items() if number < FEWEST}
    others = sorted(counts.keys() - hidden, key=lambda name: (counts[name], name))
    while others and _can_be_found(counts, hidden):
        hidden.add(others.pop(0))
    return hidden


def _can_be_found(counts: Mapping[str, int], hidden: set[str]) -> bool:
    """Whether the total less what is shown would tell a hidden number, or that all of them are small."""
    return bool(hidden) and (len(hidden) < 2 or sum(counts[name] for name in hidden) < FEWEST)
