"""A criteria set as a file says it (P2), strictly read, and its one fixed form that is hashed.

Comments, order of keys and line breaks of the file are no part of the set: two files that say the same have one hash.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from core.reading import Reader, Unreadable, day, flag, one_of, shown, text
from platforms.builtin.lines import Keys, Problem, Unloadable, composed
from platforms.terms import Tag
from platforms.terms.audits import Knockout
from platforms.terms.criteria import Source

FOLDER: Final = Path(__file__).parent.parent / "criteria"
SET_CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,49}", re.ASCII)
ID: Final = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", re.ASCII)
GREATEST: Final = 1000
LONGEST_ID: Final = 20


@dataclass(frozen=True, slots=True)
class CriterionText:
    """One criterion. `knockout_from`: it counts by its weight alone before that day. No tags: it binds all."""

    id: str
    text: str
    weight: int
    knockout: Knockout
    evidence: str
    knockout_from: date | None = None
    documents_suffice: bool = False
    tags: tuple[Tag, ...] = ()
    cites: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupText:
    """Criteria that are scored together."""

    id: str
    title: str
    criteria: tuple[CriterionText, ...]


@dataclass(frozen=True, slots=True)
class SetText:
    """One version of a standard."""

    code: str
    version: int
    title: str
    groups: tuple[GroupText, ...]

    def criteria(self) -> Iterator[tuple[GroupText, CriterionText]]:
        """Every criterion with its group, in their order."""
        for group in self.groups:
            for criterion in group.criteria:
                yield group, criterion


@cache
def shipped() -> dict[Path, SetText]:
    """The sets that come with the product, by their files."""
    return {path: read_set(path.read_bytes()) for path in sorted(FOLDER.glob("*.yaml"))}


def canonical(one: SetText) -> str:
    """The set in its one fixed form: JSON, keys sorted, every default written out."""
    return json.dumps(
        asdict(one), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_written
    )


def written(one: SetText) -> str:
    """The set as a file that reads back as the same set: what a next version is written from."""
    return yaml.safe_dump(_plain(one), sort_keys=False, allow_unicode=True, width=110)


def _plain(one: SetText) -> dict[str, Any]:
    return {
        "code": one.code,
        "version": one.version,
        "title": one.title,
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "criteria": [_plain_criterion(criterion) for criterion in group.criteria],
            }
            for group in one.groups
        ],
    }


def _plain_criterion(one: CriterionText) -> dict[str, Any]:
    """Without what is not said."""
    said: dict[str, Any] = {
        "id": one.id,
        "text": one.text,
        "weight": one.weight,
        "knockout": str(one.knockout),
        "from": one.knockout_from and one.knockout_from.isoformat(),
        "documents_suffice": one.documents_suffice,
        "tags": [str(tag) for tag in one.tags],
        "evidence": one.evidence,
        "cites": {str(source): list(ids) for source, ids in one.cites.items()},
    }
    return {key: value for key, value in said.items() if value}


def sha256_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def read_set(content: bytes) -> SetText:
    """The set a file holds; `Unloadable` with every mistake and its line."""
    problems: list[Problem] = []
    key = Keys(composed(content), problems, "the file")
    made = SetText(
        code=key("code", matching(SET_CODE, "small letters, digits and dashes, at most 50")),
        version=key("version", whole),
        title=key("title", words(200)),
        groups=tuple(_groups(key)),
    )
    key.finish()
    if problems:
        raise Unloadable(problems)
    return made


def _groups(key: Keys) -> Iterator[GroupText]:
    groups: dict[str, int] = {}
    criteria: dict[str, int] = {}
    for one in key.objects("groups", "a group"):
        group = GroupText(
            id=one("id", identifier),
            title=one("title", words(100)),
            criteria=tuple(
                _criterion(item, criteria) for item in one.objects("criteria", "a criterion")
            ),
        )
        one.finish()
        _once(one, group.id, groups)
        yield group


def _criterion(key: Keys, seen: dict[str, int]) -> CriterionText:
    made = CriterionText(
        id=key("id", identifier),
        text=key("text", words(1000)),
        weight=key("weight", whole),
        knockout=key("knockout", one_of(Knockout)),
        evidence=key("evidence", words(300)),
        knockout_from=key("from", day, None),
        documents_suffice=key("documents_suffice", flag, default=False),
        tags=key.each("tags", one_of(Tag), ()),
        cites=key.lists("cites", one_of(Source), words(100)),
    )
    key.finish()
    _once(key, made.id, seen)
    if made.knockout == Knockout.NONE:
        if made.knockout_from is not None:
            key.note(key.line_at("from"), "from: only a knock-out begins on a day")
        if made.documents_suffice:
            line = key.line_at("documents_suffice")
            key.note(line, "documents_suffice: only a knock-out asks for a grade of evidence")
    if len(set(made.tags)) < len(made.tags):
        key.note(key.line_at("tags"), "tags: the same tag twice")
    return made


def _once(key: Keys, name: str | None, seen: dict[str, int]) -> None:
    """Note an id that stands in the file already, with the line of the first."""
    if name is None:
        return
    line = key.line_at("id")
    if name in seen:
        key.note(line, f"id: {shown(name)} is there already, on line {seen[name]}")
    seen.setdefault(name, line)


def words(longest: int) -> Reader[str]:
    """Some words on one line of thought: spaces and line breaks in a row are one space."""

    def read(value: object, where: str) -> str:
        said = " ".join(text(value, where).split())
        if not said:
            raise Unreadable(f"{where}: expected some words, found none")
        if len(said) > longest:
            raise Unreadable(f"{where}: {len(said)} characters, at most {longest}")
        return said

    return read


def matching(pattern: re.Pattern[str], means: str) -> Reader[str]:
    """A code of a certain form."""

    def read(value: object, where: str) -> str:
        said = text(value, where)
        if not pattern.fullmatch(said):
            raise Unreadable(f"{where}: expected {means}, found {shown(said)}")
        return said

    return read


def identifier(value: object, where: str) -> str:
    """An id of a group or a criterion."""
    said = matching(ID, "capital letters, digits and dashes")(value, where)
    if len(said) > LONGEST_ID:
        raise Unreadable(f"{where}: {len(said)} characters, at most {LONGEST_ID}")
    return said


def whole(value: object, where: str) -> int:
    """A whole number from 1."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= GREATEST:
        raise Unreadable(
            f"{where}: expected a whole number from 1 to {GREATEST}, found {shown(value)}"
        )
    return value


def _written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no fixed form for {value!r}")
