"""Texts that come in: what each asks for, in six languages, by a list of words and nothing cleverer."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from notices.terms import Reading

LISTED = Path(__file__).parent / "stop_words.yaml"
BETWEEN = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class Read:
    """What a text asks for, and the language of the word that said so."""

    reading: Reading
    language: str = ""


def read(text: str) -> Read:
    """The whole text must be a listed word, or it goes to a person (TCPA: any reasonable means)."""
    return _words().get(bare(text), Read(Reading.UNCLEAR))


def bare(text: str) -> str:
    """The letters alone: one case, no marks above or below, full-width as narrow, no punctuation."""
    wide = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(
        " " if unicodedata.category(one)[0] in "PZSC" else one
        for one in wide
        if unicodedata.category(one) not in {"Mn", "Me", "Cf"}
    )
    return BETWEEN.sub(" ", kept.translate(_same_letters())).strip()


def verified_on() -> date:
    """The day the list was last looked over."""
    day: date = _listed()["verified_on"]  # type: ignore[assignment]
    return day


@cache
def _listed() -> dict[str, object]:
    listed: dict[str, object] = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
    return listed


@cache
def _same_letters() -> dict[int, str]:
    """Letters that are typed either way, so that a keyboard of another country makes no difference."""
    letters: dict[str, str] = _listed()["same_letters"]  # type: ignore[assignment]
    return str.maketrans(letters)


@cache
def _words() -> dict[str, Read]:
    """Bare word → what it asks for; English first, so that a word two languages share is English."""
    found: dict[str, Read] = {}
    languages: dict[str, dict[str, list[str]]] = _listed()["languages"]  # type: ignore[assignment]
    for language, readings in languages.items():
        for reading, words in readings.items():
            for word in words:
                found.setdefault(bare(word), Read(Reading(reading), language))
    return found
