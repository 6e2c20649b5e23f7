"""The reasons offered with a no: data in `reasons.yaml`, in every language a family reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils import translation

FILE = Path(__file__).parent / "reasons.yaml"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """One reason. With `follow_up` it asks for a talk, and the office calls."""

    code: str
    follow_up: bool
    words: dict[str, str]

    def __str__(self) -> str:
        """In the language of the moment, English where nobody wrote it."""
        return self.words.get(translation.get_language() or ENGLISH, self.words[ENGLISH])


@cache
def reasons() -> dict[str, RefusalReason]:
    """Every reason by its code, in the order in which they are offered."""
    rows = yaml.safe_load(FILE.read_text("utf-8"))
    return {row["code"]: RefusalReason(**row) for row in rows}


def asks_for_talk(code: str) -> bool:
    """Whether a family that chose this reason is called; no reason, and one no longer offered, asks for nothing."""
    found = reasons().get(code)
    return found is not None and found.follow_up


def words_of(code: str) -> str:
    """The reason in the reader's language; the code itself where it is no longer offered."""
    return str(reasons().get(code, code))
