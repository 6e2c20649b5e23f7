"""The two offices that read reports, each founded with two people."""

from accounts.models import User
from incidents.models import OfficeSeat
from incidents.models.offices import OFFICE_OF_ROLE
from schools.models import RoleAssignment


def tell(_people: dict[str, User]) -> None:
    for assignment in RoleAssignment.objects.filter(role__in=OFFICE_OF_ROLE):
        OfficeSeat.objects.create(assignment=assignment)
