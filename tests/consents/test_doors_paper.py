"""Who may knock at the pages of paper and of answers by word of mouth, and what each is answered."""

import pytest
from django.urls import reverse

from tests.consent_factories import safety_meetup
from tests.doors import answers

pytestmark = pytest.mark.django_db

NEVER = [302] + [405] * 11
# The office of the student's school; whoever sees the student but is not of the office is told why not.
SEEN = [302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404]
OFFICE = [302, 403, 403, 200, 200, 200, 200, 403, 403, 403, 404, 404]
FILLED_IN = [302, 403, 403, 422, 422, 422, 422, 403, 403, 403, 404, 404]
# Door → {method → one answer per role in the order of tests.doors.ROLES}.
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
DOORS = {
    "record_choose": {"get": SEEN, "post": NEVER},
    "record_answer": {"get": OFFICE, "post": FILLED_IN},
}


def keys(door, scene):
    yield scene.student.pk
    if door == "record_answer":
        yield scene.version.pk
        yield scene.guardians[0].pk


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    scene = safety_meetup()

    found = answers(scene, method, reverse(door, args=[*keys(door, scene)]))

    assert found == DOORS[door][method]
