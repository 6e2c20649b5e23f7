"""Every row that a set of questions rests on, in a number of queries that does not grow with the set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, QuerySet, Value

from consents.facts.adults import AdultRows, adults_with_marks, load_adults
from consents.facts.programs import ProgramRows, load_programs
from consents.facts.question import Question
from consents.models import (
    Activity,
    ActivityVersion,
    Answer,
    ApprovalStep,
    Narrowing,
    PhoneChoice,
    VersionAdult,
    VersionStudent,
)
from notices.models import NumberStop
from platforms.models import StatusEvent
from schools import signing
from schools.models import Enrolment, RoleAssignment, Staff, Student

ADULT, STUDENT = 1, 2
M = TypeVar("M", bound=Model)
# A version and somebody it names; a version and a school that judged it; an activity and a student.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by what they are looked up by; lists are in the order in which things happened."""

    activities: dict[int, Activity]
    students: dict[int, Student]
    staff: dict[int, Staff]
    programs: ProgramRows
    adults: AdultRows
    versions: dict[int, list[ActivityVersion]] = field(default_factory=lambda: defaultdict(list))
    adults_named: set[Pair] = field(default_factory=set)
    students_named: set[Pair] = field(default_factory=set)
    steps: dict[Pair, list[tuple[str, datetime]]] = field(default_factory=lambda: defaultdict(list))
    narrowings: dict[int, list[Narrowing]] = field(default_factory=lambda: defaultdict(list))
    enrolments: dict[int, list[Enrolment]] = field(default_factory=lambda: defaultdict(list))
    signing: signing.Papers = field(default_factory=signing.Papers)
    assignments: dict[int, list[RoleAssignment]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[Pair, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    phones: dict[int, list[PhoneChoice]] = field(default_factory=lambda: defaultdict(list))
    stops: dict[str, list[NumberStop]] = field(default_factory=lambda: defaultdict(list))
    events: dict[int, list[StatusEvent]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class AtHand:
    """Rows that the caller has fetched already, as `load` would (an activity with year, kind and school)."""

    activities: Collection[Activity] = ()
    students: Collection[Student] = ()


def load(questions: Collection[Question], at_hand: AtHand = AtHand()) -> Rows:
    """Fetch it all. A question about a row that does not exist is a `KeyError` when it is judged."""
    activities = {question.activity_id for question in questions}
    students = {question.student_id for question in questions}
    staff = {question.staff_id for question in questions}
    adults = adults_with_marks().in_bulk(staff)
    people = _by_key(at_hand.students, signing.with_papers(Student.objects.all()), students)
    known = _by_key(
        at_hand.activities,
        Activity.objects.select_related("year", "kind", "school"),
        activities,
    )
    found = Rows(
        activities=known,
        students=people,
        staff=adults,
        signing=signing.papers(people.values()),
        programs=load_programs(known.values(), staff),
        adults=load_adults(adults.values(), students),
    )
    _versions(found, activities, students, staff)
    _approvals(found, activities)
    _people(found, students)
    _answers(found, activities, students)
    return found


def _by_key(at_hand: Iterable[M], rows: QuerySet[M], wanted: set[int]) -> dict[int, M]:
    """The wanted rows; the database is asked only for those that are not at hand."""
    found = {row.pk: row for row in at_hand if row.pk in wanted}
    missing = wanted - set(found)
    return {**found, **rows.in_bulk(missing)} if missing else found


def _versions(found: Rows, activities: set[int], students: set[int], staff: set[int]) -> None:
    rows = ActivityVersion.objects.filter(activity__in=activities).select_related("rule")
    for version in rows.order_by("number"):
        found.versions[version.activity_id].append(version)
    _people_named(found, activities, students, staff)
    platforms = {v.platform_id for each in found.versions.values() for v in each if v.platform_id}
    events = StatusEvent.objects.filter(platform__in=platforms)
    for event in events.order_by("effective_at", "pk"):
        found.events[event.platform_id].append(event)


def _people_named(found: Rows, activities: set[int], students: set[int], staff: set[int]) -> None:
    """The adults and the students of every version, in one query."""
    adults = VersionAdult.objects.filter(version__activity__in=activities, staff__in=staff)
    listed = VersionStudent.objects.filter(version__activity__in=activities, student__in=students)
    both = adults.values_list("version_id", "staff_id", Value(ADULT)).union(
        listed.values_list("version_id", "student_id", Value(STUDENT)), all=True
    )
    for version, person, who in both:
        named = found.adults_named if who == ADULT else found.students_named
        named.add((version, person))


def _approvals(found: Rows, activities: set[int]) -> None:
    steps = ApprovalStep.objects.filter(approval__version__activity__in=activities)
    told = steps.order_by("at", "pk").values_list(
        "approval__version_id", "approval__school_id", "stage", "at"
    )
    for version, school, stage, at in told:
        found.steps[version, school].append((stage, at))
    narrowings = Narrowing.objects.filter(activity__in=activities)
    for narrowing in narrowings.order_by("at", "pk"):
        found.narrowings[narrowing.activity_id].append(narrowing)


def _people(found: Rows, students: Iterable[int]) -> None:
    enrolments = Enrolment.objects.filter(student__in=students).order_by("starts_on", "pk")
    for enrolment in enrolments:
        found.enrolments[enrolment.student_id].append(enrolment)
    users = [staff.user_id for staff in found.staff.values()]
    for assignment in RoleAssignment.objects.filter(user__in=users):
        found.assignments[assignment.user_id].append(assignment)


def _answers(found: Rows, activities: set[int], students: set[int]) -> None:
    answers = Answer.objects.filter(version__activity__in=activities, student__in=students)
    told = answers.select_related("withdrawal", "invalidation", "hold__release").order_by(
        "signed_at", "pk"
    )
    activity_of = {v.pk: v.activity_id for each in found.versions.values() for v in each}
    for answer in told:
        found.answers[activity_of[answer.version_id], answer.student_id].append(answer)
    choices = PhoneChoice.objects.filter(
        answer__version__activity__in=activities, answer__student__in=students
    )
    for choice in choices.order_by("at", "pk"):
        found.phones[choice.answer_id].append(choice)
    chosen = [one for each in found.phones.values() for one in each]
    numbers = {number for one in chosen for number in (one.student_phone, one.own_phone)}
    for stop in NumberStop.objects.filter(number__in=numbers - {""}).order_by("at", "pk"):
        found.stops[stop.number].append(stop)
