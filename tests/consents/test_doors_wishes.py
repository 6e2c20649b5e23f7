"""Who may knock at each page of families' wishes, and what each is answered."""

import pytest
from django.test import Client
from django.urls import reverse

from consents.actions import wishes
from tests.consent_factories import safety_meetup
from tests.consents.families import asked, at, let_in
from tests.consents.wishes import wished
from tests.doors import answers

pytestmark = pytest.mark.django_db

NEVER, ALL = [302] + [405] * 11, [302] + [200] * 11
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
SEEN = [302, 200, 404, 200, 200, 200, 200, 404, 404, 404, 404, 404]
DOORS = {
    "wishes": {"get": ALL, "post": NEVER},
    "wish": {"get": SEEN, "post": NEVER},
    "match_wish": {
        "get": NEVER,
        "post": [302, 403, 404, 302, 302, 302, 302, 404, 404, 404, 404, 404],
    },
    # The chief's office is not at the school, and asks for nothing there.
    "begin_wish": {
        "get": NEVER,
        "post": [302, 302, 404, 302, 302, 403, 403, 404, 404, 404, 404, 404],
    },
    "decline_wish": {
        "get": NEVER,
        "post": [302, 302, 404, 302, 302, 302, 302, 404, 404, 404, 404, 404],
    },
}
# With the link alone, and with proof: (GET, POST with nothing).
OPEN_DOORS = {
    "guardian_ask_school": ((302, 302), (200, 422)),
    "guardian_take_wish_back": ((405, 302), (405, 302)),
}


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    scene = safety_meetup()
    row = wished(scene)
    wishes.match(row, scene.coach.staff, by=scene.principal)
    address = reverse(door, args=[] if door == "wishes" else [row.pk])
    data = {"staff": scene.coach.staff.pk, "words": "Not now."} if method == "post" else None

    assert answers(scene, method, address, data) == DOORS[door][method]


@pytest.mark.parametrize("door", OPEN_DOORS)
@pytest.mark.parametrize("proved", [False, True])
def test_a_familys_door(door, proved):
    scene = asked()
    row = wished(scene)
    guardian = scene.guardians[0]
    client = let_in(guardian) if proved else Client()
    address = at(door, guardian, *([row.pk] if door == "guardian_take_wish_back" else []))

    found = client.get(address).status_code, client.post(address).status_code

    assert found == OPEN_DOORS[door][proved]
