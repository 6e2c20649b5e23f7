"""Lists of programs, and of who was told and who was not, with why and what to do. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import Program, ProgramStep, ProgramStudent, ProgramTerms, ProgramTold
from consents.reports.coverage import (
    DISPUTED,
    NO_GUARDIAN,
    NOBODY_MAY,
    UNCHECKED,
    UNREACHABLE,
    family_problems,
    grade_not_covered,
)
from consents.reports.readiness import rule_in_force
from consents.terms import ProgramMove, ProgramStage
from core.decision import Reason
from notices import contacts
from schools import signing
from schools.models import Guardian, GuardianLink, School, Student

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TONES = {
    ProgramStage.DRAFT: "neutral",
    ProgramStage.CHECKING: "wait",
    ProgramStage.PUBLISHED: "good",
    ProgramStage.ENDED: "neutral",
    ProgramStage.DISCARDED: "neutral",
}
# Terms that are written or checked.
OPEN = (ProgramStage.DRAFT, ProgramStage.CHECKING)
STEP_WORDS: dict[ProgramMove, _StrPromise] = {
    ProgramMove.PUT_FORWARD: _("Put forward to a second person"),
    ProgramMove.SEND_BACK: _("Sent back to the office"),
    ProgramMove.PUBLISH: _("Published"),
    ProgramMove.DISCARD: _("Draft thrown away"),
    ProgramMove.END: _("Ended"),
}
STEP_TONES = {
    ProgramMove.PUT_FORWARD: "wait",
    ProgramMove.SEND_BACK: "info",
    ProgramMove.PUBLISH: "good",
    ProgramMove.DISCARD: "neutral",
    ProgramMove.END: "bad",
}
NOT_IN_FORCE = Reason("not_in_force", "T5", _("Told once the program is in force"))
NO_EMAIL = Reason("no_email", "T1", _("Signs alone, and has no district e-mail address"))
BEING_TOLD = Reason("being_told", "T5", _("The message is on its way"))
# What ends each reason, and who does it.
WAYS_OUT: dict[str, _StrPromise] = {
    NOT_IN_FORCE.code: _("Put the program forward; a second person publishes it."),
    BEING_TOLD.code: _("Nothing to do."),
    "grade_not_covered": _("Take the student off, or change the program's grades."),
    NO_EMAIL.code: _(
        "The school's office enters the student's address; they are told within the hour."
    ),
    NO_GUARDIAN.code: _(
        "The school's office enters a contact; the family is told within the hour."
    ),
    UNCHECKED.code: _(
        "The school's office settles who may sign; the family is told within the hour."
    ),
    NOBODY_MAY.code: _("Call the school's office. Write to nobody."),
    UNREACHABLE.code: _(
        "The school's office finds an address or number; or tell the family by telephone."
    ),
    DISPUTED.code: _(
        "The school's office puts the contact right; the family is told within the hour."
    ),
}


@dataclass(frozen=True, slots=True)
class TellingRow:
    """A student who qualifies: when the family was told, or why not, and whether a form may follow."""

    row: ProgramStudent
    told: tuple[ProgramTold, ...]
    problem: Reason | None

    @property
    def way_out(self) -> _StrPromise | str:
        return WAYS_OUT.get(self.problem.code, "") if self.problem else ""

    @property
    def student(self) -> Student:
        return self.row.student

    @property
    def told_at(self) -> datetime | None:
        return self.told[0].at if self.told else None


def program_list(user: User) -> QuerySet[Program]:
    """The programs the user may see, each with the words of the terms that count."""
    terms = ProgramTerms.objects.filter(program=OuterRef("pk")).exclude(
        stage=ProgramStage.DISCARDED
    )
    # In force before a newer draft of it.
    first = terms.annotate(in_force=Q(stage=ProgramStage.PUBLISHED)).order_by(
        "-in_force", "-number"
    )
    waiting = terms.filter(stage=ProgramStage.CHECKING)
    return (
        Program.objects.visible_to(user)
        .filter(Exists(terms))
        .annotate(
            shown_name=Subquery(first.values("name")[:1]),
            public_name=Subquery(first.values("public_name")[:1]),
            stage_now=Subquery(first.values("stage")[:1]),
            ends_on=Subquery(first.values("ends_on")[:1]),
            waits=Exists(waiting),
        )
        .select_related("kind")
    )


def qualifying(students: Sequence[Student], terms: ProgramTerms) -> list[Student]:
    """Those of the program's grades, within the exception's; enrolled or out of school (T4)."""
    problems = _grade_problems(students, terms)
    return [one for one in students if problems[one.pk] is None]


def program_steps(program: Program) -> list[tuple[ProgramStep, str | _StrPromise, str]]:
    """Every step of the program's terms, newest first: the step, its words, its tone."""
    steps = ProgramStep.objects.filter(terms__program=program).select_related("by", "terms")
    return [
        (step, STEP_WORDS[ProgramMove(step.move)], STEP_TONES[ProgramMove(step.move)])
        for step in steps.order_by("-at", "-pk")
    ]


def listed(program: Program) -> QuerySet[ProgramStudent]:
    """The students who qualify now, each with whether a guardian was told."""
    told = ProgramTold.objects.filter(program=program, student=OuterRef("student"))
    rows = ProgramStudent.objects.filter(program=program, removed_at__isnull=True)
    return rows.annotate(is_told=Exists(told)).select_related("student__school")


def telling_rows(
    rows: Sequence[ProgramStudent], terms: ProgramTerms, *, in_force: bool
) -> list[TellingRow]:
    """Who was told, and why others were not, in the same few queries however many rows."""
    students = [row.student for row in rows]
    told: dict[int, list[ProgramTold]] = defaultdict(list)
    found = ProgramTold.objects.filter(program=terms.program, student__in=students)
    for one in found.select_related("guardian").order_by("pk"):
        told[one.student_id].append(one)
    own = _own_problems(students, timezone.localdate())
    problems = family_problems(students, timezone.localdate()) | own
    reached = _reached(students) | own.keys()
    grades = _grade_problems(students, terms)
    made = []
    for row in rows:
        student = row.student_id
        problem = grades[student] or problems[student]
        if problem is None and student not in reached:
            problem = UNREACHABLE
        waits = BEING_TOLD if in_force else NOT_IN_FORCE
        why = None if told[student] else problem or waits
        made.append(TellingRow(row, tuple(told[student]), why))
    return made


def schools_to_ask(program: Program) -> QuerySet[School]:
    """The schools, last or present, of students whose family was told, with how many."""
    told = listed(program).filter(Q(is_told=True), student__school__isnull=False)
    counts = (
        told.filter(student__school=OuterRef("pk"))
        .order_by()
        .values("student__school")
        .annotate(total=Count("pk"))
        .values("total")
    )
    schools = School.objects.filter(pk__in=told.values("student__school"))
    return schools.annotate(told_count=Subquery(counts[:1])).order_by("name", "pk")


def told_students(program: Program, school: School) -> QuerySet[Student]:
    """The school's students, enrolled or out of it, whose family was told."""
    told = listed(program).filter(Q(is_told=True), student__school=school)
    return Student.objects.filter(pk__in=told.values("student"))


def told_pairs(program: Program, students: Sequence[Student]) -> set[tuple[int, int]]:
    """Which guardian was told of which student."""
    rows = ProgramTold.objects.filter(program=program, student__in=students)
    return set(rows.values_list("student_id", "guardian_id"))


def _reached(students: Sequence[Student]) -> set[int]:
    """Students for whom somebody may sign who has a contact that works."""
    links = GuardianLink.objects.with_authority().filter(
        student__in=students, guardian__ended_at__isnull=True
    )
    pairs = [(link.student_id, link.guardian) for link in links.select_related("guardian")]
    guardians: set[Guardian] = {guardian for _student, guardian in pairs}
    reaches = contacts.reaches(guardians)
    return {student for student, guardian in pairs if reaches[guardian.pk] is not None}


def _own_problems(students: Sequence[Student], on: date) -> dict[int, Reason | None]:
    """Why somebody who signs alone cannot be told; a student without a district e-mail address is not."""
    alone = signing.who_sign_alone(students, on)
    district = signing.district()
    return {
        one.pk: None if signing.own_address(one, district) else NO_EMAIL
        for one in students
        if one.pk in alone
    }


def _grade_problems(students: Sequence[Student], terms: ProgramTerms) -> dict[int, Reason | None]:
    rule = rule_in_force(terms.program.kind, timezone.now()).conditions
    narrower = frozenset(terms.grades)
    found: dict[int, Reason | None] = {}
    for student in students:
        covered = rule.grades is None or student.grade in rule.grades
        covered = covered and (not narrower or student.grade in narrower)
        found[student.pk] = None if covered else grade_not_covered(rule.clause)
    return found
