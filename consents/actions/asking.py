"""Ask the families: who is asked about which student, and the one message each gets."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from consents import links, standing
from consents.models import ActivityVersion, Approval, Ask, Invitation
from consents.terms import Stage
from core.actor import Actor, ActorKind
from notices import posting
from schools.models import Guardian, GuardianLink, School, SchoolYear, Student
from trail.recording import record

# How long a link lives that was asked for when no school year is on.
SHORT_STAY = timedelta(days=30)


@transaction.atomic
def ask_families(approval: Approval, *, by: Actor) -> int:
    """Ask every guardian with authority about each student the version still lists; returns new asks.

    Only students whose own school and the activity's school have both approved (T2a), who are covered
    and under 18. Guardians with no contact, a disputed one, or authority still to be checked are not
    asked. Safe to call again: who was asked is not asked twice.
    """
    version = (
        ActivityVersion.objects.select_related("activity__school", "activity__year", "rule")
        .prefetch_related(*standing.FETCH)
        .get(pk=approval.version_id)
    )
    at = timezone.now()
    students = _askable(version, at)
    made = _new_asks(version, students)
    if made:
        record(
            "families.asked", version, by=by, topic=version.activity,
            asks=len(made), students=len({ask.student_id for ask in made}),
        )  # fmt: skip
    for guardian, first in _guardians(made).values():
        tell(guardian, version, at, cause=f"student-{first}")
    return len(made)


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
    live = Invitation.objects.live(at).filter(guardian=guardian, school=school)
    newest = live.order_by("pk").last()
    if newest and newest.expires_at - at > timedelta(days=1) and not links.is_outlived(newest):
        return newest
    ends = _midnight_after(year) if year else at
    return Invitation.objects.create(
        guardian=guardian,
        school=school,
        nonce=secrets.token_hex(16),
        created_at=at,
        expires_at=max(ends, at + SHORT_STAY),
    )


def _midnight_after(year: SchoolYear) -> datetime:
    """The local midnight at which the year's last consent day is over."""
    after = year.ends_on + timedelta(days=1)
    return datetime.combine(after, time.min, tzinfo=ZoneInfo(year.timezone))


def _askable(version: ActivityVersion, at: datetime) -> list[Student]:
    day = standing.today_at(version, at)
    if day > version.activity.year.ends_on or day > standing.ends_on_of(version):
        return []
    return [
        student
        for student in version.students.order_by("pk")
        if not standing.is_taken_off(version, student)
        and standing.is_approved(version, student)
        and standing.covers_grade(version, student)
        and not student.is_adult(day)
    ]


def _new_asks(version: ActivityVersion, students: list[Student]) -> list[Ask]:
    links = (
        GuardianLink.objects.with_authority()
        .filter(student__in=students, guardian__ended_at__isnull=True)
        .select_related("guardian")
        .order_by("guardian_id", "student_id")
    )
    already = set(Ask.objects.filter(version=version).values_list("student_id", "guardian_id"))
    wanted = [
        Ask(version=version, student_id=link.student_id, guardian=link.guardian)
        for link in links
        if link.guardian.can_be_reached and (link.student_id, link.guardian_id) not in already
    ]
    Ask.objects.bulk_create(wanted, ignore_conflicts=True)
    return wanted


def _guardians(asks: Iterable[Ask]) -> dict[int, tuple[Guardian, int]]:
    """Each guardian with the first student newly asked about, by which their message is known."""
    first: dict[int, tuple[Guardian, int]] = {}
    for ask in sorted(asks, key=lambda one: one.student_id):
        first.setdefault(ask.guardian_id, (ask.guardian, ask.student_id))
    return first


def tell(guardian: Guardian, version: ActivityVersion, at: datetime, *, cause: str) -> None:
    """One message a guardian, version and cause, however many children; it names the school alone."""
    reach = posting.reach(guardian)
    if reach is None:
        return
    invitation = invite(guardian, version.activity.school, version.activity.year, at)
    posting.post(
        "consents/asked",
        channel=reach.channel,
        address=reach.address,
        recipient=Actor(ActorKind.GUARDIAN, str(guardian.pk)),
        language=guardian.language,
        facts={"invitation": invitation.pk, "version": version.pk},
        key=f"asked:{version.pk}:{guardian.pk}:{cause}",
    )
