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
}


@pytest.mark.parametrize("door", list(DOORS))
def test_door(door):
    people, address = people_of(), reverse(f"platforms:{door}")

    found = {method: answers(people, method, address) for method in DOORS[door]}

    assert found == DOORS[door]
