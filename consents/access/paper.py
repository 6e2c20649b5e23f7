"""Who prints sheets, works scanned pages and sees them: the office, and nobody with a stake in the answer (T2a)."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents import standing
from consents.access.call_backs import offices_of
from consents.access.families import stakes_of, students_with_stake
from consents.access.recorded import INVOLVED, NOT_THE_OFFICE, SAME_PERSON, has_stake
from consents.models import ActivityVersion, Packet, Review, Scan, Stack
from consents.terms.paper import SENT_BACK
from core.decision import Decision, Reason
from schools.models import School, Student

NOTHING_TO_PRINT = Reason(
    "nothing_to_print",
    "T6",
    _("Nobody is left to print for: every family has answered, or nobody may be asked now."),
)
NOT_APPROVED = Reason(
    "not_approved", "T6", _("Forms are printed once the principal has approved them.")
)
EXPIRED = Reason(
    "packet_expired",
    "T2a",
    _("This file has expired. Print the forms that are still missing again."),
)
ANSWERED = Reason(
    "already_recorded", "T2a", _("An answer was recorded from this page. It cannot be read again.")
)
WHOSE = Reason(
    "whose", "T2a", _("Find the student, the form and the guardian first: by code, name or number.")
)
WHEN = Reason(
    "when",
    "T7",
    _("Type the date that stands on the paper. Without one the form goes back to the family."),
)
BEFORE_PRINTED = Reason(
    "before_printed",
    "T7",
    _("On this date the sheet was not printed yet. Read the date again, or send the form back."),
)
OUTDATED = Reason(
    "read_anew", "T2a", _("Somebody has read this page again since. Look at it once more.")
)


def may_print(user: User, version: ActivityVersion, on: date | None = None) -> Decision:
    """The office of a school whose students are on the form. A blank sheet is nobody's answer."""
    here = offices_of(user, on)
    office = here.filter(pk=version.activity.school_id) | here.filter(
        students__version_rows__version=version
    )
    approved = any(row.stage == "approved" for row in version.approvals.all())
    return Decision.unless((office.exists(), NOT_THE_OFFICE), (approved, NOT_APPROVED))


def printable(user: User, version: ActivityVersion, at: datetime) -> list[Student]:
    """The students of the user's schools whose families this version may be given to now."""
    offices = set(offices_of(user).values_list("pk", flat=True))
    day = standing.today_at(version, at)
    students = version.students.select_related("school").order_by("family_name", "given_name", "pk")
    return [
        student
        for student in students
        if (student.school_id or version.activity.school_id) in offices
        and standing.is_approved(version, student)
        and standing.covers_grade(version, student)
        and not standing.is_taken_off(version, student)
        and not student.is_adult(day)
    ]


def packets_of(user: User, on: date | None = None) -> QuerySet[Packet]:
    """What the user's offices have printed; what a family prints for itself is the family's."""
    return Packet.objects.filter(school__in=offices_of(user, on), made_by__isnull=False)


def may_open_packet(packet: Packet, at: datetime) -> Decision:
    return Decision.unless((at < packet.expires_at, EXPIRED))


def stacks_of(user: User, on: date | None = None) -> QuerySet[Stack]:
    return Stack.objects.filter(school__in=offices_of(user, on))


def scans_of(user: User, on: date | None = None) -> QuerySet[Scan]:
    """The pages of the user's schools, less those of families the user has a stake in.

    Where the family is not known, whoever has an activity at the school keeps out of it.
    """
    mine = stakes_of(user.pk)
    known = students_with_stake(user.pk).filter(
        Q(student=OuterRef("sheet__student")) | Q(student__paper_reviews__scan=OuterRef("pk"))
    )
    here = mine.filter(activity__school=OuterRef("school"))
    return Scan.objects.filter(school__in=offices_of(user, on)).exclude(
        Exists(known) | Q(sheet__isnull=True) & Exists(here)
    )


def may_see(user: User, scan: Scan, on: date | None = None) -> Decision:
    """A page shows a family's answer: to the office, and to nobody with a stake in it."""
    return Decision.unless(
        (offices_of(user, on).filter(pk=scan.school_id).exists(), NOT_THE_OFFICE),
        (scans_of(user, on).filter(pk=scan.pk).exists(), INVOLVED),
    )


def may_read(user: User, scan: Scan, student: Student | None, on: date | None = None) -> Decision:
    """Say what stands on a page, and about which student."""
    free = student is None or not has_stake(user, student)
    seen = may_see(user, scan, on)
    return seen if not seen else Decision.unless((free, INVOLVED))


def may_look_again(user: User, review: Review, on: date | None = None) -> Decision:
    """The second look is another person's."""
    seen = may_read(user, review.scan, review.student, on)
    newest = review.scan.reviews.order_by("-pk").values_list("pk", flat=True).first()
    return Decision(
        seen.refusals
        + Decision.unless(
            (review.by_id != user.pk, SAME_PERSON), (newest == review.pk, OUTDATED)
        ).refusals
    )


def may_reopen(user: User, scan: Scan, on: date | None = None) -> Decision:
    """A page that was set aside or taken for blank can be read after all; one that is an answer cannot."""
    recorded = scan.reviews.filter(recording__isnull=False).exists()
    return Decision(
        may_see(user, scan, on).refusals + Decision.unless((not recorded, ANSWERED)).refusals
    )


def school_for(user: User, key: int | None = None) -> School | None:
    """The school the user uploads for: the one named, if it is theirs; else their first."""
    schools = offices_of(user).order_by("name", "pk")
    return (schools.filter(pk=key) if key else schools).first()


def letters_waiting(user: User) -> QuerySet[Review]:
    """What two people agreed to send back to a family, and nobody has printed yet."""
    return (
        Review.objects.filter(
            scan__in=scans_of(user).values("pk"),
            reading__in=SENT_BACK,
            second_look__agrees=True,
            letter__isnull=True,
        )
        .select_related("scan__sheet__guardian", "guardian", "student", "scan__school")
        .order_by("pk")
    )
