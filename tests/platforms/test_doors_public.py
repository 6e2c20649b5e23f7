"""Who may open each page of the public list: everybody, signed in or not."""

import pytest
from django.urls import reverse

from platforms.urls import public
from tests.platform_factories import PlatformFactory
from tests.platforms.doors import ROLES, answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"
OPEN_DOORS = {
    "public_list": {"get": 200, "head": 200, "post": 405},
    "public_list_json": {"get": 200, "head": 200, "post": 405},
    "public_list_csv": {"get": 200, "head": 200, "post": 405},
    "public_list_atom": {"get": 200, "head": 200, "post": 405},
    "public_list_embed": {"get": 200, "head": 200, "post": 405},
    "public_check": {"get": 200, "head": 200, "post": 405},
    "public_platform": {"get": 200, "head": 200, "post": 405},
}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in public.patterns} == set(OPEN_DOORS)


def test_doors():
    people = people_of()
    places = {"public_platform": [PlatformFactory().slug]}

    for door, methods in OPEN_DOORS.items():
        address = reverse(f"platforms:{door}", args=places.get(door))
        found = {method: answers(people, method, address) for method in methods}

        assert found == {method: [status] * len(ROLES) for method, status in methods.items()}, door
