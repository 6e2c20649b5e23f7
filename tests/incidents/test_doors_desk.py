"""Who may open the queue and a case's page, and what they are answered."""

import pytest
from django.urls import reverse

from incidents.urls import desk
from tests.factories import SchoolFactory
from tests.incident_factories import bullying, case_of
from tests.incidents.doors import answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
READERS = [302, 404, 200, 200, 404, 404, 404, 404, 404, 404, 200]
DOORS = {
    "cases": {
        "get": [302, 404, 200, 200, 200, 404, 404, 404, 404, 200, 200],
        "post": [302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405],
    },
    "case": {
        "get": READERS,
        "post": [302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405],
    },
}
WITHOUT_ROW = {"cases"}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in desk.patterns} == set(DOORS)


def test_doors():
    school = SchoolFactory()
    people = people_of(school)
    case = case_of(bullying(school))

    found = {
        door: {
            method: answers(
                people,
                method,
                reverse(f"incidents:{door}", args=[] if door in WITHOUT_ROW else [case.code]),
            )
            for method in methods
        }
        for door, methods in DOORS.items()
    }

    assert found == DOORS
