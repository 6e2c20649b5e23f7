"""Charts as rows: each bar stands beside its number in one table, so that nobody needs the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart, and one row of the table beside it. `number` is None where it is too few to tell."""

    label: str
    number: int | None
    share: int
    url: str = ""

    @property
    def width(self) -> int:
        """Of 100; a bar that is there can be seen."""
        return max(1, self.share) if self.number else 0


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a stacked bar: where it begins and how long it is, of 100, and the number it stands for."""

    tone: str
    number: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Stack:
    """One row of several numbers, drawn as pieces of one bar."""

    label: str
    parts: tuple[Part, ...]
    url: str = ""

    @property
    def total(self) -> int:
        return sum(part.number for part in self.parts)


@dataclass(frozen=True, slots=True)
class Stacks:
    """A chart of stacked bars: what its pieces are called, each with its tone, and its rows."""

    heads: Sequence[tuple[Text, str]]
    rows: Sequence[Stack]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


def bars(rows: Iterable[tuple[str, int]], most: int | None = None) -> list[Bar]:
    """Bars of these numbers; the longest is `most`, or the greatest of them."""
    rows = list(rows)
    whole = max([number for _label, number in rows], default=0) if most is None else most
    return [
        Bar(label, number, round(100 * number / whole) if whole else 0) for label, number in rows
    ]


def stacks(heads: Sequence[tuple[Text, str]], rows: Iterable[tuple[str, Sequence[int]]]) -> Stacks:
    """Stacked bars of these numbers, one for each head; the row with the greatest sum is the longest."""
    rows = list(rows)
    whole = max([sum(numbers) for _label, numbers in rows], default=0)
    found = []
    for label, numbers in rows:
        parts, start = [], 0.0
        for (_head, tone), number in zip(heads, numbers, strict=True):
            width = round(100 * number / whole, 2) if whole else 0.0
            parts.append(Part(tone, number, round(start, 2), width))
            start += width
        found.append(Stack(label, tuple(parts)))
    return Stacks(heads, found)
