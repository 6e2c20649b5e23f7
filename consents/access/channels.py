"""Who tells a school's families of its approved channels, and who sees which schools have not."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.approvals import in_charge_of
from consents.access.year_start import schools_in_view
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import RoleAssignment, School
from schools.terms import Role

OFFICE = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CLERK)

NOT_THE_OFFICE = Reason(
    "not_the_schools_office",
    "G1",
    _("A school's principal, office or network chief tells its families."),
)


def may_tell(by: Actor, school: School, on: date | None = None) -> Decision:
    """The principal, a delegate, the network's chief, or the school's office."""
    office = RoleAssignment.objects.current(on).filter(
        user=by.user_id or 0, school=school, role__in=OFFICE
    )
    return Decision.unless((office.exists() or in_charge_of(by, school, on), NOT_THE_OFFICE))


def may_see_list(user: User, on: date | None = None) -> Decision:
    return Decision.unless((schools_in_view(user, on).exists(), NOT_THE_OFFICE))
