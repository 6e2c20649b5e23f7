"""The two offices that read reports, each founded with two people, and who is called out when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from accounts.models import User
from cps_comms.demo.story import actor
from incidents.actions import offices
from incidents.actions.offices import Duty
from incidents.models import OfficeSeat
from incidents.models.offices import FOUNDERS, ROLE_OF_OFFICE
from incidents.reports.offices import people_of
from schools.models import RoleAssignment

ALL_WEEK = range(7)
# By day the first of the office is called, by night the second.
HOURS = ((time(7), time(19)), (time(19), time(7)))


def tell(_people: Mapping[str, User]) -> None:
    for office, role in ROLE_OF_OFFICE.items():
        for assignment in RoleAssignment.objects.filter(role=role).order_by("pk")[:FOUNDERS]:
            OfficeSeat.objects.create(assignment=assignment)
        seated = people_of(office)
        for user, (opens, closes) in zip(seated, HOURS, strict=True):
            duty = Duty(user=user, days=ALL_WEEK, opens=opens, closes=closes)
            offices.add_duty(office, duty, by=actor(seated[0]))
