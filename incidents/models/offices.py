"""Who sits in the offices that read reports: a role, confirmed by somebody of that office."""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from django.db import models
from django.utils import timezone

from accounts.models import User
from incidents.terms import OfficeCode
from schools.models import RoleAssignment
from schools.terms import Role

ROLE_OF_OFFICE: Final = {
    OfficeCode.OIG: Role.OIG,
    OfficeCode.STUDENT_PROTECTIONS: Role.PROTECTIONS,
}
OFFICE_OF_ROLE: Final = {role: office for office, role in ROLE_OF_OFFICE.items()}


class SeatQuerySet(models.QuerySet["OfficeSeat"]):
    def standing(self, on: date | None = None) -> Self:
        """Seats whose role holds on the day, of people whose account is open."""
        current = RoleAssignment.objects.current(on).filter(role__in=OFFICE_OF_ROLE)
        return self.filter(assignment__in=current, assignment__user__is_active=True)


class OfficeSeat(models.Model):
    """A second person of the office confirmed somebody's role in it. An administrator's grant alone opens no case.

    `confirmed_by` is null only for the people an office was founded with (at the server, once).
    """

    append_only = True

    assignment = models.OneToOneField(RoleAssignment, models.PROTECT, related_name="seat")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SeatQuerySet.as_manager()

    def __str__(self) -> str:
        return f"seat {self.assignment_id}"


def offices_of(user: User, on: date | None = None) -> list[str]:
    """The offices whose cases the user reads on the day."""
    roles = OfficeSeat.objects.standing(on).filter(assignment__user=user)
    held = set(roles.values_list("assignment__role", flat=True))
    return sorted(str(office) for office, role in ROLE_OF_OFFICE.items() if role in held)
