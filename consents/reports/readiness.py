"""Whether a draft can be sent, with everything that is still missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from consents import standing
from consents.models import (
    ActivityVersion,
    ExceptionKind,
    ExceptionRule,
    GuardianWish,
    ProgramStaff,
    ProgramTold,
)
from consents.reports.coverage import NOT_TOLD, Coverage, coverage
from consents.reports.versions import difference, version_before
from consents.terms import Channel, Stage
from consents.workflow import UNDECIDED
from core.decision import Decision, Reason
from platforms.models import Platform
from schools.models import School

NO_ADULT = Reason("no_adult", "T2", _("Name at least one adult who would text."))
ADULT_LEFT = Reason("adult_left", "T1", _("An adult you named no longer works for the district."))
NOT_THEIR_KIND = Reason(
    "adult_category",
    "T2",
    _("An adult you named is not of a kind that this exception covers, for example a volunteer."),
)
TOO_LONG = Reason(
    "too_long", "T7", _("This exception is for a shorter time: choose an earlier last day.")
)
NOT_ITS_STAFF = Reason("not_its_staff", "T4", _("An adult you named does not work in the program."))
NOT_AS_WISHED = Reason(
    "not_as_wished",
    "T5",
    _(
        "A family named this adult for their own child: the request names those two and nobody else."
    ),
)
NO_STUDENT = Reason("no_student", "T7", _("Choose the students."))
NOBODY_COVERED = Reason("nobody_covered", "T1", _("None of the students can be covered."))
OVER = Reason("over", "T7", _("The last day is over: choose a later one."))
OUTSIDE_YEAR = Reason("outside_year", "T7", _("The dates lie outside this school year."))
NEEDS_PLATFORM = Reason("needs_platform", "T3", _("This exception needs an approved platform."))
PLATFORM_NOT_APPROVED = Reason(
    "platform_not_approved", "T3", _("The platform is not approved for this use today.")
)
NOTHING_CHANGED = Reason("nothing_changed", "T7", _("Nothing differs from what was asked before."))

STANDING = (*UNDECIDED, Stage.APPROVED)


def rule_in_force(kind: ExceptionKind, at: datetime) -> ExceptionRule:
    """The exception's newest rule that holds by then."""
    rules = kind.rules.filter(valid_from__lte=at).select_related("kind")
    return rules.order_by("-number")[0]


def newest_in_force(kind: ExceptionKind, at: datetime) -> ExceptionRule | None:
    """The same; None before the exception's first version."""
    return kind.rules.filter(valid_from__lte=at).order_by("-number").first()


def form_in_force(kind: ExceptionKind, at: datetime) -> int:
    """The number of the form's words that hold by then."""
    found = kind.form_texts.filter(valid_from__lte=at).aggregate(number=Max("number"))
    return int(found["number"] or 1)


def platform_is_approved(platform: Platform, kind: ExceptionKind, at: datetime, on: date) -> bool:
    """Approved, or approved for this use, on the day (T3)."""
    event = platform.standing(at)
    return event is not None and event.is_approved_for(kind.code, on)


def coverage_of(
    version: ActivityVersion, at: datetime, *, reader: School | None = None
) -> Coverage:
    """The version's students, judged today, in the order of their names; `reader` is the school that looks.

    For a program the office that asks looks, at every school's, and the family must have been told first (T5).
    """
    rows = version.students.select_related("school").order_by("family_name", "given_name", "pk")
    students, program = list(rows), version.activity.program_id
    school = reader or version.activity.school
    by_office = not standing.asks_a_principal(version)
    day = standing.today_at(version, at)
    found = coverage(students, version.rule.conditions, None if by_office else school, day)
    if program is None:
        return found
    told = ProgramTold.objects.filter(program=program, student__in=students)
    heard = set(told.values_list("student", flat=True))
    return Coverage(
        tuple(
            row if row.student.pk in heard else replace(row, problems=(*row.problems, NOT_TOLD))
            for row in found.rows
        )
    )


def may_send(version: ActivityVersion, at: datetime) -> Decision:
    """Every condition of a request that its writer can mend."""
    return Decision(
        (
            *_about_adults(version),
            *_about_students(version, at),
            *_about_wish(version),
            *_about_dates(version, at),
            *channel_refusals(version, at),
            *_about_change(version),
        )
    )


def _about_adults(version: ActivityVersion) -> tuple[Reason, ...]:
    adults = list(version.adults.select_related("user"))
    still_here = all(one.left_on is None and one.user.is_active for one in adults)
    covered = version.rule.terms.adult_categories
    of_a_kind = all(one.category in covered for one in adults)
    works = version.activity.program_id is None or all(
        one.pk in _staff_of(version) for one in adults
    )
    return Decision.unless(
        (adults, NO_ADULT),
        (still_here, ADULT_LEFT),
        (of_a_kind, NOT_THEIR_KIND),
        (works, NOT_ITS_STAFF),
    ).refusals


def _staff_of(version: ActivityVersion) -> set[int]:
    """Who works in the version's program now."""
    rows = ProgramStaff.objects.filter(program=version.activity.program_id, ended_at__isnull=True)
    return set(rows.values_list("staff", flat=True))


def _about_students(version: ActivityVersion, at: datetime) -> tuple[Reason, ...]:
    found = coverage_of(version, at)
    if not found.rows:
        return (NO_STUDENT,)
    return Decision.unless((found.askable, NOBODY_COVERED)).refusals


def _about_wish(version: ActivityVersion) -> tuple[Reason, ...]:
    """What a family started speaks of their child and the adult they named (T5, T7)."""
    wish = GuardianWish.objects.filter(activity=version.activity_id).first()
    if wish is None:
        return ()
    students = set(version.students.values_list("pk", flat=True))
    adults = set(version.adults.values_list("pk", flat=True))
    as_wished = (students, adults) == ({wish.student_id}, {wish.staff_id})
    return Decision.unless((as_wished, NOT_AS_WISHED)).refusals


def _about_dates(version: ActivityVersion, at: datetime) -> tuple[Reason, ...]:
    year = version.activity.year
    inside = year.starts_on <= version.starts_on and version.ends_on <= year.ends_on
    over = version.ends_on < standing.today_at(version, at)
    longest = version.rule.terms.longest_days
    days = (version.ends_on - version.starts_on).days + 1
    return Decision.unless(
        (inside, OUTSIDE_YEAR), (not over, OVER), (longest is None or days <= longest, TOO_LONG)
    ).refusals


def channel_refusals(version: ActivityVersion, at: datetime) -> tuple[Reason, ...]:
    """What stands against the channel today: no platform where one is needed, or one not approved (T3)."""
    if version.channel == Channel.GROUP_TEXT:
        needs = version.rule.conditions.approved_platform
        return Decision.unless((not needs, NEEDS_PLATFORM)).refusals
    today = standing.today_at(version, at)
    platform = version.platform
    approved = platform is not None and platform_is_approved(
        platform, version.activity.kind, at, today
    )
    return Decision.unless((approved, PLATFORM_NOT_APPROVED)).refusals


def _about_change(version: ActivityVersion) -> tuple[Reason, ...]:
    """A second version must ask for something else, unless the first was denied, revoked or taken back."""
    before = version_before(version)
    if before is None or not _stands(before):
        return ()
    return Decision.unless((difference(before, version), NOTHING_CHANGED)).refusals


def _stands(version: ActivityVersion) -> bool:
    host = version.approvals.get(school=version.activity.school_id)
    return host.stage in STANDING
