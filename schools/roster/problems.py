"""What was wrong with a row, and what makes a whole file unreadable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing not understood. The reason never quotes what a cell says about a person."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        column = f" {self.column}" if self.column else ""
        return f"{self.file}:{self.line}{column}: {self.reason}"


Report = Callable[[Problem], None]


class Unreadable(Exception):
    """The input as a whole cannot be read safely; the message says what to put right."""


class RowRefused(Exception):
    """One row cannot be taken."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Unclear(ValueError):
    """One value whose meaning is not certain."""
