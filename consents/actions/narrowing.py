"""Take something out of an activity, from this moment on: an adult, a student, the days at its end."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from consents import standing
from consents.access import activities as access
from consents.access.approvals import in_charge_of_activity
from consents.actions.news_queue import look_again
from consents.actions.steps import post_to
from consents.actions.stopping import look_later
from consents.models import Activity, ActivityVersion, Narrowing
from consents.reports.versions import current_version
from consents.terms import Narrowed, Stage
from core.actor import Actor
from core.workflow import IllegalMove
from schools.models import Staff, Student
from trail.recording import record


@transaction.atomic
def take_off_adult(activity: Activity, adult: Staff, *, by: Actor, reason: str = "") -> Narrowing:
    """This adult may no longer text for the activity, whatever version named them."""
    activity, version = _standing_version(activity)
    access.may_narrow(by, activity, adult=adult).require()
    if adult not in standing.adults_of(version):
        raise IllegalMove(Narrowed.ADULT.label, Narrowed.ADULT)
    return _narrow(activity, Narrowed.ADULT, by=by, reason=reason, staff=adult)


@transaction.atomic
def take_off_student(
    activity: Activity, student: Student, *, by: Actor, reason: str = ""
) -> Narrowing:
    """Nobody may text this student for the activity any more."""
    activity, version = _standing_version(activity)
    access.may_narrow(by, activity, student=student).require()
    listed = version.student_rows.filter(student=student).exists()
    if not listed or standing.is_taken_off(version, student):
        raise IllegalMove(Narrowed.STUDENT.label, Narrowed.STUDENT)
    return _narrow(activity, Narrowed.STUDENT, by=by, reason=reason, student=student)


@transaction.atomic
def end_early(activity: Activity, ends_on: date, *, by: Actor, reason: str = "") -> Narrowing:
    """The last day is this earlier one."""
    activity, version = _standing_version(activity)
    access.may_narrow(by, activity).require()
    if ends_on >= standing.ends_on_of(version):
        raise IllegalMove(Narrowed.END.label, Narrowed.END)
    return _narrow(activity, Narrowed.END, by=by, reason=reason, ends_on=ends_on)


def _narrow(
    activity: Activity, what: Narrowed, *, by: Actor, reason: str, **taken: Staff | Student | date
) -> Narrowing:
    told = _adults_named(activity)
    row = Narrowing.objects.create(
        activity=activity,
        up_to_version=activity.versions.aggregate(number=Max("number"))["number"],
        what=what,
        at=timezone.now(),
        by=access.acting_user(by),
        reason=reason,
        **taken,
    )
    acting = in_charge_of_activity(by, activity, activity.school)
    record(
        "activity.narrowed",
        row,
        by=by,
        topic=activity,
        what=str(what),
        staff=row.staff_id,
        student=row.student_id,
        ends_on=row.ends_on.isoformat() if row.ends_on else None,
        on_behalf_of=acting.on_behalf_of.pk if acting and acting.on_behalf_of else None,
    )
    for user in told:
        post_to(
            user,
            "consents/narrowed",
            facts={"narrowing": row.pk},
            key=f"consents/narrowed:{row.pk}:{user.pk}",
        )
    look_later(activity)
    look_again(activity.pk)
    return row


def _standing_version(activity: Activity) -> tuple[Activity, ActivityVersion]:
    """The activity, locked, with its newest approved version, or the newest that waits; drafts are edited."""
    activity = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("school")
        .get(pk=activity.pk)
    )
    version = current_version(activity)
    if version is None:
        raise IllegalMove(Stage.DRAFT, Narrowed.END)
    return activity, version


def _adults_named(activity: Activity) -> list[User]:
    """The asker and every adult of the versions sent so far who was still on it."""
    users = {activity.asked_by}
    for version in activity.versions.filter(asked_at__isnull=False):
        users.update(staff.user for staff in standing.adults_of(version))
    return sorted(users, key=lambda user: user.pk)
