"""Who may open the ITS desk: those who work on the registry; to everybody else it is not there."""

import pytest
from django.urls import reverse

from tests.platforms.doors import ITS_ONLY, answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"
NEVER = [302] + [405] * 6
# Door → method → one answer per role, in the order of tests.platforms.doors.ROLES.
DOORS = {
    "its_desk": {"get": ITS_ONLY, "post": NEVER},
    "audit_queue": {"get": ITS_ONLY, "post": NEVER},
    "audit_queue_file": {"get": ITS_ONLY, "post": NEVER},
    "candidates": {"get": ITS_ONLY, "post": NEVER},
    "candidates_file": {"get": ITS_ONLY, "post": NEVER},
    "past": {"get": ITS_ONLY, "post": NEVER},
    "past_file": {"get": ITS_ONLY, "post": NEVER},
    "pictures": {"get": ITS_ONLY, "post": NEVER},
    "pictures_file": {"get": ITS_ONLY, "post": NEVER},
}


@pytest.mark.parametrize("door", list(DOORS))
def test_door(door):
    args = ["csv"] if door.endswith("_file") else []
    people, address = people_of(), reverse(f"platforms:{door}", args=args)

    found = {method: answers(people, method, address) for method in DOORS[door]}

    assert found == DOORS[door]
