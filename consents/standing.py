"""Where a version stands for one student: approved by both schools, not narrowed away, within its dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from consents.models import ActivityVersion, Approval, ApprovalStep, Narrowing
from consents.terms import Move, Narrowed, ProgramStage, Stage
from schools.calendar import local_day
from schools.models import Staff, Student
from schools.terms import GRADES

# What a page or an action should fetch with a version, so that these questions ask nothing more.
FETCH = (
    "approvals",
    "activity__narrowings",
    "activity__program__terms",
    "adult_rows__staff__user",
)


def adults_of(version: ActivityVersion) -> list[Staff]:
    """The adults the version names, less those taken off since."""
    off = {row.staff_id for row in _narrowings(version, Narrowed.ADULT)}
    rows = sorted(version.adult_rows.all(), key=lambda row: row.pk)
    return [row.staff for row in rows if row.staff_id not in off]


def ends_on_of(version: ActivityVersion) -> date:
    """The version's last day, or the earlier one it was cut to."""
    cuts = [row.ends_on for row in _narrowings(version, Narrowed.END) if row.ends_on]
    return min([version.ends_on, *cuts])


def is_taken_off(version: ActivityVersion, student: Student) -> bool:
    return any(row.student_id == student.pk for row in _narrowings(version, Narrowed.STUDENT))


def asks_a_principal(version: ActivityVersion) -> bool:
    """Whether the exception wants a principal's word; where it does not, the outreach office's stands (T4)."""
    return version.rule.conditions.principal_approval


def approval_for(version: ActivityVersion, student: Student) -> Approval | None:
    """The word of the student's own school; the activity's school where the student has none.

    Where no principal is asked, the outreach office's one word.
    """
    school = student.school_id if asks_a_principal(version) else None
    school = school or version.activity.school_id
    return next((row for row in version.approvals.all() if row.school_id == school), None)


def is_approved(version: ActivityVersion, student: Student) -> bool:
    """Both the activity's school and the student's own have said yes, and neither took it back (T2a).

    Where no principal is asked, the outreach office has, for every student (T4).
    """
    host = version.activity.school_id
    own = student.school_id if asks_a_principal(version) else host
    stages = {row.school_id: row.stage for row in version.approvals.all()}
    return all(stages.get(school) == Stage.APPROVED for school in {host, own or host})


def program_in_force(version: ActivityVersion, at: datetime) -> bool:
    """Whether the program it is for is in force (T4); true where it is for none."""
    program = version.activity.program
    if program is None:
        return True
    terms = [one for one in program.terms.all() if one.stage == ProgramStage.PUBLISHED]
    newest = max(terms, key=lambda one: one.number, default=None)
    day = today_at(version, at)
    if newest is None or day < newest.approved_on:
        return False
    return newest.ends_on is None or day <= newest.ends_on


def covers_grade(version: ActivityVersion, student: Student) -> bool:
    """Whether the version's exception is for the student's grade, and for the enrolled only."""
    rule = version.rule.rule
    grades = rule.get("grades")
    if rule.get("enrolled_only", True) and student.left_on is not None:
        return False
    return grades is None or student.grade in [grade for grade in GRADES if grade in grades]


def approve_step(approval: Approval) -> ApprovalStep | None:
    """The step that approved, with the reasons it gave."""
    steps = approval.steps.filter(move__in=(Move.APPROVE, Move.RELEASE)).select_related("by")
    return steps.order_by("-pk").first()


def today_at(version: ActivityVersion, at: datetime) -> date:
    """The day it is in the version's school year."""
    return local_day(at, version.activity.year.timezone)


def _narrowings(version: ActivityVersion, what: Narrowed) -> Iterable[Narrowing]:
    return (
        row
        for row in version.activity.narrowings.all()
        if row.what == what and row.up_to_version >= version.number
    )
