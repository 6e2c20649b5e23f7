"""Who gets into the offices' own pages. No administrator does, nor whoever was given the role and not confirmed."""

import pytest
from django.urls import reverse

from incidents.models import DutyHours, OfficeSeat
from incidents.urls import offices
from schools.models import RoleAssignment
from tests.factories import SchoolFactory
from tests.incident_factories import granted
from tests.incidents.doors import OIG_ONLY, answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
ELSE = [302, 404, 404, 404, 404, 404, 404, 404, 404]
ONLY_POST = [302, *[405] * 10]
DOORS = {
    "offices": {"get": [*ELSE, 302, 302]},
    "office": {"get": OIG_ONLY},
    "confirm_seat": {"post": [*ELSE, 302, 404], "get": ONLY_POST},
    "end_seat": {"get": OIG_ONLY, "post": [*ELSE, 422, 404]},
    "add_duty": {"get": OIG_ONLY, "post": [*ELSE, 422, 404]},
    "end_duty": {"post": [*ELSE, 302, 404], "get": ONLY_POST},
}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in offices.patterns} == set(DOORS)


def test_doors():
    people = people_of(SchoolFactory())
    waits = RoleAssignment.objects.get(user=granted())
    seat = OfficeSeat.objects.get(assignment__user=people["oig"])
    duty = DutyHours.objects.create(
        office="oig", user=people["oig"], weekday=0, opens="08:00", closes="17:00"
    )
    places = {
        "offices": [],
        "office": ["oig"],
        "add_duty": ["oig"],
        "confirm_seat": ["oig", waits.pk],
        "end_seat": ["oig", seat.pk],
        "end_duty": ["oig", duty.pk],
    }

    found = {
        door: {
            method: answers(people, method, reverse(f"incidents:{door}", args=places[door]))
            for method in methods
        }
        for door, methods in DOORS.items()
    }

    assert found == DOORS
