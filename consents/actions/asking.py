"""Ask the families: who is asked about which student. The message each gets is the day's one (`day_messages`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from consents import showing, standing
from consents.actions import day_messages
from consents.actions.day_messages import Wanted
from consents.models import ActivityVersion, Approval, Ask, Invitation
from consents.reports.programs import told_pairs
from consents.terms import Stage
from core.actor import Actor
from schools import signing
from schools.actions.own_signer import own_signer
from schools.models import Guardian, GuardianLink, School, SchoolYear, Student
from trail.recording import record

# Guardians asked in one transaction. A form of the year goes to thousands: what is done is done, and work that
# was cut off goes on with whoever is not asked yet.
BATCH = 500


def ask_families(approval: Approval, *, by: Actor) -> int:
    """Ask every guardian with authority about each student the version still lists; returns new asks.

    Only students whose own school and the activity's school have both approved (T2a), and who are covered.
    From 18 on the student is asked instead, at their district e-mail. Guardians with no contact, a disputed
    one, or authority still to be checked are not asked. Safe to call again: who was asked is not asked twice.
    In batches of guardians, each with its message in a transaction of its own.
    """
    version, at = _version(approval.version_id), timezone.now()
    wanted = _wanted_asks(version, _askable(version, at), by)
    guardians = sorted({ask.guardian_id for ask in wanted})
    made = 0
    for start in range(0, len(guardians), BATCH):
        batch = set(guardians[start : start + BATCH])
        made += _ask(version.pk, [ask for ask in wanted if ask.guardian_id in batch], by)
    return made


@transaction.atomic
def _ask(version_id: int, wanted: list[Ask], by: Actor) -> int:
    """Ask these, but for students for whom the approval was taken back since, or who were taken off."""
    version, at = _version(version_id), timezone.now()
    still = {student.pk for student in _askable(version, at)}
    made = [ask for ask in wanted if ask.student_id in still]
    if not made:
        return 0
    Ask.objects.bulk_create(made, ignore_conflicts=True)
    record(
        "families.asked", version, by=by, topic=version.activity,
        asks=len(made), students=len({ask.student_id for ask in made}),
    )  # fmt: skip
    tell({ask.guardian_id for ask in made}, version, at)
    return len(made)


def _version(pk: int) -> ActivityVersion:
    return (
        ActivityVersion.objects.select_related(
            "activity__school", "activity__year", "activity__program", "rule"
        )
        .prefetch_related(*standing.FETCH)
        .get(pk=pk)
    )


def ask_the_rest(*, by: Actor) -> int:
    """Ask whoever could not be asked when a principal approved: a contact found, an authority settled.

    Looks at every approval that stands in a school year not yet over; returns new asks.
    """
    standing_now = Approval.objects.filter(
        stage=Stage.APPROVED, version__activity__year__ends_on__gte=timezone.localdate()
    )
    return sum(ask_families(approval, by=by) for approval in standing_now.order_by("pk").iterator())


def invite(guardian: Guardian, school: School, year: SchoolYear | None, at: datetime) -> Invitation:
    """The guardian's living link for the school, or a new one until the year's last consent day."""
    return day_messages.invite_all([Wanted(guardian.pk, school, year)], at)[guardian.pk]


def _askable(version: ActivityVersion, at: datetime) -> list[Student]:
    day = standing.today_at(version, at)
    over = day > version.activity.year.ends_on or day > standing.ends_on_of(version)
    if over or not standing.program_in_force(version, at):
        return []
    return [
        student
        for student in version.students.order_by("pk")
        if not standing.is_taken_off(version, student)
        and standing.is_approved(version, student)
        and standing.covers_grade(version, student)
    ]


def _wanted_asks(version: ActivityVersion, students: list[Student], by: Actor) -> list[Ask]:
    """One for each person who may sign: guardians, or the student alone from 18 on (T1).

    Who was asked under another row of theirs is not asked twice.
    """
    forms = [version, *_same_for_families(version)]
    asked = Ask.objects.filter(version__in=forms).select_related("guardian")
    already = {(ask.student_id, ask.guardian.merged_into_id or ask.guardian_id) for ask in asked}
    program = version.activity.program
    told = told_pairs(program, students) if program else None
    day = standing.today_at(version, timezone.now())
    return [
        Ask(version=version, student_id=student_id, guardian=signer)
        for student_id, signer in signers(students, day, by=by)
        if signer.can_be_reached
        and (student_id, signer.pk) not in already
        # T5: the family hears first that the child qualifies, and what the program asks.
        and (told is None or (student_id, signer.pk) in told)
    ]


def signers(students: Sequence[Student], day: date, *, by: Actor) -> list[tuple[int, Guardian]]:
    """Each student's key with each person who may sign for them on the day; from 18 on the student alone."""
    alone = signing.who_sign_alone(students, day)
    district = signing.district()
    own = [
        (student.pk, own_signer(student, by=by))
        for student in students
        if student.pk in alone and signing.own_address(student, district)
    ]
    links = (
        GuardianLink.objects.with_authority()
        .filter(student__in=[one for one in students if one.pk not in alone])
        .filter(guardian__ended_at__isnull=True)
        .select_related("guardian")
        .order_by("guardian_id", "student_id")
    )
    return [*((link.student_id, link.guardian) for link in links), *own]


def _same_for_families(version: ActivityVersion) -> list[ActivityVersion]:
    """Approved earlier versions that asked families the very same, so that only newcomers are asked by this one.

    What was answered, or can be, on such a version speaks of this one too (docs/decisions/0002).
    """
    host = version.activity.school_id
    earlier = (
        ActivityVersion.objects.filter(
            activity=version.activity_id,
            number__lt=version.number,
            rule=version.rule_id,
            form_number=version.form_number,
            approvals__school=host,
            approvals__stage=Stage.APPROVED,
        )
        .select_related("activity", "platform")
        .prefetch_related(*standing.FETCH)
    )
    return [one for one in earlier if not showing.changes_between(one, version)]


def tell(guardians: Iterable[int], version: ActivityVersion, at: datetime) -> None:
    """Let the form be in each guardian's next message of a day."""
    activity = version.activity
    day_messages.tell((Wanted(pk, activity.school, activity.year) for pk in guardians), at)
