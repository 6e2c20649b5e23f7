"""Who sits in which class (enrollments.csv)."""

from __future__ import annotations

from typing import Any

from schools.actions.imports.ledger import Ledger, chunks
from schools.actions.imports.students import Students
from schools.models import ClassMember, SchoolClass
from schools.roster.manifest import BULK
from schools.roster.oneroster import Roster, Seat
from schools.roster.problems import Problem

FIELDS = ("school_class_id", "student_id", "user_id", "starts_on", "ends_on", "ended_at")
SIZE = 2_000


class Seats:
    """One pass over enrollments.csv."""

    def __init__(self, students: Students, staff: dict[str, int], ledger: Ledger) -> None:
        self.students = students
        self.staff = staff
        self.ledger = ledger
        self.classes: dict[str, tuple[int, int]] = {
            sourced_id: (pk, school)
            for sourced_id, pk, school in SchoolClass.objects.filter(ended_at=None).values_list(
                "sourced_id", "pk", "school_id"
            )
        }

    def read(self, roster: Roster) -> None:
        """Seats added, changed, ended. Ids are kept as numbers: a big district has millions of seats."""
        given: set[int] = set()
        gone: set[int] = set()
        for chunk in chunks(roster.seats(), SIZE):
            live = []
            for sourced_id, seat in chunk:
                if seat is not None and not seat.at.active:
                    gone.add(hash(sourced_id))
                    continue
                given.add(hash(sourced_id))
                if seat is not None and (facts := self._facts(seat)):
                    live.append((sourced_id, facts))
            self._sync(live)
        self._end(given, gone, bulk=roster.manifest.mode("enrollments") == BULK)

    def _facts(self, seat: Seat) -> dict[str, Any] | None:
        place = self.classes.get(seat.class_id)
        student, user = self.students.ids.get(seat.person), self.staff.get(seat.person)
        if place is None:
            return self._refuse(seat, "classSourcedId", "no such class, or it has ended")
        if student is None and user is None:
            return self._refuse(seat, "userSourcedId", "no such student or member of staff")
        if (seat.role == "student") != (student is not None):
            return self._refuse(seat, "role", "does not fit who this person is")
        if student is not None:
            self.students.began(student, place[1], seat.starts_on)
            user = None
        return {
            "school_class_id": place[0],
            "student_id": student,
            "user_id": user,
            "starts_on": seat.starts_on,
            "ends_on": seat.ends_on,
            "ended_at": None,
        }

    def _refuse(self, seat: Seat, column: str, reason: str) -> dict[str, Any] | None:
        self.ledger.report(Problem(seat.at.file, seat.at.line, column, reason))
        return None

    def _sync(self, rows: list[tuple[str, dict[str, Any]]]) -> None:
        known = {
            member.sourced_id: member
            for member in ClassMember.objects.filter(
                sourced_id__in=[sourced_id for sourced_id, _facts in rows]
            )
        }
        new, changed = [], []
        for sourced_id, facts in rows:
            member = known.get(sourced_id)
            if member is None:
                new.append(ClassMember(sourced_id=sourced_id, **facts))
                self.ledger.count("class places", "added")
            elif any(getattr(member, name) != value for name, value in facts.items()):
                for name, value in facts.items():
                    setattr(member, name, value)
                changed.append(member)
                self.ledger.count("class places", "changed")
            else:
                self.ledger.count("class places", "same")
        ClassMember.objects.bulk_create(new, batch_size=SIZE)
        ClassMember.objects.bulk_update(changed, FIELDS, batch_size=200)

    def _end(self, given: set[int], gone: set[int], *, bulk: bool) -> None:
        if not bulk and not gone:
            return
        seats = ClassMember.objects.filter(ended_at=None).values_list("pk", "sourced_id")
        ending = [
            pk
            for pk, sourced_id in seats.iterator()
            if hash(sourced_id) in gone or (bulk and hash(sourced_id) not in given)
        ]
        for chunk in chunks(ending):
            ClassMember.objects.filter(pk__in=chunk).update(ended_at=self.ledger.now)
            for _pk in chunk:
                self.ledger.count("class places", "left")
