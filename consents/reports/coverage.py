"""Which listed students an exception can cover today, and why not the others (T1-T5).

The verdict says whether a text may be sent; this says, before anybody is asked, who could ever sign.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from consents.policy import Rule
from core.decision import Reason
from schools import signing
from schools.models import District, GuardianLink, School, Student
from schools.signing import Sheet
from schools.terms import Authority, Signs

NOT_ENROLLED = Reason("not_enrolled", "T1", _("Not enrolled at a school of the district"))
IS_ADULT = Reason(
    "is_adult", "T1", _("18 or older: decides alone, a parent's signature does not count")
)
NO_OWN_EMAIL = Reason(
    "no_own_email", "T1", _("Signs alone, and has no district e-mail to be asked at")
)
NOBODY_SIGNS = Reason(
    "nobody_signs", "T1", _("The records office says that nobody may sign for this student now")
)
NO_GUARDIAN = Reason("no_guardian", "T1", _("No parent or guardian on record"))
UNCHECKED = Reason(
    "unchecked", "T1", _("The school must first check who may sign for this student")
)
UNREACHABLE = Reason("unreachable", "T1", _("No parent who may sign has a contact on record"))
DISPUTED = Reason(
    "disputed",
    "T1",
    _("The contact on record says it is not the parent; the office must correct it"),
)

NOT_TOLD = Reason(
    "not_told", "T5", _("The family has not been told yet that the child qualifies for the program")
)
NOBODY_MAY = Reason("nobody_may", "T1", _("No contact on record may be told or may sign"))
ELSEWHERE = Reason("elsewhere", "T1", _("The student's own school must first settle who may sign"))


def grade_not_covered(clause: str) -> Reason:
    return Reason("grade_not_covered", clause, _("This exception does not cover the grade"))


@dataclass(frozen=True, slots=True)
class Covered:
    """One listed student: what stands in the way, and the other school that must also approve."""

    student: Student
    problems: tuple[Reason, ...] = ()
    other_school: School | None = None

    def __bool__(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every listed student, in the order of the list."""

    rows: tuple[Covered, ...]

    @property
    def askable(self) -> int:
        return sum(1 for row in self.rows if row)

    @property
    def uncovered(self) -> list[Covered]:
        return [row for row in self.rows if not row]

    @property
    def other_schools(self) -> list[tuple[School, int]]:
        """The other schools whose principal is asked too, and for how many students."""
        found = Counter(row.other_school for row in self.rows if row.other_school)
        return sorted(found.items(), key=lambda pair: pair[0].name)

    @property
    def by_reason(self) -> list[tuple[Reason, list[Student]]]:
        """Who is not covered, gathered under each reason."""
        found: dict[Reason, list[Student]] = defaultdict(list)
        for row in self.rows:
            for problem in row.problems:
                found[problem].append(row.student)
        return list(found.items())


@dataclass(frozen=True, slots=True)
class _Signers:
    """A student's contacts, and the rule sheet that says who of them may sign."""

    links: Sequence[GuardianLink]
    sheet: Sheet
    # By whose mailbox who signs alone is asked.
    district: District

    def alone(self, student: Student, on: date) -> bool:
        return student.is_adult(on) or self.sheet.student_signs


def coverage(students: Sequence[Student], rule: Rule, school: School | None, on: date) -> Coverage:
    """Judge the students (fetched with their school) in a constant number of queries.

    `school` is the reader's: what stands on record about other schools' families is theirs to know. None: an
    office of the district reads, which asks no other school.
    """
    links = _links(students)
    sheets = signing.sheets([student.pk for student in students])
    district = signing.district()
    return Coverage(
        tuple(
            Covered(
                student,
                tuple(
                    _problems(
                        student,
                        _Signers(links[student.pk], sheets[student.pk], district),
                        rule,
                        on,
                        school,
                    )
                ),
                student.school if school and student.school_id not in {None, school.pk} else None,
            )
            for student in students
        )
    )


def family_problems(students: Sequence[Student], on: date) -> dict[int, Reason | None]:
    """Why each student's family cannot be told or asked, if so; for readers who answer for every school."""
    links = _links(students)
    sheets = signing.sheets([student.pk for student in students])
    district = signing.district()
    return {
        student.pk: _family_problem(
            student, _Signers(links[student.pk], sheets[student.pk], district), on
        )
        for student in students
    }


def _family_problem(student: Student, known: _Signers, on: date) -> Reason | None:
    if known.alone(student, on):
        return IS_ADULT
    if known.links and all(link.authority == Authority.NO for link in known.links):
        return NOBODY_MAY
    return _nobody_to_ask(known)


def _links(students: Iterable[Student]) -> dict[int, list[GuardianLink]]:
    found: dict[int, list[GuardianLink]] = defaultdict(list)
    current = GuardianLink.objects.current().filter(
        student__in=[student.pk for student in students], guardian__ended_at__isnull=True
    )
    for link in current.select_related("guardian"):
        found[link.student_id].append(link)
    return found


def _problems(
    student: Student, known: _Signers, rule: Rule, on: date, reader: School | None
) -> Iterable[Reason]:
    if rule.enrolled_only and (student.left_on is not None or student.school_id is None):
        yield NOT_ENROLLED
    if rule.grades is not None and student.grade not in rule.grades:
        yield grade_not_covered(rule.clause)
    problem = (
        _own_problem(student, known.district) if known.alone(student, on) else _nobody_to_ask(known)
    )
    if problem:
        yield problem if reader is None or student.school_id in {None, reader.pk} else ELSEWHERE


def _own_problem(student: Student, district: District) -> Reason | None:
    """Who signs alone is asked by district e-mail."""
    return None if signing.own_address(student, district) else NO_OWN_EMAIL


def _nobody_to_ask(known: _Signers) -> Reason | None:
    if known.sheet.signs == Signs.NOBODY:
        return NOBODY_SIGNS
    if not known.links:
        return NO_GUARDIAN
    signers = [link.guardian for link in known.links if link.guardian_id in known.sheet.may_sign]
    if not signers:
        return UNCHECKED
    if any(guardian.can_be_reached for guardian in signers):
        return None
    return DISPUTED if any(guardian.disputed_at for guardian in signers) else UNREACHABLE
