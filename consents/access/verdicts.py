"""Who may ask whether an adult may text a student, and about whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import Activity, ActivityVersion, VersionStudent
from consents.models.activities import DISTRICT_WIDE, SCHOOL_WIDE
from core.decision import Decision, Reason
from schools.models import RoleAssignment, School, Staff, Student, StudentQuerySet

NOT_FOR_OTHERS = Reason(
    "not_for_others",
    "T1",
    _("You may ask for yourself. Principals, school offices and district offices ask for others."),
)
NOT_FOR_A_SCHOOL = Reason(
    "not_for_a_school",
    "T7",
    _("Principals, school offices and district offices see what ends with the school year."),
)


def students_in_reach(user: User, on: date | None = None) -> StudentQuerySet:
    """Students the user can see, and those of the activities that name the user or that their school runs."""
    listed = VersionStudent.objects.filter(version__asked_at__isnull=False)
    named = listed.filter(version__adult_rows__staff__user=user)
    run = listed.filter(
        version__activity__in=Activity.objects.visible_to(user, on),
        version__activity__school__in=schools_answered_for(user, on),
    )
    visible = Student.objects.visible_to(user, on)
    # A union of keys: an "or" over three tables would read every student of the district.
    keys = visible.values("pk").union(named.values("student"), run.values("student"))
    return Student.objects.filter(pk__in=keys)


def activities_in_reach(user: User, on: date | None = None) -> QuerySet[Activity]:
    """Activities the user can see, once they were asked for."""
    return Activity.objects.visible_to(user, on).filter(
        pk__in=ActivityVersion.objects.filter(asked_at__isnull=False).values("activity")
    )


def schools_answered_for(user: User, on: date | None = None) -> QuerySet[School]:
    """The schools whose adults the user may ask about: led, kept the records of, or delegated."""
    held = user.role_assignments.current(on)
    if held.filter(role__in=DISTRICT_WIDE).exists():
        return School.objects.all()
    return School.objects.filter(
        Q(pk__in=held.filter(role__in=SCHOOL_WIDE).values("school"))
        | Q(network__in=held.filter(network__isnull=False).values("network"))
        | Q(pk__in=user.delegations.current(on).values("school"))
    )


def may_ask_for(
    user: User, staff: Staff, activity: Activity | None = None, on: date | None = None
) -> Decision:
    """For oneself always; for others who answers for the activity's school, or for theirs."""
    if staff.user_id == user.pk:
        return Decision()
    schools = schools_answered_for(user, on)
    here = activity is not None and schools.filter(pk=activity.school_id).exists()
    theirs = RoleAssignment.objects.current(on).filter(user=staff.user_id, school__in=schools)
    return Decision.unless((here or theirs.exists(), NOT_FOR_OTHERS))


def may_see_year_end(user: User, on: date | None = None) -> Decision:
    """What would lapse concerns those who answer for a school."""
    return Decision.unless((schools_answered_for(user, on).exists(), NOT_FOR_A_SCHOOL))
