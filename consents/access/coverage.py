"""Who sees how far a school or the district is covered."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.year_start import schools_in_view
from consents.models import Activity
from core.decision import Decision, Reason
from schools.models import School
from schools.roles import holds
from schools.terms import Role

NOT_FOR_A_SCHOOL = Reason(
    "not_for_a_school",
    "T6",
    _("Principals, school offices, network chiefs and the district's offices see these numbers."),
)


def schools_covered(user: User, on: date | None = None) -> QuerySet[School]:
    """The schools whose numbers the user may see: those they answer for, or all for a district's office."""
    return schools_in_view(user, on)


def may_see_coverage(user: User, on: date | None = None) -> Decision:
    return Decision.unless((schools_covered(user, on).exists(), NOT_FOR_A_SCHOOL))


def activities_counted(user: User, on: date | None = None) -> QuerySet[Activity]:
    """The activities that make up the numbers: those of the schools, never a program's that is not the reader's.

    A system administrator sees numbers of activities whose pages stay closed to them.
    """
    here = Activity.objects.filter(school__in=schools_covered(user, on))
    if holds(user.pk, (Role.ADMIN,), on):
        return here.filter(program__isnull=True)
    return here.filter(pk__in=Activity.objects.visible_to(user, on).values("pk"))
