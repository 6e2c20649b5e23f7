"""Who may open the pages on which a report's students are named, and what they are answered."""

import pytest
from django.urls import reverse

from incidents.urls import students as addresses
from tests.factories import SchoolFactory, StudentFactory
from tests.incident_factories import bullying, case_of
from tests.incidents.doors import answers, people_of
from tests.incidents.people import hurt, row_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
READ = [302, 404, 200, 200, 404, 404, 404, 404, 404, 404, 200]
POSTED = [302, 404, 422, 422, 404, 404, 404, 404, 404, 404, 422]
# The student was in the report from the start: nobody of the school entered them.
ENDED = [302, 404, 403, 403, 404, 404, 404, 404, 404, 404, 422]
DOORS = {
    "case_students": {"get": READ},
    "student_add": {"post": POSTED},
    "student_end": {"post": ENDED},
}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in addresses.patterns} == set(DOORS)


def test_doors():
    school = SchoolFactory()
    people = people_of(school)
    case = case_of(bullying(school, people=(hurt(StudentFactory(school=school)),)))
    from_terms = {"student_end": [row_of(case, "hurt").name]}

    found = {
        door: {
            method: answers(
                people,
                method,
                reverse(f"incidents:{door}", args=[case.code, *from_terms.get(door, [])]),
            )
            for method in methods
        }
        for door, methods in DOORS.items()
    }

    assert found == DOORS
