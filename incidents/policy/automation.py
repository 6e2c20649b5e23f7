"""Which reports came as machines send them, and how much slower a flood is answered. Plain Python.

What a report says is never judged. A marked report is kept, read and answered like any other; it stands in a list of
its own until somebody says that a person wrote it. A report of danger is never set aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from incidents.terms.automation import Sign

# From somebody's first page to sending it; a hand needs longer.
FASTEST_SECONDS: Final = 4
# The same words, so many letters or more, so often within the hour.
SHORTEST_TEXT: Final = 40
MOST_ALIKE: Final = 5
# From one address within five minutes: a whole school behind one stays far below.
WINDOW_SECONDS: Final = 300
MOST_FROM_ONE: Final = 400
LONGEST_PAUSE: Final = 1.5


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a report came in. None is what could not be counted, and then says nothing."""

    seconds: float | None = None
    trapped: bool = False
    alike: int | None = None
    from_one: int | None = None
    danger: bool = False


def signs_of(arrival: Arrival) -> tuple[Sign, ...]:
    """Every sign of a machine that the report came with."""
    found = (
        (arrival.trapped, Sign.TRAPPED),
        (arrival.seconds is not None and arrival.seconds < FASTEST_SECONDS, Sign.FAST),
        ((arrival.alike or 0) >= MOST_ALIKE, Sign.ALIKE),
        ((arrival.from_one or 0) > MOST_FROM_ONE, Sign.FLOOD),
    )
    return tuple(sign for there, sign in found if there)


def is_set_aside(arrival: Arrival) -> bool:
    """Whether it stands apart: something no person can see was filled in, or two signs at once; never in danger."""
    signs = signs_of(arrival)
    return not arrival.danger and (Sign.TRAPPED in signs or len(signs) > 1)


def pause_for(from_one: int | None) -> float:
    """How many seconds the next answer waits: none for the first hundreds, then ever more, never long."""
    over = (from_one or 0) - MOST_FROM_ONE
    return min(LONGEST_PAUSE, max(0, over) / 200)


def text_in_one_form(text: str) -> str:
    """The letters and digits alone, small; "" where there are too few to be told from another's."""
    letters = "".join(sign for sign in text.casefold() if sign.isalnum())
    return letters if len(letters) >= SHORTEST_TEXT else ""
