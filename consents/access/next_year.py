"""Who makes drafts for the next school year out of this year's activities."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.approvals import in_charge_of
from consents.access.verdicts import schools_answered_for
from consents.models import Activity
from consents.terms import Stage
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import RoleAssignment
from schools.terms import Role

OFFICE = (Role.CLERK, Role.ADMINISTRATOR, Role.PRINCIPAL)

MAY_NOT_CONTINUE = Reason(
    "may_not_continue",
    "T7",
    _("The school's principal or office, its network chief, or who asked makes the next draft."),
)
NO_NEXT_YEAR = Reason(
    "no_next_year",
    "T7",
    _("The next school year is not entered yet. A system administrator enters it first."),
)
NOBODY_LEFT = Reason(
    "nobody_left",
    "T2",
    _("Neither who asked nor any named adult works at the school now. Somebody there asks anew."),
)
NOT_APPROVED = Reason(
    "not_approved_this_year",
    "T7",
    _("It was not approved this year, so there is nothing to go on with."),
)


def activities_to_continue(user: User, on: date | None = None) -> QuerySet[Activity]:
    """The approved activities of the schools the user answers for, and those the user asked for."""
    seen = Activity.objects.visible_to(user, on).filter(
        versions__approvals__stage=Stage.APPROVED, program__isnull=True
    )
    schools = schools_answered_for(user, on)
    return (seen.filter(school__in=schools) | seen.filter(asked_by=user)).distinct()


def may_continue(by: Actor, activity: Activity, on: date | None = None) -> Decision:
    """A draft only: its asker looks it over and sends it, and the principal decides as ever."""
    office = RoleAssignment.objects.current(on).filter(
        user=by.user_id or 0, school=activity.school_id, role__in=OFFICE
    )
    may = (
        (by.user_id is not None and by.user_id == activity.asked_by_id)
        or office.exists()
        or in_charge_of(by, activity.school, on) is not None
    )
    return Decision.unless((may, MAY_NOT_CONTINUE))
