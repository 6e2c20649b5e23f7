"""The yearly counts are open to everybody, without signing in."""

from datetime import date

import pytest
from django.urls import reverse

from incidents.models import CountsRelease
from incidents.urls import counts
from tests.factories import SchoolFactory, SchoolYearFactory
from tests.incidents.doors import answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
OPEN_DOORS = {"counts": {"get": 200, "post": 405}, "counts_csv": {"get": 200, "post": 405}}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in counts.patterns} == set(OPEN_DOORS)


def test_doors():
    people = people_of(SchoolFactory())
    year = SchoolYearFactory(name="1999-00", starts_on=date(1999, 8, 1), ends_on=date(2000, 6, 1))
    CountsRelease.objects.create(year=year, through=date(2000, 1, 1), tables={})

    found = {
        door: {
            method: set(answers(people, method, reverse(f"incidents:{door}"))) for method in methods
        }
        for door, methods in OPEN_DOORS.items()
    }

    assert found == {
        door: {method: {status} for method, status in methods.items()}
        for door, methods in OPEN_DOORS.items()
    }


def test_a_year_that_is_not_there_is_not_found(client):
    page = reverse("incidents:counts")

    assert (client.get(page).status_code, client.get(f"{page}?year=x").status_code) == (200, 404)
