"""Who may open each page of the catalogue, and what they are answered."""

import pytest
from django.urls import reverse

from platforms.urls import catalogue
from tests.platform_factories import PlatformFactory
from tests.platforms.doors import ITS_ONLY, answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"
# Door → method → one answer per role, in the order of doors.ROLES.
DOORS = {
    "catalogue_platform": {"get": ITS_ONLY, "post": [302, 405, 405, 405, 405, 405, 405]},
}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in catalogue.patterns} == set(DOORS)


def test_doors():
    people = people_of()
    platform = PlatformFactory()
    places = {"catalogue_platform": [platform.pk]}

    found = {
        door: {
            method: answers(people, method, reverse(f"platforms:{door}", args=places.get(door)))
            for method in methods
        }
        for door, methods in DOORS.items()
    }

    assert found == DOORS
