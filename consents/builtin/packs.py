"""Packs: exceptions of one source, a folder of YAML files each (docs/exceptions.md says how to write one).

`cps` is the district's own. `decide` judges by three of its exceptions as they are; the register loads each
exception of a pack as version 1 of a row that the district then edits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from consents.builtin.rows import Example, Terms, question, read_example, rule_of, terms_of
from consents.policy import Rule
from core.reading import Fields, Reader, Unreadable, day, flag, maybe, text

FOLDER: Final = Path(__file__).parent.parent / "packs"
OWN: Final = "cps"
# Those that `decide` knows by name (CONTRACT section 3), in the order of their clauses.
BY_NAME: Final = ("safety_meetup", "bulk_alerts", "re_engagement")


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """One shipped exception. Source and day are empty where the district has yet to enter its conditions."""

    code: str
    name: str
    rule: Rule
    source: str
    verified_on: date | None
    published: bool = False
    terms: Terms = field(default_factory=Terms)
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """Exceptions read from one source, with the words of the clauses they cite."""

    code: str
    name: str
    source: str
    verified_on: date
    clauses: dict[str, str] = field(default_factory=dict)
    exceptions: tuple[BuiltIn, ...] = ()


@cache
def packs() -> dict[str, Pack]:
    """Every shipped pack by code, the district's own first."""
    codes = sorted(
        (path.parent.name for path in FOLDER.glob("*/pack.yaml")), key=lambda one: (one != OWN, one)
    )
    return {code: read_pack(FOLDER / code) for code in codes}


@cache
def built_ins() -> dict[str, BuiltIn]:
    """The exceptions that `decide` knows, by code in the order of their clauses (T2, T3, T4)."""
    shipped = {one.code: one for one in packs()[OWN].exceptions}
    return {code: shipped[code] for code in BY_NAME}


def read_pack(folder: Path) -> Pack:
    """A pack's own file and the exceptions beside it; those known by name first, then by code."""
    files = sorted(path for path in folder.glob("*.yaml") if path.name != "pack.yaml")
    shipped = [read(path) for path in files]
    places = {code: place for place, code in enumerate(BY_NAME)}
    shipped.sort(key=lambda one: (places.get(one.code, len(places)), one.code))
    with Fields(_content(folder / "pack.yaml"), "pack.yaml") as key:
        return Pack(
            code=folder.name,
            name=key("name", text),
            source=key("source", text),
            verified_on=key("verified_on", day),
            clauses=key("clauses", words),
            exceptions=tuple(shipped),
        )


def read(path: Path) -> BuiltIn:
    """One exception's file; `Unreadable` when a key is unknown, missing or of the wrong kind."""
    with Fields(_content(path), path.name) as key:
        usual = key("usual", question, {})
        return BuiltIn(
            code=path.stem,
            name=key("name", text),
            rule=rule_of(key),
            source=key("source", text),
            verified_on=key("verified_on", maybe(day)),
            published=key("published", flag, default=False),
            terms=terms_of(key),
            examples=tuple(key("examples", _examples(usual), ())),
        )


def words(value: object, where: str) -> dict[str, str]:
    """An object of texts."""
    if not isinstance(value, dict):
        raise Unreadable(f"{where}: expected an object")
    return {text(code, where): text(said, f"{where}.{code}") for code, said in value.items()}


def _examples(usual: dict[str, Any]) -> Reader[tuple[Example, ...]]:
    """Each example is the usual question but for what it names."""

    def read_all(value: object, where: str) -> tuple[Example, ...]:
        if not isinstance(value, list):
            raise Unreadable(f"{where}: expected a list")
        return tuple(_whole(value, where, usual))

    return read_all


def _whole(items: list[object], where: str, usual: dict[str, Any]) -> Iterator[Example]:
    for index, item in enumerate(items):
        place = f"{where}[{index}]"
        if not isinstance(item, dict):
            raise Unreadable(f"{place}: expected an object")
        but = question(item.get("but", {}), f"{place}.but")
        given = {name: value for name, value in item.items() if name != "but"}
        yield read_example({**given, "question": usual | but}, place)


def _content(path: Path) -> object:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise Unreadable(f"{path.name}: not YAML: {error}") from None
