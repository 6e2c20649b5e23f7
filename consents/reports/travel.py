"""Safe to travel: one activity on one day at one hour, on one page to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from consents.reports.activity_board import ActivityBoard
from consents.reports.verdict_board import Row
from schools.models import Student


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call, and on which number."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A student whom nobody may text then: why, what would change it, whom to call instead."""

    row: Row
    calls: tuple[Call, ...]

    @property
    def student(self) -> Student:
        return self.row.student


@dataclass(frozen=True, slots=True)
class Trip:
    """Who may be texted at the moment, and who not."""

    covered: tuple[Row, ...]
    uncovered: tuple[Uncovered, ...]

    @property
    def is_safe(self) -> bool:
        return bool(self.covered) and not self.uncovered


def trip(found: ActivityBoard, *, with_numbers: bool) -> Trip:
    """Split the board. Numbers are for calling a grown-up, never for texting."""
    own = found.version.activity.school_id
    uncovered = [row for row in found.judged.rows if not row.allowed]
    return Trip(
        covered=tuple(row for row in found.judged.rows if row.allowed),
        uncovered=tuple(
            Uncovered(row, _calls(row, own) if with_numbers else ()) for row in uncovered
        ),
    )


def _calls(row: Row, own_school: int) -> tuple[Call, ...]:
    """The guardians who may sign and have a number; for another school's student, that school's office."""
    school = row.student.school
    if school is not None and school.pk != own_school:
        return (Call(str(school), school.phone),) if school.phone else ()
    return tuple(
        Call(str(said.guardian), said.guardian.phone)
        for said in row.said
        if said.guardian.phone and said.guardian.can_be_reached
    )
