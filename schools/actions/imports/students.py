"""Students of a roster: who is new, changed, moved, left; with the periods at each school."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from schools.actions.imports.ledger import CHUNK, Ledger, chunks
from schools.models import Enrolment, Student
from schools.roster.oneroster import Person, Roster
from schools.roster.problems import Problem

FIELDS = (
    "number",
    "given_name",
    "middle_name",
    "family_name",
    "preferred_name",
    "grade",
    "email",
    "school_id",
    "left_on",
)
COLUMNS = {"email": "email", "grades": "grade"}


@dataclass(slots=True)
class Students:
    """Students by roster id, and the periods that start with this import."""

    ledger: Ledger
    ids: dict[str, int] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)
    # Student key → school key, for students whose new period is not written yet.
    arriving: dict[int, tuple[int, str]] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    began_on: dict[int, date] = field(default_factory=dict)

    def load(self) -> None:
        self.ids = dict(Student.objects.values_list("sourced_id", "pk"))

    def sync(self, rows: list[tuple[Person, list[int]]]) -> None:
        """Bring one chunk of rows in; `rows` pairs each with the schools it names, the first one counting."""
        known = Student.objects.in_bulk(
            [person.sourced_id for person, _schools in rows], field_name="sourced_id"
        )
        new: list[Student] = []
        changed: list[Student] = []
        for person, schools in rows:
            student = known.get(person.sourced_id)
            if student is None:
                new.append(self._new(person, schools))
            elif self._update(student, person, schools):
                changed.append(student)
        Student.objects.bulk_create(new, batch_size=CHUNK)
        for student in new:
            self.ids[student.sourced_id] = student.pk
            self.added.add(student.pk)
            self._arrives(student)
        Student.objects.bulk_update(changed, FIELDS, batch_size=200)
        self._close_periods(self.moved & {student.pk for student in changed})

    def _new(self, person: Person, schools: list[int]) -> Student:
        self._check_schools(person, schools)
        self.ledger.count("students", "added", person.sourced_id)
        return Student(
            sourced_id=person.sourced_id,
            number=person.number,
            given_name=person.given_name,
            middle_name=person.middle_name,
            family_name=person.family_name,
            preferred_name=person.preferred_name,
            grade=person.grade,
            email=person.email,
            school_id=schools[0] if schools else None,
            created_at=self.ledger.now,
        )

    def _update(self, student: Student, person: Person, schools: list[int]) -> bool:
        """Whether the student differs from the row now."""
        wanted: dict[str, Any] = {
            "number": person.number,
            "given_name": person.given_name,
            "middle_name": person.middle_name,
            "family_name": person.family_name,
            "preferred_name": person.preferred_name,
            "grade": person.grade,
            "email": person.email,
            "left_on": None,
        }
        for column in person.unclear:
            wanted.pop(COLUMNS.get(column, ""), None)
        if schools:
            if student.school_id not in schools:
                self._check_schools(person, schools)
            wanted["school_id"] = student.school_id if student.school_id in schools else schools[0]
        fields = self.ledger.differences(student, wanted)
        if {"school_id", "grade", "left_on"} & set(fields):
            self.moved.add(student.pk)
            self._arrives(student)
        moved = "moved" if "school_id" in fields else "changed"
        self.ledger.count(
            "students",
            moved if fields else "same",
            person.sourced_id,
            ", ".join(name.removesuffix("_id") for name in fields),
        )
        return bool(fields)

    def transfer(self, student: Student, school: int) -> None:
        """A student whose role moved to another school while the rest stayed."""
        if self.ledger.differences(student, {"school_id": school, "left_on": None}):
            self.moved.add(student.pk)
            self._arrives(student)
            student.save(update_fields=["school", "left_on"])
            self._close_periods({student.pk})
            self.ledger.count("students", "moved", student.sourced_id, "school")

    def _check_schools(self, person: Person, schools: list[int]) -> None:
        if len(set(schools)) > 1:
            self.ledger.report(
                Problem(
                    person.at.file,
                    person.at.line,
                    "orgSourcedIds",
                    "names several schools for one student; the first one was taken",
                )
            )

    def _arrives(self, student: Student) -> None:
        if student.school_id is not None:
            self.arriving[student.pk] = (student.school_id, student.grade)

    def leave(self, keys: Iterable[int]) -> None:
        """These students are no longer in the roster. Their rows stay, with the day."""
        for chunk in chunks(keys):
            leaving = list(Student.objects.filter(pk__in=chunk, left_on=None))
            for student in leaving:
                if self.ledger.is_pinned(student, "left_on"):
                    self.ledger.count("corrections", "kept")
                    continue
                self.ledger.change(student, "left_on", None, self.ledger.today)
                student.left_on = self.ledger.today
                self.ledger.count("students", "left", student.sourced_id)
            left = [student for student in leaving if student.left_on]
            Student.objects.bulk_update(left, ["left_on"], batch_size=500)
            self._close_periods({student.pk for student in left})

    def _close_periods(self, keys: set[int]) -> None:
        for chunk in chunks(sorted(keys)):
            Enrolment.objects.filter(student__in=chunk, ends_on=None).update(
                ends_on=self.ledger.yesterday, end_recorded_at=self.ledger.now
            )

    def open_periods(self) -> None:
        """Write the periods that start now: a newcomer's from the first day in class, where that is past."""
        for chunk in chunks(self.arriving.items()):
            Enrolment.objects.bulk_create(
                Enrolment(
                    student_id=student,
                    school_id=school,
                    grade=grade,
                    starts_on=self._first_day(student),
                    recorded_at=self.ledger.now,
                )
                for student, (school, grade) in chunk
            )

    def _first_day(self, student: int) -> date:
        if student in self.moved:
            return self.ledger.today
        return min(self.began_on.get(student, self.ledger.today), self.ledger.today)

    def began(self, student: int, school: int | None, day: date | None) -> None:
        """A class the student attends began on the day."""
        if day is not None and self.arriving.get(student, (None, ""))[0] == school:
            self.began_on[student] = min(day, self.began_on.get(student, day))


def read_births(roster: Roster, students: Students, known: set[str], ledger: Ledger) -> None:
    """Birth dates; nothing else of demographics.csv is ever read. `known` are ids of other people."""
    for chunk in chunks(roster.births()):
        births: dict[int, date] = {}
        for _sourced_id, birth in chunk:
            if birth is None or not birth.at.active:
                continue
            key = students.ids.get(birth.person)
            if key and birth.born_on:
                births[key] = birth.born_on
            elif key is None and birth.person not in known:
                ledger.report(Problem(birth.at.file, birth.at.line, "sourcedId", "no such person"))
        changed = [
            student
            for student in Student.objects.filter(pk__in=births)
            if _is_born(student, births[student.pk], students, ledger)
        ]
        Student.objects.bulk_update(changed, ["birth_on"], batch_size=500)


def _is_born(student: Student, born_on: date, students: Students, ledger: Ledger) -> bool:
    """Set the birth date; whether that was news."""
    if student.pk in students.added:
        student.birth_on = born_on
        return True
    if ledger.differences(student, {"birth_on": born_on}):
        ledger.count("students", "changed", student.sourced_id, "birth_on")
        return True
    return False
