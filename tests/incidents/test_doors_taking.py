"""Who may report while signed in, who takes what others tell, and whose step is whose."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from incidents.urls import taking
from tests.factories import SchoolFactory
from tests.incident_factories import bullying, case_of
from tests.incidents.doors import answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
SIGNED_IN = [302, *[200] * 10]
NO_STORY = [302, *[422] * 10]
OFFICES = [302, *[403] * 8, 200, 200]
READERS = [302, 404, 200, 200, 404, 404, 404, 404, 404, 404, 200]
WRITERS = [302, 404, 422, 422, 404, 404, 404, 404, 404, 404, 422]
NOBODYS = [302, *[404] * 10]
DOORS = {
    "staff_report": {"get": SIGNED_IN, "post": NO_STORY},
    "phone_report": {"get": OFFICES},
    "paper_report": {"get": OFFICES},
    "own_reports": {"get": SIGNED_IN},
    "own_report": {"get": NOBODYS},
    "own_files": {"get": NOBODYS},
    "own_deed": {"post": NOBODYS},
    "case_deed": {"get": READERS, "post": WRITERS},
    "mark_abuse": {"get": READERS, "post": WRITERS},
}
OPEN_DOORS = {"paper_form": 200}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in taking.patterns} == set(DOORS) | set(OPEN_DOORS)


def test_doors():
    school = SchoolFactory()
    people = people_of(school)
    case = case_of(bullying(school))
    places = {door: [uuid.uuid4()] for door in ("own_report", "own_files", "own_deed")}
    places |= {"case_deed": [case.code], "mark_abuse": [case.code]}

    found = {
        door: {
            method: answers(people, method, reverse(f"incidents:{door}", args=places.get(door)))
            for method in methods
        }
        for door, methods in DOORS.items()
    }

    assert found == DOORS


def test_open_doors():
    found = {door: Client().get(reverse(f"incidents:{door}")).status_code for door in OPEN_DOORS}

    assert found == OPEN_DOORS
