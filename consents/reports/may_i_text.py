"""What the page "May I text?" offers to choose from, and the names it says. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from consents.access.verdicts import activities_in_reach, schools_answered_for, students_in_reach
from consents.models import Activity, ActivityVersion, VersionAdult, VersionStudent
from consents.policy.facts import ADULT, EMPLOYEE_EMAIL, SECOND_ADULT, STUDENT, guardian_member
from consents.reports.next_steps import People, isolated
from consents.standing import asks_a_principal
from consents.verdicts import Judged
from schools.models import Guardian, GuardianLink, Staff, Student
from schools.roles import principals_of

NO_ACTIVITY = "none"
SOMEBODY_ELSE = "other"
MOST_STUDENTS = 20
MOST_ACTIVITIES = 200
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offered:
    """An activity to ask about, with whom its versions name."""

    activity: Activity
    version: ActivityVersion
    names_student: bool
    names_adult: bool

    @property
    def label(self) -> str:
        return f"{self.version.name} ({self.activity.kind.name}, {self.activity.year.name})"


def students_found(user: User, words: str) -> list[Student]:
    """Students by name or number; without words those of the activities that name the user."""
    if words:
        found: QuerySet[Student] = students_in_reach(user).matching(words)
    else:
        named = VersionAdult.objects.filter(staff__user=user, version__asked_at__isnull=False)
        found = Student.objects.filter(
            version_rows__version__in=named.values("version"), left_on__isnull=True
        ).distinct()
    ordered = found.select_related("school").order_by("family_name", "given_name", "pk")
    return list(ordered[: MOST_STUDENTS + 1])


def adults_offered(user: User, student: Student) -> list[Staff]:
    """Oneself; for those who answer for a school, also who is named for the student there.

    Oneself comes last where others are named for the student and one is not.
    """
    own = list(Staff.objects.filter(user=user).select_related("user"))
    named = VersionAdult.objects.filter(
        version__asked_at__isnull=False, version__student_rows__student=student
    )
    there = named.filter(
        version__activity__in=activities_in_reach(user),
        version__activity__school__in=schools_answered_for(user),
    )
    others = list(
        Staff.objects.filter(pk__in=there.values("staff"))
        .exclude(user=user)
        .select_related("user")
        .order_by("user__name", "pk")
    )
    first = not others or named.filter(staff__user=user).exists()
    return own + others if first else others + own


def activities_offered(user: User, student: Student, adult: Staff | None) -> list[Offered]:
    """Activities that name both first, then the adult's others, then those that list the student."""
    reach = activities_in_reach(user).select_related("kind", "year", "school")
    adults = VersionAdult.objects.filter(staff=adult, version__asked_at__isnull=False)
    students = VersionStudent.objects.filter(student=student, version__asked_at__isnull=False)
    with_adult = set(adults.values_list("version__activity", flat=True)) if adult else set()
    with_student = set(students.values_list("version__activity", flat=True))
    found = reach.filter(pk__in=with_adult | with_student).order_by("-year__starts_on", "-pk")
    rows = list(found[:MOST_ACTIVITIES])
    newest = _newest_versions(rows)
    offered = [
        Offered(row, newest[row.pk], row.pk in with_student, row.pk in with_adult) for row in rows
    ]
    return sorted(offered, key=lambda one: (not one.names_student, not one.names_adult))


def grouped(offered: Iterable[Offered]) -> list[tuple[str, str | list[Choice]]]:
    """The same as groups of a select."""
    groups: dict[str, list[Choice]] = defaultdict(list)
    for one in offered:
        if one.names_student and one.names_adult:
            group = _("Name the student and the adult")
        elif one.names_adult:
            group = _("Other activities of the adult")
        else:
            group = _("Other activities of the student")
        groups[group].append((str(one.activity.pk), one.label))
    return [("", _("Choose…")), *groups.items(), (NO_ACTIVITY, _("None of these"))]


def thread_choices(student: Student, adult: Staff | None) -> list[Choice]:
    """Who could be on the thread: the five the policy knows, each guardian by name, and anybody else."""
    links = GuardianLink.objects.with_authority().filter(student=student).select_related("guardian")
    guardians = [
        (guardian_member(str(link.guardian_id)), _named(link)) for link in links.order_by("pk")
    ]
    email = adult.user.email if adult else ""
    return [
        (STUDENT, str(student)),
        (ADULT, adult.user.name if adult else _("The adult")),
        (
            EMPLOYEE_EMAIL,
            _("District e-mail address of the adult: {email}").format(email=isolated(email)),
        ),
        *guardians,
        (SECOND_ADULT, _("A second adult of the district")),
        (SOMEBODY_ELSE, _("Somebody else")),
    ]


def people_of(judged: Judged, student: Student, adult: Staff, activity: Activity) -> People:
    """The names for the reasons and steps of a verdict about an activity the reader can see."""
    version = judged.version
    known = Guardian.objects.in_bulk([int(one) for one in judged.facts.guardians])
    return People(
        student=isolated(student),
        adult=isolated(adult.user.name),
        adult_email=isolated(adult.user.email),
        asker=isolated(version.asked_by.name),
        principals=tuple(isolated(user.name) for user in principals_of(activity.school)),
        guardians={str(key): isolated(guardian) for key, guardian in known.items()},
        platform=isolated(version.platform.name) if version.platform else "",
        by_office=not asks_a_principal(version),
    )


def members_named(judged: Judged, people: People) -> list[str]:
    """Who must be on the thread, in the words of people."""
    words = {
        STUDENT: people.student,
        ADULT: people.adult,
        EMPLOYEE_EMAIL: people.adult_email,
        "guardian:any": _("A guardian who gave permission: {names}").format(
            names=people.of(judged.grantors)
        )
        if judged.grantors
        else _("A guardian who gave permission"),
    }
    return [
        words.get(one) or people.of(frozenset({one.removeprefix("guardian:")}))
        for one in judged.verdict.required_members
    ]


def _newest_versions(activities: list[Activity]) -> dict[int, ActivityVersion]:
    """The newest version that was sent, of each."""
    versions = ActivityVersion.objects.filter(activity__in=activities, asked_at__isnull=False)
    return {version.activity_id: version for version in versions.order_by("number")}


def _named(link: GuardianLink) -> str:
    name = isolated(link.guardian)
    return f"{name} ({link.relationship})" if link.relationship else name
