"""users.csv, once through: every row goes to students, staff or guardians, and whoever is gone leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from schools.actions.imports.guardians import Guardians, end_absent_links
from schools.actions.imports.ledger import Ledger, chunks
from schools.actions.imports.places import Places
from schools.actions.imports.staff import StaffPeople
from schools.actions.imports.standing import Judge, Roles, Standing, read_roles
from schools.actions.imports.students import Students
from schools.models import Student
from schools.roster.manifest import BULK
from schools.roster.oneroster import Person, Roster
from schools.roster.problems import Problem
from schools.terms import LinkSource


@dataclass(slots=True)
class Given:
    """Ids of a users file, by what they stand for; `refused` rows count for everything."""

    students: set[str] = field(default_factory=set)
    staff: set[str] = field(default_factory=set)
    guardians: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    # Somebody's row has no id that can be read: who is absent is then not certain.
    nameless: bool = False


@dataclass(slots=True)
class Batch:
    """One chunk of rows, sorted out."""

    students: list[tuple[Person, list[int]]] = field(default_factory=list)
    staff: list[tuple[Person, Standing]] = field(default_factory=list)
    guardians: list[tuple[Person, str]] = field(default_factory=list)


class People:
    """The people of one roster import."""

    def __init__(self, roster: Roster, places: Places, ledger: Ledger) -> None:
        self.roster = roster
        self.ledger = ledger
        self.judge = Judge(places, ledger)
        self.students = Students(ledger)
        self.staff = StaffPeople(ledger)
        self.guardians = Guardians(ledger)
        self.roles = Roles()
        self.given = Given()

    def read(self) -> None:
        for part in (self.students, self.staff, self.guardians):
            part.load()
        self.roles = read_roles(self.roster)
        for chunk in chunks(self.roster.people()):
            batch = Batch()
            for sourced_id, person in chunk:
                self._sort(sourced_id, person, batch)
            self.students.sync(batch.students)
            self.staff.sync(batch.staff)
            self.guardians.sync(batch.guardians)
        self._roles_alone()
        self._leave()
        self._link()

    def _sort(self, sourced_id: str, person: Person | None, batch: Batch) -> None:
        if person is None:
            self.given.refused.add(sourced_id)
            self.given.nameless |= not sourced_id or not sourced_id.isprintable()
            return
        if not person.at.active:
            self.given.gone.add(sourced_id)
            return
        standing = self._standing(person)
        if standing is None or not self._is_named(person, standing):
            self.given.refused.add(sourced_id)
            return
        if standing.is_student:
            self._sort_student(person, standing, batch)
            return
        if standing.is_staff and person.enabled:
            self.given.staff.add(sourced_id)
            batch.staff.append((person, standing))
        elif standing.is_staff:
            self.given.gone.add(sourced_id)
        if standing.contact:
            self.given.guardians.add(sourced_id)
            batch.guardians.append((person, standing.contact))
            self.guardians.name_pairs(person, as_student=False)

    def _sort_student(self, person: Person, standing: Standing, batch: Batch) -> None:
        if standing.is_staff or standing.contact:
            self._problem(
                person, "role", "is a student and something else; only the student counts"
            )
        self.given.students.add(person.sourced_id)
        batch.students.append((person, list(dict.fromkeys(standing.schools))))
        self.guardians.name_pairs(person, as_student=True)

    def _standing(self, person: Person) -> Standing | None:
        """From the row itself (1.1), from roles.csv (1.2), or, where a delta is silent, from what is known."""
        if self.roster.manifest.version == "1.1":
            return self.judge.of_row(person)
        rows = self.roles.live.get(person.sourced_id)
        if rows:
            standing = self.judge.of_roles(rows, person.primary_org, self.ledger.today)
            standing.complete &= self.roster.manifest.mode("roles") == BULK
            if standing.is_student or standing.is_staff or standing.contact:
                return standing
            return None
        return self._known_standing(person)

    def _known_standing(self, person: Person) -> Standing | None:
        is_student = person.sourced_id in self.students.ids
        is_staff = person.sourced_id in self.staff.ids
        contact = "relative" if person.sourced_id in self.guardians.ids else ""
        if self.roster.manifest.mode("roles") == BULK or not (is_student or is_staff or contact):
            self._problem(person, "sourcedId", "has no role in roles.csv")
            return None
        return Standing(is_student, is_staff, contact, complete=False)

    def _is_named(self, person: Person, standing: Standing) -> bool:
        missing = [
            column
            for column, value in (
                ("givenName", person.given_name),
                ("familyName", person.family_name),
            )
            if not value
        ]
        if len(missing) == 2 or (missing and standing.is_student):
            for column in missing:
                self._problem(person, column, "is empty")
            return False
        return True

    def _problem(self, person: Person, column: str, reason: str) -> None:
        self.ledger.report(Problem(person.at.file, person.at.line, column, reason))

    def _roles_alone(self) -> None:
        """A delta of roles.csv about people whose row in users.csv did not change."""
        if self.roster.manifest.mode("roles") == BULK:
            return
        self.staff.end_roles([row.sourced_id for row in self.roles.gone])
        told = self.given.students | self.given.staff | self.given.guardians | self.given.gone
        posts: dict[int, Standing] = {}
        for sourced_id, rows in self.roles.live.items():
            if sourced_id in told or sourced_id in self.given.refused:
                continue
            standing = self.judge.of_roles(rows, "", self.ledger.today)
            standing.complete = False
            if user := self.staff.ids.get(sourced_id):
                posts[user] = standing
            elif student := self.students.ids.get(sourced_id):
                self._move(student, standing)
            elif sourced_id not in self.guardians.ids:
                at = rows[0].at
                self.ledger.report(Problem(at.file, at.line, "userSourcedId", "no such person"))
        self.staff.sync_posts(posts)

    def _move(self, key: int, standing: Standing) -> None:
        student = Student.objects.get(pk=key)
        if standing.schools and student.school_id not in standing.schools:
            self.students.transfer(student, standing.schools[0])

    def _leave(self) -> None:
        """Bulk: who is not in the file. Delta: who is marked to be deleted."""
        given = self.given
        if given.nameless:
            reason = "rows without a readable id: nobody is taken to have left by absence"
            self.ledger.report(Problem("users.csv", 0, "sourcedId", reason))
        elif self.roster.manifest.mode("users") == BULK:
            self.students.leave(_absent(self.students.ids, given.students | given.refused))
            self.staff.leave(_absent(self.staff.ids, given.staff | given.refused))
            self.guardians.leave(_absent(self.guardians.ids, given.guardians | given.refused))
        if self.roster.manifest.mode("users") == BULK:
            return
        for part in (self.students, self.staff, self.guardians):
            part.leave([part.ids[key] for key in sorted(given.gone) if key in part.ids])

    def _link(self) -> None:
        named = self.guardians.sync_links(self.students.ids, self.staff.ids)
        if self.roster.manifest.mode("users") != BULK or self.given.nameless:
            return
        spared = {
            *(self.students.ids.get(key) for key in self.given.refused),
            *(self.guardians.person(key) for key in self.given.refused),
        }
        end_absent_links(
            named,
            LinkSource.ROSTER,
            lambda guardian, student: guardian in spared or student in spared,
            self.ledger,
        )

    def known(self) -> set[str]:
        """Ids of everybody who is no student, as far as this roster is concerned."""
        return {
            *self.staff.ids,
            *self.guardians.ids,
            *self.given.refused,
            *self.given.gone,
            *self.given.staff,
        }


def _absent(ids: dict[str, int], given: set[str]) -> list[int]:
    return [key for sourced_id, key in ids.items() if sourced_id not in given]
