"""Words after which the danger card is shown again. It never blocks, and nothing is scored, kept or told."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

APOSTROPHES = "'\u2019"
FOLDER = Path(__file__).parent


def sounds_like(said: str) -> bool:
    """Whether something that was written holds a phrase of the list, in whichever language it was written."""
    folded = f" {_folded(said)} "
    return any(phrase in folded for phrase in _phrases())


@lru_cache(maxsize=1)
def _phrases() -> tuple[str, ...]:
    lines = (line for path in sorted(FOLDER.glob("*.txt")) for line in _lines(path))
    # Chinese sets no spaces between words; everything else is looked for as whole words.
    return tuple(line if _runs_on(line) else f" {line} " for line in lines)


def _lines(path: Path) -> list[str]:
    read = path.read_text("utf-8").splitlines()
    return [_folded(line) for line in read if line.strip() and not line.startswith("#")]


def _runs_on(line: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in line)


def _folded(said: str) -> str:
    """Small letters without accents and signs, one space between words."""
    plain = unicodedata.normalize("NFKD", said).lower().replace("ł", "l")
    kept = (
        sign
        if sign.isalnum()
        else ""
        if unicodedata.combining(sign) or sign in APOSTROPHES
        else " "
        for sign in plain
    )
    return " ".join("".join(kept).split())
