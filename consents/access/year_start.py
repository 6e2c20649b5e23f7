"""Who prepares the year's forms (T9), who says who sends, and who sees how far it is."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.approvals import may_approve
from consents.access.verdicts import schools_answered_for
from consents.models import Approval, SchoolStart
from consents.workflow import UNDECIDED
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import RoleAssignment, School
from schools.roles import holds
from schools.terms import Role

# The district prepares for every school, an office for its own; never a principal, who decides about it.
PREPARING_OFFICES = (Role.ADMIN, Role.RECORDS)
PREPARING_AT_SCHOOL = (Role.ADMINISTRATOR,)

MAY_NOT_PREPARE = Reason(
    "may_not_prepare",
    "T9",
    _(
        "The district's offices prepare the forms of the year, or the school's own administrator. The"
        " principal decides about them, and the clerks keep the families' records."
    ),
)
NOT_A_SCHOOLS = Reason(
    "not_a_schools", "T9", _("Those who answer for a school see how far its forms of the year are.")
)
NOT_OF_THE_YEAR = Reason(
    "not_of_the_year", "T9", _("Who sends is chosen here only for the forms of the year.")
)
DECIDED = Reason("decided", "T9", _("It is decided. Who else sends is a new request."))


def may_prepare(by: Actor, school: School | None, on: date | None = None) -> Decision:
    """For one school, or (None) for every school."""
    if by.user_id is None:
        return Decision((MAY_NOT_PREPARE,))
    here = RoleAssignment.objects.current(on).filter(
        user=by.user_id, school=school, role__in=PREPARING_AT_SCHOOL
    )
    may = holds(by.user_id, PREPARING_OFFICES, on) or (school is not None and here.exists())
    return Decision.unless((may, MAY_NOT_PREPARE))


def schools_in_view(user: User, on: date | None = None) -> QuerySet[School]:
    """The schools whose progress the user sees: all for the offices that prepare, else those answered for."""
    if holds(user.pk, PREPARING_OFFICES, on):
        return School.objects.all()
    return schools_answered_for(user, on)


def may_see_start(user: User, on: date | None = None) -> Decision:
    return Decision.unless((schools_in_view(user, on).exists(), NOT_A_SCHOOLS))


def may_name_senders(by: Actor, approval: Approval) -> Decision:
    """Who decides about a form of the year may first say who of the school sends: nobody was asked yet."""
    of_the_year = SchoolStart.objects.filter(activity=approval.version.activity_id).exists()
    return Decision(
        (
            *may_approve(by, approval).refusals,
            *Decision.unless(
                (of_the_year, NOT_OF_THE_YEAR), (approval.stage in UNDECIDED, DECIDED)
            ).refusals,
        )
    )
