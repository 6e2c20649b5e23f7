"""From rows to the facts the policy judges: the student, the adult, the platform, each as of a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from consents import policy
from consents.facts.adults import is_paused, tie_at
from consents.facts.answers import Heard, heard
from consents.facts.programs import program_facts, works_in_program
from consents.facts.question import Question
from consents.facts.rows import Rows
from consents.facts.versions import last_day, names_adult, names_student, standing_version
from consents.models import ActivityVersion
from consents.terms import Channel, PlatformStatus, Relationship
from platforms.models import StatusEvent
from platforms.terms import FLAGGED, Status
from schools import signing
from schools.models import Enrolment, RoleAssignment, SchoolYear

STATUSES = {
    Status.NOT_REVIEWED: PlatformStatus.NOT_APPROVED,
    Status.IN_REVIEW: PlatformStatus.IN_REVIEW,
    Status.APPROVED: PlatformStatus.APPROVED,
    # For a use that is not among the stated ones.
    Status.APPROVED_FOR_USES: PlatformStatus.NOT_APPROVED,
    Status.FLAGGED_FIXING: PlatformStatus.FLAGGED,
    Status.FLAGGED_MOVING: PlatformStatus.FLAGGED,
    Status.NOT_APPROVED: PlatformStatus.NOT_APPROVED,
    Status.RETIRED: PlatformStatus.RETIRED,
}


@dataclass(frozen=True, slots=True)
class Derived:
    """The facts, the version they were read from, and what the policy does not ask: answers, family."""

    facts: policy.Facts
    version: ActivityVersion
    heard: Heard
    # Whether the adult is of a kind that the version's exception covers.
    covers_adult: bool = True
    family: Relationship | None = None


def derive(rows: Rows, question: Question) -> Derived:
    """Everything the verdict on one question rests on (T1-T7)."""
    activity = rows.activities[question.activity_id]
    year = year_facts(activity.year)
    day = year.day(question.at)
    enrolment = enrolled(rows, question, day)
    own = enrolment.school_id if enrolment else rows.students[question.student_id].school_id
    standing = standing_version(rows, question, {activity.school_id, own or activity.school_id})
    version = standing.version
    named = names_adult(rows, version, question)
    said = heard(rows, question, version, year)
    covered = covers_adult(rows, question, version)
    sheet = sheet_of(rows, question)
    facts = policy.Facts(
        rule=rule_of(version),
        year=year,
        student=student_facts(rows, question, day, enrolment, alone=sheet.student_signs),
        adult=policy.AdultFacts(
            designated=covered and named and works_in_program(rows.programs, question, activity),
            active=is_active(rows, question, day),
            paused=is_paused(rows.adults, question),
        ),
        guardians=frozenset(str(one) for one in sheet.may_sign),
        answers=said.answers,
        approval=standing.approval,
        program=program_facts(rows.programs, question, activity),
        platform=platform_facts(rows, question, version, activity.kind.code),
        activity=policy.ActivityFacts(
            starts_on=version.starts_on,
            ends_on=last_day(rows, version, question.heard_by),
            student_listed=names_student(rows, version, question),
        ),
        thread=question.thread,
    )
    return Derived(facts, version, said, covered, tie_at(rows.adults, question))


def year_facts(year: SchoolYear) -> policy.Year:
    """The consent dates in the zone of their own calendar (T7)."""
    return policy.Year(
        starts_on=year.starts_on, ends_on=year.ends_on, timezone=ZoneInfo(year.timezone)
    )


def rule_of(version: ActivityVersion) -> policy.Rule:
    """The exception's rule, and what the register asks besides.

    Whatever the exception asks, an activity that runs over a platform needs it approved; and where it asks
    no principal, the outreach office's release stands in the principal's place (T4).
    """
    rule = version.rule.conditions
    over_platform = version.channel == Channel.PLATFORM
    platform = rule.approved_platform or over_platform
    return replace(rule, approved_platform=platform, principal_approval=True)


def covers_adult(rows: Rows, question: Question, version: ActivityVersion) -> bool:
    """T2-T5: an adult of another kind than the version's exception covers (a volunteer) is not designated."""
    return rows.staff[question.staff_id].category in version.rule.terms.adult_categories


def enrolled(rows: Rows, question: Question, day: date) -> Enrolment | None:
    """Where the student was enrolled on the day, as far as was known; the same as `Enrolment.on`."""
    found = [row for row in rows.enrolments[question.student_id] if _holds(row, day, question)]
    return found[-1] if found else None


def student_facts(
    rows: Rows, question: Question, day: date, enrolment: Enrolment | None, *, alone: bool = False
) -> policy.StudentFacts:
    """Who signs for themself (18 or over, or `alone` by their branch) is an adult to the policy."""
    student = rows.students[question.student_id]
    return policy.StudentFacts(
        grade=(enrolment.grade if enrolment else "") or student.grade,
        enrolled=enrolment is not None,
        adult=alone or student.is_adult(day),
    )


def is_active(rows: Rows, question: Question, day: date) -> bool:
    """T1: staff who have not left, hold some role on the day, and whose account was not closed otherwise."""
    staff = rows.staff[question.staff_id]
    heard_of = staff.left_recorded_at is None or staff.left_recorded_at <= question.known_at
    if staff.left_on is not None and heard_of and day >= staff.left_on:
        return False
    # An account closed because its owner left was open before; closed for any other reason it is closed.
    if staff.left_on is None and not staff.user.is_active:
        return False
    return any(_holds(row, day, question) for row in rows.assignments[staff.user_id])


def sheet_of(rows: Rows, question: Question) -> signing.Sheet:
    """T1: who could sign for the student at the moment, as far as was known."""
    return signing.sheet(
        rows.signing, question.student_id, at=question.at, known_at=question.known_at
    )


def platform_facts(
    rows: Rows, question: Question, version: ActivityVersion, use: str
) -> policy.PlatformFacts | None:
    """T3: where the version's platform stood for this use; a platform with no event is not approved."""
    if version.platform_id is None:
        return None
    known = [
        event
        for event in rows.events[version.platform_id]
        if event.effective_at <= question.at and event.recorded_at <= question.known_at
    ]
    if not known:
        return policy.PlatformFacts(status=PlatformStatus.NOT_APPROVED)
    return policy.PlatformFacts(status=_status(known[-1], use), until=known[-1].until)


def _status(event: StatusEvent, use: str) -> PlatformStatus:
    """The status for this use. A use that two people keep on a flagged platform holds until the off date (P4)."""
    status = Status(event.status)
    if use in event.uses and status in (Status.APPROVED_FOR_USES, *FLAGGED):
        return PlatformStatus.APPROVED_FOR_USES
    return STATUSES[status]


def _holds(row: Enrolment | RoleAssignment, day: date, question: Question) -> bool:
    """A period that covers the day; an end not heard of by then did not exist for us."""
    if row.starts_on > day or row.recorded_at > question.known_at:
        return False
    unheard = row.end_recorded_at is not None and row.end_recorded_at > question.known_at
    return row.ends_on is None or row.ends_on >= day or unheard
