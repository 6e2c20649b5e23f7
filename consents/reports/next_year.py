"""What this year's activities would be next year: who goes on, who does not and why, and how much it would send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from consents import standing
from consents.models import Activity, ActivityVersion, Continuation, VersionStudent
from consents.policy import Rule
from consents.terms import LeftOut, Stage
from schools.models import GuardianLink, RoleAssignment, SchoolYear, Staff, Student
from schools.terms import GRADES, SCHOOL_ROLES

# Forms leave over this many school days when principals take their time.
SPREAD_DAYS = 10


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who does not go on."""

    who: Staff | Student
    why: LeftOut

    @property
    def kind(self) -> str:
        return "adult" if isinstance(self.who, Staff) else "student"


@dataclass(frozen=True, slots=True)
class Plan:
    """One activity as it would be next year. `asker` is who would hold the draft; nobody where none is left."""

    activity: Activity
    version: ActivityVersion
    year: SchoolYear | None
    asker: User | None
    adults: tuple[Staff, ...]
    students: tuple[Student, ...]
    gone: tuple[Gone, ...]
    starts_on: date | None
    ends_on: date | None

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Why people do not go on, and how many of each."""
        found = Counter(one.why for one in self.gone)
        return [(str(why.label), found[why]) for why in LeftOut if found[why]]

    @property
    def is_done(self) -> bool:
        return hasattr(self.activity, "continued")


@dataclass(frozen=True, slots=True)
class Load:
    """How much asking again would send: forms, and messages (one a guardian a day, all forms together)."""

    forms: int
    messages: int

    @property
    def a_day(self) -> int:
        return -(-self.messages // SPREAD_DAYS)


def with_everybody(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Fetch what `plans` reads of an activity."""
    listed = VersionStudent.objects.select_related("student").order_by("pk")
    sent = ActivityVersion.objects.filter(asked_at__isnull=False).select_related("rule")
    versions = sent.order_by("number").prefetch_related(
        "approvals", "adult_rows__staff__user", Prefetch("student_rows", listed)
    )
    return activities.select_related(
        "school", "kind", "year", "asked_by", "continued__activity"
    ).prefetch_related("narrowings", Prefetch("versions", versions))


def plans(activities: Sequence[Activity]) -> list[Plan]:
    """Each activity (fetched `with_everybody`) as it would go on, in a constant number of queries."""
    after = _years_after({one.year for one in activities})
    versions = {one.pk: _approved(one) for one in activities}
    staff = [row.staff for v in versions.values() if v for row in v.adult_rows.all()]
    users = {one.user_id for one in staff} | {one.asked_by_id for one in activities}
    at_work = _at_work(users)
    return [
        _plan(one, version, after.get(one.year_id), at_work)
        for one in activities
        if (version := versions[one.pk]) is not None
    ]


def load_of(found: Iterable[Plan]) -> Load:
    """What asking all of these again would send."""
    pairs = {(plan.activity.pk, student.pk) for plan in found for student in plan.students}
    links = GuardianLink.objects.with_authority().filter(
        student__in={student for _, student in pairs}, guardian__ended_at__isnull=True
    )
    signers: Counter[int] = Counter()
    guardians = set()
    for student, guardian in links.values_list("student", "guardian"):
        signers[student] += 1
        guardians.add(guardian)
    return Load(sum(signers[student] for _, student in pairs), len(guardians))


def people_of(rows: Collection[Continuation]) -> dict[tuple[str, int], str]:
    """The names of everybody these left out, in two queries."""
    keys: dict[str, set[int]] = {"adult": set(), "student": set()}
    for row in rows:
        for kind, key, _why in row.left_out:
            keys[kind].add(key)
    staff = Staff.objects.select_related("user").in_bulk(keys["adult"])
    students = Student.objects.in_bulk(keys["student"])
    return {
        **{("adult", key): str(one) for key, one in staff.items()},
        **{("student", key): str(one) for key, one in students.items()},
    }


def next_grade(grade: str) -> str | None:
    """The grade of a student who is promoted; none after the last."""
    if grade not in GRADES:
        return grade
    place = GRADES.index(grade) + 1
    return GRADES[place] if place < len(GRADES) else None


def _plan(
    activity: Activity,
    version: ActivityVersion,
    year: SchoolYear | None,
    at_work: set[tuple[int, int]],
) -> Plan:
    gone: list[Gone] = []
    adults = []
    for staff in standing.adults_of(version):
        works = (staff.user_id, activity.school_id) in at_work and staff.left_on is None
        if works:
            adults.append(staff)
        else:
            gone.append(Gone(staff, LeftOut.ADULT_LEFT))
    schools = {row.school_id for row in version.approvals.all()}
    students = []
    for row in version.student_rows.all():
        why = _why_student(row.student, version, schools)
        if why is None:
            students.append(row.student)
        else:
            gone.append(Gone(row.student, why))
    asker = activity.asked_by if (activity.asked_by_id, activity.school_id) in at_work else None
    starts, ends = _days(version, activity.year, year) if year else (None, None)
    return Plan(
        activity,
        version,
        year,
        asker or next((one.user for one in adults), None),
        tuple(adults),
        tuple(students),
        tuple(gone),
        starts,
        ends,
    )


def _why_student(student: Student, version: ActivityVersion, schools: set[int]) -> LeftOut | None:
    rule: Rule = version.rule.conditions
    promoted = next_grade(student.grade)
    checks = (
        (standing.is_taken_off(version, student), LeftOut.TAKEN_OFF),
        (student.left_on is not None, LeftOut.STUDENT_LEFT),
        (student.school_id not in schools, LeftOut.OTHER_SCHOOL),
        (promoted is None, LeftOut.GRADUATES),
        (rule.grades is not None and promoted not in rule.grades, LeftOut.GRADE),
    )
    return next((why for holds, why in checks if holds), None)


def _days(version: ActivityVersion, year: SchoolYear, after: SchoolYear) -> tuple[date, date]:
    """As many days after the first day of class as this year, inside the next year's consent dates."""
    shift: timedelta = after.class_starts_on - year.class_starts_on
    starts = min(max(version.starts_on + shift, after.starts_on), after.ends_on)
    ends = min(max(version.ends_on + shift, starts), after.ends_on)
    return starts, ends


def _approved(activity: Activity) -> ActivityVersion | None:
    """The newest version that the activity's own school has approved."""
    found = [
        version
        for version in activity.versions.all()
        if any(
            row.school_id == activity.school_id and row.stage == Stage.APPROVED
            for row in version.approvals.all()
        )
    ]
    return next(reversed(found), None)


def _years_after(years: Collection[SchoolYear]) -> dict[int, SchoolYear]:
    """The year after each, in its own calendar, where it is entered; one query."""
    every = list(SchoolYear.objects.order_by("starts_on"))
    found = {}
    for year in years:
        later = (
            one for one in every if one.school_id == year.school_id and one.starts_on > year.ends_on
        )
        after = next(later, None)
        if after:
            found[year.pk] = after
    return found


def _at_work(users: Collection[int]) -> set[tuple[int, int]]:
    """Which of these users hold a role at which school now."""
    held = RoleAssignment.objects.current().filter(
        user__in=users, role__in=SCHOOL_ROLES, user__is_active=True
    )
    return {(user, school) for user, school in held.values_list("user", "school") if school}
