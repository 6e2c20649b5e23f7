"""The formats of bulk systems, read from consents/exports/*.yaml: a new one is a file, not code.

A column is the header's word and where its cells come from: a field of the row, or `=` and fixed words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from core.reading import Fields, Reader, Unreadable, each, one_among, text

FOLDER: Final = Path(__file__).parents[1] / "exports"
FIXED: Final = "="
CONTACTS, GONE, SCHOOL, NONE = "contacts", "gone", "school", "none"
# What a column may take from each sort of row.
FIELDS: Final = {
    CONTACTS: {
        "nothing", "kind", "reference", "student", "given_name", "family_name", "phone", "until",
        "agents", "group", "school", "school_id",
    },
    GONE: {"nothing", "kind", "reference", "reason", "group", "school", "school_id"},
    SCHOOL: {"nothing", "school", "school_id"},
    NONE: {"nothing"},
}  # fmt: skip
NEWLINES: Final = {"lf": "\n", "crlf": "\r\n"}
PHONES: Final = ("e164", "national")


@dataclass(frozen=True, slots=True)
class Column:
    """A word of the header, and the field or fixed words under it."""

    header: str
    source: str


@dataclass(frozen=True, slots=True)
class File:
    """One CSV file of an export; `lines` stand in it as they are."""

    name: str
    rows: str
    columns: tuple[Column, ...]
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """One format: its files, its words for a student and a guardian, how it writes a telephone number."""

    code: str
    name: str
    newline: str
    phone: str
    words: dict[str, str]
    files: tuple[File, ...]


@cache
def profiles() -> dict[str, Profile]:
    """Every profile by its code, in the order of their names."""
    found = [read(path) for path in FOLDER.glob("*.yaml")]
    return {one.code: one for one in sorted(found, key=lambda one: one.name)}


def read(path: Path) -> Profile:
    """One file; `Unreadable` when a key is unknown, missing or of the wrong kind."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise Unreadable(f"{path.name}: not YAML: {error}") from None
    with Fields(content, path.name) as key:
        return Profile(
            code=path.stem,
            name=key("name", text),
            newline=NEWLINES[key("newline", one_among(NEWLINES))],
            phone=key("phone", one_among(PHONES)),
            words=key("words", _words),
            files=key("files", each(_file)),
        )


def _words(value: object, where: str) -> dict[str, str]:
    with Fields(value, where) as key:
        return {name: key(name, text) for name in ("student", "guardian")}


def _file(value: object, where: str) -> File:
    with Fields(value, where) as key:
        rows = key("rows", one_among(FIELDS))
        columns = key("columns", each(_column(rows)))
        lines = key("lines", each(each(text)), ())
        return File(name=key("name", text), rows=rows, columns=columns, lines=lines)


def _column(rows: str) -> Reader[Column]:
    def column(value: object, where: str) -> Column:
        if not isinstance(value, dict) or len(value) != 1:
            raise Unreadable(f"{where}: expected one header and its source")
        header, source = next(iter(value.items()))
        source = text(source, f"{where}.{header}")
        if not source.startswith(FIXED) and source not in FIELDS[rows]:
            raise Unreadable(f"{where}.{header}: unknown source {source}")
        return Column(text(header, where), source)

    return column
