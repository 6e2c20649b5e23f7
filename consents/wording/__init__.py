"""The words of the consent forms: as shipped (the YAML files here) and as filled in for one family.

`load_built_ins` turns what is shipped into `FormText` version 1; from then on the district's rows count.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation
from django.utils.formats import date_format

FOLDER = Path(__file__).parent
ENGLISH = "en"
RIGHT_TO_LEFT = frozenset({"ar", "ur"})
# The order in which a form's parts are read; "asked" and "rules" differ by form.
PARTS = ("asked", "who", "why", "rules", "until", "refuse", "change", "copy")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# What a form may name, and what it must: a permission is specific to these (T7).
FACTS = frozenset(
    "student school activity purpose necessary adults channel starts_on ends_on year_end year".split()
)
MUST_NAME = frozenset(["student", "school", "activity", "purpose", "adults", "year_end"])
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

Section = dict[str, str]


@dataclass(frozen=True, slots=True)
class ShippedText:
    """One form in one language, with its placeholders."""

    kind: str
    number: int
    language: str
    title: str
    body: list[Section]

    @property
    def sha256(self) -> str:
        return sha256_of(self.language, self.title, self.body)


@dataclass(frozen=True, slots=True)
class Words:
    """A form as one reader sees it: every placeholder filled in."""

    language: str
    title: str
    body: list[Section]

    @property
    def sha256(self) -> str:
        return sha256_of(self.language, self.title, self.body)


def sha256_of(language: str, title: str, body: Sequence[Mapping[str, str]]) -> str:
    """The hash by which a text is known: language, title and sections in one fixed form."""
    form = json.dumps([language, title, list(body)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(form.encode()).hexdigest()


def shipped(folder: Path = FOLDER) -> list[ShippedText]:
    """Every form in every language, as the product ships them; a pack's own are in a folder beside it.

    A form says only what differs from the sections that all forms of the language share.
    """
    shared = _files()
    return [
        ShippedText(
            kind, shared[language]["number"], language, form["title"], _body(shared[language], form)
        )
        for language, content in sorted(_read(folder).items())
        for kind, form in content["forms"].items()
    ]


def shared_sections(language: str) -> list[Section]:
    """The sections that all forms of the language share; those that differ by form are empty."""
    sections = _file(language)["sections"]
    empty = {"heading": "", "text": ""}
    return [dict(sections.get(name, empty)) for name in PARTS]


def for_students(language: str, form: str) -> ShippedText:
    """The form as a student reads who signs for themself: one for every exception, of three sorts.

    `form`: "group" (texts in a group), "bulk" (through a platform, to many), "opt_out" (signed only to refuse).
    """
    files = _read(FOLDER / "students")
    spoken = language if language in files else ENGLISH
    content = files[spoken]
    words = content["forms"][form]
    return ShippedText(form, 1, spoken, words["title"], _body(content, words))


def filled(
    language: str, title: str, body: Iterable[Mapping[str, str]], values: Mapping[str, str]
) -> Words:
    """The form with each {placeholder} replaced; a name in another direction stays in its own."""

    def fill(text: str) -> str:
        return PLACEHOLDER.sub(lambda found: _placed(found, values, language), text)

    sections = [{"heading": fill(part["heading"]), "text": fill(part["text"])} for part in body]
    return Words(language, fill(title), sections)


def day_in(language: str, day: date) -> str:
    """A day as the language writes it: November 23, 2026."""
    with translation.override(language):
        return date_format(day, _file(language)["date"], use_l10n=False)


def list_in(language: str, items: Iterable[str]) -> str:
    """Several things after one another, each kept in its own writing direction."""
    joined: str = _file(language)["join"].join(isolated(item, language) for item in items)
    return joined


def channel_in(language: str, channel: str, name: str = "") -> str:
    """How the texts would travel, in words."""
    words: str = _file(language)["channels"][channel]
    return words.replace("{name}", isolated(name, language))


def isolated(value: str, language: str) -> str:
    """The value walled off where its direction is not the language's own."""
    if not value or _is_rtl(value) == (language in RIGHT_TO_LEFT):
        return value
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}"


def _is_rtl(value: str) -> bool:
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in value)


def _placed(found: re.Match[str], values: Mapping[str, str], language: str) -> str:
    value = values.get(found[1])
    return found[0] if value is None else isolated(value, language)


def _body(content: dict[str, Any], form: dict[str, Any]) -> list[Section]:
    parts = content["sections"] | form
    return [{"heading": parts[name]["heading"], "text": parts[name]["text"]} for name in PARTS]


def _file(language: str) -> dict[str, Any]:
    files = _files()
    return files.get(language, files[ENGLISH])


def _files() -> dict[str, dict[str, Any]]:
    return _read(FOLDER)


@cache
def _read(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in folder.glob("*.yaml")}
