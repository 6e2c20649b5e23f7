"""The burn-down of a move as a picture: a line of weeks, drawn by the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from platforms.reports.transitions import Week

WIDTH, HEIGHT, EDGE = 640, 180, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: where its bar stands, and what it says."""

    x: float
    y: float
    width: float
    height: float
    week: Week


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of schools still on the platform, week by week."""

    bars: list[Bar]
    most: int
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def of(cls, weeks: Sequence[Week]) -> Self:
        most = max((week.schools for week in weeks), default=0)
        step = (WIDTH - EDGE) / max(1, len(weeks))
        return cls([_bar(place, week, step, most) for place, week in enumerate(weeks)], most)


def _bar(place: int, week: Week, step: float, most: int) -> Bar:
    height = (HEIGHT - EDGE) * week.schools / most if most else 0.0
    width = min(step * 0.7, 60.0)
    x = EDGE / 2 + place * step + (step - width) / 2
    return Bar(round(x, 1), round(HEIGHT - height, 1), round(width, 1), round(height, 1), week)
