"""What a row of users.csv says somebody is: student, staff at schools, contact of students."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from schools.actions.imports.ledger import Ledger
from schools.actions.imports.places import Places
from schools.roster.oneroster import Person, RoleRow, Roster
from schools.roster.problems import Problem
from schools.terms import Role

STAFF: Final = {
    "teacher": Role.TEACHER,
    "aide": Role.AIDE,
    "proctor": Role.AIDE,
    "counselor": Role.AIDE,
    "administrator": Role.ADMINISTRATOR,
    "siteadministrator": Role.ADMINISTRATOR,
    "principal": Role.PRINCIPAL,
}
ABOVE: Final = ("districtadministrator", "systemadministrator")
CONTACT: Final = ("parent", "guardian", "relative")
STUDENT: Final = "student"


@dataclass(frozen=True, slots=True)
class Post:
    """A school role as the roster states it."""

    role: Role
    school: int
    starts_on: date | None = None
    ends_on: date | None = None
    sourced_id: str = ""


@dataclass(slots=True)
class Standing:
    """`complete` says that posts not listed here have ended."""

    is_student: bool = False
    is_staff: bool = False
    contact: str = ""
    schools: list[int] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    complete: bool = True


@dataclass(slots=True)
class Roles:
    """roles.csv by person (1.2); empty in 1.1."""

    live: dict[str, list[RoleRow]] = field(default_factory=lambda: defaultdict(list))
    gone: list[RoleRow] = field(default_factory=list)
    # People with a role row that was given but not understood: nothing of theirs ends.
    doubtful: set[str] = field(default_factory=set)


def read_roles(roster: Roster) -> Roles:
    roles = Roles()
    for _sourced_id, row in roster.roles():
        if row is not None:
            (roles.live[row.person] if row.at.active else roles.gone).append(row)
    for rows in roles.live.values():
        rows.sort(key=lambda row: not row.primary)
    return roles


class Judge:
    """Turns role words and org ids into a `Standing`, reporting what has none."""

    def __init__(self, places: Places, ledger: Ledger) -> None:
        self.places = places
        self.ledger = ledger

    def of_row(self, person: Person) -> Standing | None:
        """1.1: one role, held at each of the row's orgs. None when the role is not one we know."""
        standing = Standing()
        complain = self._complaint(person.at.file, person.at.line, "orgSourcedIds")
        if not self._add_kind(standing, person.role):
            problem = "is not a role we know" if person.role else "is empty"
            self.ledger.report(Problem(person.at.file, person.at.line, "role", problem))
            return None
        for org in person.orgs:
            self._add_place(standing, person.role, org, complain)
        if not person.orgs and not standing.contact:
            complain("is empty")
        return standing

    def of_roles(self, rows: list[RoleRow], primary_org: str, on: date) -> Standing:
        """1.2: every role row that has not ended."""
        standing = Standing()
        for row in sorted(rows, key=lambda row: row.org != primary_org):
            if row.ends_on is not None and row.ends_on < on:
                continue
            complain = self._complaint(row.at.file, row.at.line, "orgSourcedId")
            if not self._add_kind(standing, row.role):
                self.ledger.report(
                    Problem(row.at.file, row.at.line, "role", "is not a role we know")
                )
                standing.complete = False
                continue
            self._add_place(standing, row.role, row.org, complain, row)
        return standing

    def _add_kind(self, standing: Standing, role: str) -> bool:
        standing.is_student |= role == STUDENT
        standing.is_staff |= role in STAFF or role in ABOVE
        if role in CONTACT:
            standing.contact = standing.contact or role
        return role == STUDENT or role in STAFF or role in ABOVE or role in CONTACT

    def _add_place(
        self,
        standing: Standing,
        role: str,
        org: str,
        complain: Callable[[str], None],
        row: RoleRow | None = None,
    ) -> None:
        if role in CONTACT:
            return
        above = org in self.places.above_schools
        if role in ABOVE or (role in STAFF and above):
            complain(f"{role} above a school: a person must grant such a role")
            return
        school = self.places.school(org)
        if school is None:
            if not above:
                complain("no such school")
        elif role == STUDENT:
            standing.schools.append(school)
        elif row is None:
            standing.posts.append(Post(STAFF[role], school))
        else:
            post = Post(STAFF[role], school, row.starts_on, row.ends_on, row.sourced_id)
            standing.posts.append(post)

    def _complaint(self, file: str, line: int, column: str) -> Callable[[str], None]:
        return lambda reason: self.ledger.report(Problem(file, line, column, reason))
