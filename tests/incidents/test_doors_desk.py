"""Who may open the queue and a case's page, what may be done there by whom, and what they are answered."""

import pytest
from django.urls import reverse

from incidents.urls import desk
from tests.factories import SchoolFactory
from tests.incident_factories import bullying, case_of
from tests.incidents.doors import answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
READ = [302, 404, 200, 200, 404, 404, 404, 404, 404, 404, 200]
DONE = [302, 404, 302, 302, 404, 404, 404, 404, 404, 404, 302]
ASKED = [302, 404, 422, 422, 404, 404, 404, 404, 404, 404, 422]
# What an office that has the case does alone.
LED = [302, 404, 403, 403, 404, 404, 404, 404, 404, 404, 200]
LED_ASKED = [*LED[:-1], 422]
DESKS = [302, 404, 200, 200, 200, 404, 404, 404, 404, 200, 200]
DOORS = {
    "cases": {"get": DESKS},
    "promises": {"get": DESKS, "post": [302, 404, 403, 403, 403, 404, 404, 404, 404, 422, 422]},
    "case": {"get": READ},
    "case_sheet": {"get": READ},
    "open_story": {"post": DONE},
    "reveal_reporter": {"post": ASKED},
    "acknowledge": {"post": DONE},
    "take": {"post": DONE},
    "hand": {"post": ASKED},
    "act": {"post": ASKED},
    "note": {"post": ASKED},
    "say": {"post": ASKED},
    "close": {"get": LED, "post": LED_ASKED},
    "reopen": {"get": LED, "post": LED_ASKED},
}
WITHOUT_ROW = {"cases", "promises"}


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
