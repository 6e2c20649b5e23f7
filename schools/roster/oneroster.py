"""OneRoster CSV 1.1 and 1.2, dialects included, as records.

Every reader yields `(sourcedId, record or None)`: None for a row that was given but refused, so that a bulk
file's bad row is never mistaken for somebody who left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from schools.roster import values
from schools.roster.layouts import (
    CLASSES,
    DEMOGRAPHICS,
    ENROLLMENTS,
    ORGS,
    ROLES,
    SESSIONS,
    USERS,
)
from schools.roster.manifest import DELTA, Manifest
from schools.roster.problems import Report, RowRefused
from schools.roster.source import Source
from schools.roster.table import Layout, Row, rows

T = TypeVar("T")
Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stood, for problems found later, and whether the record is still live."""

    file: str
    line: int
    active: bool


@dataclass(frozen=True, slots=True)
class Org:
    at: Place
    sourced_id: str
    name: str
    kind: str
    number: str
    parent: str


@dataclass(frozen=True, slots=True)
class Session:
    at: Place
    sourced_id: str
    kind: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    at: Place
    sourced_id: str
    person: str
    role: str
    org: str
    primary: bool
    starts_on: date | None
    ends_on: date | None


@dataclass(slots=True)
class Person:
    """A row of users.csv; `role` and `orgs` are empty in 1.2, where roles.csv has them."""

    at: Place
    sourced_id: str
    role: str
    orgs: list[str]
    enabled: bool
    given_name: str
    middle_name: str
    family_name: str
    preferred_name: str
    number: str
    email: str
    phone: str
    grade: str
    agents: list[str]
    primary_org: str
    # Columns whose value was not understood: what is known already stays.
    unclear: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Birth:
    at: Place
    person: str
    born_on: date | None


@dataclass(frozen=True, slots=True)
class ClassRow:
    at: Place
    sourced_id: str
    school: str
    title: str
    code: str
    is_homeroom: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in a class."""

    at: Place
    sourced_id: str
    class_id: str
    school: str
    person: str
    role: str
    starts_on: date | None
    ends_on: date | None


class Roster:
    """One OneRoster source, opened: its manifest and its files as records."""

    def __init__(self, source: Source, manifest: Manifest, report: Report, note: Note) -> None:
        self.source = source
        self.manifest = manifest
        self.report = report
        self.note = note

    def orgs(self) -> Iterator[tuple[str, Org | None]]:
        return self._records("orgs", ORGS, org)

    def sessions(self) -> Iterator[tuple[str, Session | None]]:
        return self._records("academicSessions", SESSIONS, session)

    def roles(self) -> Iterator[tuple[str, RoleRow | None]]:
        return self._records("roles", ROLES, role_row)

    def people(self) -> Iterator[tuple[str, Person | None]]:
        return self._records("users", USERS, person)

    def births(self) -> Iterator[tuple[str, Birth | None]]:
        return self._records("demographics", DEMOGRAPHICS, birth)

    def classes(self) -> Iterator[tuple[str, ClassRow | None]]:
        return self._records("classes", CLASSES, class_row)

    def seats(self) -> Iterator[tuple[str, Seat | None]]:
        return self._records("enrollments", ENROLLMENTS, seat)

    def _records(
        self, name: str, layout: Layout, make: Callable[[Row, Place], T]
    ) -> Iterator[tuple[str, T | None]]:
        mode = self.manifest.modes.get(name)
        if mode is None:
            return
        seen: set[int] = set()
        with self.source.open(f"{name}.csv") as stream:
            for row in rows(stream, layout, self.report, self.note):
                sourced_id = row["sourcedId"]
                key = hash(sourced_id)
                if sourced_id and key in seen:
                    row.problem("sourcedId", "is given twice in this file; the first row counts")
                    continue
                seen.add(key)
                yield sourced_id, record(row, make, mode)


def record(row: Row, make: Callable[[Row, Place], T], mode: str) -> T | None:
    """The row's record, or None with the problem reported."""
    if row.broken:
        return None
    try:
        row.needed("sourcedId")
        return make(row, Place(row.file, row.line, active(row, mode)))
    except RowRefused as refused:
        row.problem(refused.column, refused.reason)
        return None


def active(row: Row, mode: str) -> bool:
    """Whether the row's record lives. Blank is active in a bulk file; a delta must say."""
    status = row["status"].casefold()
    if status == "active" or (not status and mode != DELTA):
        return True
    if status in {"tobedeleted", "inactive", "deleted"}:
        return False
    raise RowRefused("status", "is not active or tobedeleted" if status else "is needed in a delta")


def org(row: Row, at: Place) -> Org:
    return Org(
        at=at,
        sourced_id=row["sourcedId"],
        name=row.needed("name") if at.active else row["name"],
        kind=row["type"].casefold(),
        number=row["identifier"],
        parent=row["parentSourcedId"],
    )


def session(row: Row, at: Place) -> Session:
    return Session(
        at=at,
        sourced_id=row["sourcedId"],
        kind=row["type"].casefold(),
        starts_on=row.read("startDate", values.day, None),
        ends_on=row.read("endDate", values.day, None),
    )


def role_row(row: Row, at: Place) -> RoleRow:
    return RoleRow(
        at=at,
        sourced_id=row["sourcedId"],
        person=row.needed("userSourcedId"),
        role=row.needed("role").casefold(),
        org=row.needed("orgSourcedId"),
        primary=row["roleType"].casefold() == "primary",
        starts_on=row.read("beginDate", values.day, None),
        ends_on=row.read("endDate", values.day, None),
    )


def person(row: Row, at: Place) -> Person:
    unclear: set[str] = set()

    def read(column: str, reader: Callable[[str], T], default: T) -> T:
        try:
            return reader(row[column])
        except ValueError as error:
            row.problem(column, str(error))
            unclear.add(column)
            return default

    return Person(
        at=at,
        sourced_id=row["sourcedId"],
        role=row["role"].casefold(),
        orgs=values.listed(row["orgSourcedIds"]),
        enabled=read("enabledUser", values.flag, None) is not False,
        given_name=row["givenName"],
        middle_name=row["middleName"],
        family_name=row["familyName"],
        preferred_name=row["preferredGivenName"],
        number=row["identifier"],
        email=read("email", values.email, ""),
        phone=read("sms", values.phone, "") or read("phone", values.phone, ""),
        grade=read("grades", values.grades, ""),
        agents=values.listed(row["agentSourcedIds"]),
        primary_org=row["primaryOrgSourcedId"],
        unclear=unclear,
    )


def birth(row: Row, at: Place) -> Birth:
    return Birth(at, row["sourcedId"], row.read("birthDate", values.day, None))


def class_row(row: Row, at: Place) -> ClassRow:
    return ClassRow(
        at=at,
        sourced_id=row["sourcedId"],
        school=row.needed("schoolSourcedId") if at.active else row["schoolSourcedId"],
        title=row["title"] or row["classCode"] or row["sourcedId"],
        code=row["classCode"],
        is_homeroom=row["classType"].casefold() == "homeroom",
    )


def seat(row: Row, at: Place) -> Seat:
    return Seat(
        at=at,
        sourced_id=row["sourcedId"],
        class_id=row.needed("classSourcedId") if at.active else row["classSourcedId"],
        school=row["schoolSourcedId"],
        person=row.needed("userSourcedId") if at.active else row["userSourcedId"],
        role=row["role"].casefold(),
        starts_on=row.read("beginDate", values.day, None),
        ends_on=row.read("endDate", values.day, None),
    )
