"""Students of living activities who soon decide alone: who, when, and for what a new answer is needed. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from consents.models import Activity, ActivityVersion, VersionStudent
from consents.terms import Narrowed, Stage
from schools.models import Student, StudentQuerySet
from schools.models.people import birthday_18, eighteen_years_before
from schools.roles import holds
from schools.terms import Role

# Boards and the work list warn twice: a month before, and in the last week.
SOON, VERY_SOON = timedelta(days=30), timedelta(days=7)
# Whoever turned 18 lately and has not answered yet is still on the list.
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Turning:
    """A student, the day on which they decide alone, and the activities that then need their own answer."""

    student: Student
    on: date
    days: int
    activities: tuple[ActivityVersion, ...] = ()

    @property
    def is_over(self) -> bool:
        """18 already: the student is asked, and a parent's yes has ended."""
        return self.days <= 0

    @property
    def tone(self) -> str:
        return "bad" if self.days <= VERY_SOON.days else "wait"


def listed_in_living(user: User, today: date) -> QuerySet[VersionStudent]:
    """The places of students on lists of approved activities that are not over, of those the user may see."""
    taken_off = Q(
        version__activity__narrowings__what=Narrowed.STUDENT,
        version__activity__narrowings__student=OuterRef("student"),
    )
    off = VersionStudent.objects.filter(taken_off, pk=OuterRef("pk"))
    return VersionStudent.objects.filter(
        ~Exists(off),
        version__activity__in=_named_to(user, today),
        version__approvals__stage=Stage.APPROVED,
        version__ends_on__gte=today,
        version__activity__year__ends_on__gte=today,
    )


def _named_to(user: User, on: date) -> QuerySet[Activity]:
    """The activities of which the user reads the name; a system administrator of all but the programs'."""
    if holds(user.pk, (Role.ADMIN,), on):
        return Activity.objects.filter(program__isnull=True)
    return Activity.objects.visible_to(user, on)


def students_turning_18(user: User, today: date | None = None) -> StudentQuerySet:
    """The students the user may see who turn 18 within thirty days or did so lately, listed somewhere that lives.

    A list that the user may not see makes no row: neither a birthday nor who is in a program is everybody's (T4).
    """
    day = today or timezone.localdate()
    # One day of grace: 1 March for who was born on 29 February is said by `birthday_18`.
    first = eighteen_years_before(day - LATELY) - timedelta(days=1)
    last = eighteen_years_before(day + SOON)
    places = listed_in_living(user, day).filter(student=OuterRef("pk"))
    return Student.objects.visible_to(user).filter(
        Exists(places), birth_on__gt=first, birth_on__lte=last, left_on__isnull=True
    )


def turning(
    students: Iterable[Student], user: User, today: date | None = None
) -> dict[int, Turning]:
    """For these students: the day, how long until then, and what it touches; the same queries however many."""
    day = today or timezone.localdate()
    given = [student for student in students if student.birth_on is not None]
    touched = _activities(given, user, day)
    found = {}
    for student in given:
        on = birthday_18(student.birth_on) if student.birth_on else day
        activities = tuple(touched[student.pk])
        found[student.pk] = Turning(student, on, (on - day).days, activities)
    return found


def _activities(
    students: list[Student], user: User, today: date
) -> dict[int, list[ActivityVersion]]:
    """The newest living version of each activity of the user's sight that lists the student."""
    places = (
        listed_in_living(user, today)
        .filter(student__in=students)
        .select_related("version__activity__kind")
        .order_by("version__activity", "-version__number")
    )
    found: dict[int, dict[int, ActivityVersion]] = defaultdict(dict)
    for place in places:
        found[place.student_id].setdefault(place.version.activity_id, place.version)
    return defaultdict(list, {key: list(rows.values()) for key, rows in found.items()})
