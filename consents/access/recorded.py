"""Who writes down an answer that a guardian gave on paper, by telephone or in person, and when it is too late.

Never somebody who gains from it (T2a): a recorded yes is worth what the person who recorded it is worth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents import standing
from consents.access import families
from consents.access.answers import NO_AUTHORITY, form_checks, has_authority
from consents.access.call_backs import offices_of
from consents.models import ActivityVersion, Ask
from consents.terms import AnswerDecision, Stage
from core.decision import Decision, Reason
from schools.calendar import local_day
from schools.models import Guardian, GuardianLink, School, Student

NOT_THE_OFFICE = Reason(
    "not_the_office", "T2a", _("Only the office of the student's school records a family's answer.")
)
INVOLVED = Reason(
    "involved",
    "T2a",
    _(
        "You asked for, or are named on, a form this family is asked to sign. Somebody else of the"
        " office records its answer."
    ),
)
OWN_FAMILY = Reason(
    "own_family", "T2a", _("This is your own family. Somebody else of the office records it.")
)
SAME_PERSON = Reason(
    "same_person", "T2a", _("The second person must be somebody else than the one who records.")
)
SECOND_INVOLVED = Reason(
    "second_involved",
    "T2a",
    _("The second person asked for this form, is named on it, or is of this family."),
)
NOT_LISTED = Reason(
    "not_this_activity", "T7", _("The student is not on the list of this version of the form.")
)
IN_THE_FUTURE = Reason(
    "in_the_future", "T7", _("The date lies in the future. Read it again, or send the form back.")
)
OUTSIDE_THE_YEAR = Reason(
    "another_school_year",
    "T7",
    _(
        "The date is outside the school year of this form, and a permission counts only in the year it is"
        " signed in. Give the family a new form."
    ),
)
BEFORE_THE_FORM = Reason(
    "before_the_form",
    "T7",
    _("On this date the form did not exist yet. Read the date again, or send the form back."),
)


def may_record(
    user: User,
    version: ActivityVersion,
    student: Student,
    guardian: Guardian,
    on: date | None = None,
) -> Decision:
    """The person's side: the office, without a stake, and never for their own family."""
    return Decision.unless(
        (works_for(user, version, student, on), NOT_THE_OFFICE),
        (not has_stake(user, student), INVOLVED),
        (not is_family(user, guardian), OWN_FAMILY),
    )


def may_record_for(user: User, student: Student, on: date | None = None) -> Decision:
    """Whether any answer about the student may be recorded by the user: for buttons and lists."""
    at_office = student.school is not None and offices_of(user, on).filter(pk=student.school.pk)
    return Decision.unless(
        (at_office and at_office.exists(), NOT_THE_OFFICE),
        (not has_stake(user, student), INVOLVED),
    )


def recordable(user: User, students: Collection[Student], on: date | None = None) -> set[int]:
    """Those of the students for whom `may_record_for` is a yes: for lists, in a constant number of queries."""
    offices = set(offices_of(user, on).values_list("pk", flat=True))
    theirs = {one.pk for one in students if one.school_id in offices}
    if not theirs:
        return set()
    links = GuardianLink.objects.current()
    pairs = set(links.filter(student__in=theirs).values_list("guardian", "student"))
    shared = links.filter(guardian__in={guardian for guardian, _student in pairs})
    children: dict[int, set[int]] = defaultdict(set)
    for guardian, student in shared.values_list("guardian", "student"):
        children[guardian].add(student)
    family = {one: {one} for one in theirs}
    for guardian, student in pairs:
        family[student] |= children[guardian]
    everybody = set().union(*family.values())
    staked = families.students_with_stake(user.pk).filter(student__in=everybody)
    kept_out = set(staked.values_list("student", flat=True))
    return {one for one in theirs if not family[one] & kept_out}


def may_be_second(user: User, recorder: User, student: Student, guardian: Guardian) -> Decision:
    """The second person, who heard the same call or saw the same paper: another one, without a stake."""
    free = not has_stake(user, student) and not is_family(user, guardian)
    return Decision.unless(
        (user.pk != recorder.pk, SAME_PERSON), (user.is_active and free, SECOND_INVOLVED)
    )


def works_for(
    user: User, version: ActivityVersion, student: Student, on: date | None = None
) -> bool:
    """Whether the user is of the office that keeps this student's contacts."""
    return offices_of(user, on).filter(pk=school_of(version, student).pk).exists()


def school_of(version: ActivityVersion, student: Student) -> School:
    """The student's own school; the activity's where the student has none."""
    return student.school or version.activity.school


def has_stake(user: User, student: Student) -> bool:
    """Whether the user gains from an answer about the student, or about another child of the same contacts."""
    mine = GuardianLink.objects.current().filter(student=student)
    shared = GuardianLink.objects.current().filter(guardian__in=mine.values("guardian"))
    return families.has_stake(user.pk, {student.pk, *shared.values_list("student", flat=True)})


def is_family(user: User, guardian: Guardian) -> bool:
    """Told by the e-mail address, which is all that staff and contacts have in common."""
    return bool(guardian.email) and guardian.email.casefold() == user.email.casefold()


def may_count(
    ask: Ask, decision: AnswerDecision, signed_at: datetime, received_at: datetime, at: datetime
) -> Decision:
    """The answer's side: signed in the year, after the form existed, not in the future (T7).

    A yes must be able to count on the day it came in; a no is always written down. An older version of the
    form is taken as that version: it covers what it named.
    """
    version = ask.version
    signer = (has_authority(ask.guardian, ask.student_id), NO_AUTHORITY)
    listed = (version.student_rows.filter(student=ask.student_id).exists(), NOT_LISTED)
    checks = [signer, listed, *_dates(version, signed_at, received_at, at)]
    if decision == AnswerDecision.GRANTED:
        told = {reason for holds, reason in checks if not holds}
        inside = received_at if OUTSIDE_THE_YEAR not in told else at
        checks += form_checks(ask, inside)
    return Decision.unless(*checks)


def _dates(
    version: ActivityVersion, signed_at: datetime, received_at: datetime, at: datetime
) -> list[tuple[object, Reason]]:
    year = version.activity.year
    signed_on = local_day(signed_at, year.timezone)
    asked_on = local_day(version.asked_at, year.timezone) if version.asked_at else None
    inside = year.starts_on <= signed_on <= year.ends_on
    existed = asked_on is not None and asked_on <= signed_on
    return [
        (max(signed_at, received_at) <= at, IN_THE_FUTURE),
        (inside, OUTSIDE_THE_YEAR),
        (existed or not inside, BEFORE_THE_FORM),
    ]


def forms_to_record(student: Student, on: date) -> list[ActivityVersion]:
    """The newest approved version of each activity of a living school year that names the student."""
    rows = (
        ActivityVersion.objects.filter(
            student_rows__student=student,
            asked_at__isnull=False,
            activity__year__ends_on__gte=on,
            approvals__stage=Stage.APPROVED,
        )
        .select_related("activity__school", "activity__kind", "activity__year", "rule")
        .prefetch_related(*standing.FETCH)
        .order_by("activity_id", "number", "pk")
        .distinct()
    )
    newest = {row.activity_id: row for row in rows if standing.is_approved(row, student)}
    return list(newest.values())
