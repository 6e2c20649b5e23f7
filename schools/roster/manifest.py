"""The manifest: which version this is, and which files are bulk, delta or absent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from schools.roster.problems import Problem, Unreadable
from schools.roster.source import Source
from schools.roster.table import Layout, rows

BULK: Final = "bulk"
DELTA: Final = "delta"
ABSENT: Final = "absent"
# The files we read, in the order of their reading.
READ: Final = (
    "orgs",
    "academicSessions",
    "roles",
    "users",
    "demographics",
    "classes",
    "enrollments",
)
LAYOUT: Final = Layout(
    "manifest.csv", ("propertyName", "value"), aliases={"property": "propertyName"}
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """`modes` holds bulk or delta for each file of ours that is there to be read."""

    version: str
    modes: dict[str, str]

    def mode(self, name: str) -> str:
        return self.modes.get(name, ABSENT)


def read(source: Source, note: Callable[[str], None]) -> Manifest:
    """The manifest of a source; `Unreadable` where it leaves open what the files mean."""
    stated = _properties(source, note)
    version = ".".join(stated.get("oneroster.version", "").split(".")[:2])
    if version not in {"1.1", "1.2"}:
        raise Unreadable(
            f"manifest.csv: oneroster.version is {version or 'missing'}; we read 1.1 and 1.2."
        )
    modes: dict[str, str] = {}
    for name in READ:
        mode = stated.get(f"file.{name.casefold()}", ABSENT).casefold()
        if mode not in {BULK, DELTA, ABSENT}:
            raise Unreadable(f"manifest.csv: file.{name} must be bulk, delta or absent.")
        if mode == ABSENT:
            if f"{name}.csv" in source:
                note(f"{name}.csv is there, but the manifest calls it absent: it was not read.")
            continue
        if f"{name}.csv" not in source:
            raise Unreadable(f"The manifest says {name}.csv is {mode}, but the file is not there.")
        modes[name] = mode
    if not modes:
        raise Unreadable("manifest.csv names no file that we read.")
    _note_other_files(source, note)
    return Manifest(version, modes)


def _properties(source: Source, note: Callable[[str], None]) -> dict[str, str]:
    with source.open("manifest.csv") as stream:
        return {
            row["propertyName"].casefold(): row["value"]
            for row in rows(stream, LAYOUT, _refuse, note)
        }


def _refuse(problem: Problem) -> None:
    raise Unreadable(f"{problem}.")


# Files of the standard that say nothing about who may text whom.
UNUSED: Final = frozenset(
    {
        "categories",
        "classresources",
        "courseresources",
        "courses",
        "lineitemlearningobjectiveids",
        "lineitems",
        "lineitemscorescales",
        "manifest",
        "resources",
        "resultlearningobjectiveids",
        "results",
        "resultscorescales",
        "scorescales",
        "userprofiles",
        "userresources",
    }
)


def _note_other_files(source: Source, note: Callable[[str], None]) -> None:
    known = UNUSED | {name.casefold() for name in READ}
    for name in sorted(source.files):
        if name.removesuffix(".csv") not in known:
            note(f"{name} is not a file of OneRoster and was left out.")
