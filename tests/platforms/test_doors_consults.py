"""Who may open each page of the consults, and what they are answered."""

import pytest
from django.urls import reverse

from platforms.actions import consults as actions
from platforms.actions.consults import Asked
from platforms.urls import consults
from tests.factories import actor
from tests.platforms.doors import ITS_ONLY, answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"
# Door → method → one answer per role, in the order of doors.ROLES: the teacher is whoever asked.
THEIRS = [302, 200, 404, 404, 404, 200, 200]
BY_POST = [302, 405, 405, 405, 405, 405, 405]
DOORS = {
    "consult": {"get": [302, 200, 200, 200, 200, 200, 200], "post": [302, 422, 422, 422, 422, 422, 422]},
    "my_consults": {"get": [302, 200, 200, 200, 200, 200, 200], "post": BY_POST},
    "consult_request": {"get": THEIRS, "post": BY_POST},
    "consult_say": {"get": BY_POST, "post": [302, 422, 404, 404, 404, 422, 422]},
    "consult_withdraw": {"get": BY_POST, "post": [302, 302, 404, 404, 404, 403, 403]},
    "consult_reopen": {"get": BY_POST, "post": [302, 422, 404, 404, 404, 422, 422]},
    "its_consults": {"get": ITS_ONLY, "post": BY_POST},
    "consult_take": {"get": BY_POST, "post": [302, 404, 404, 404, 404, 302, 302]},
    "consult_platform": {"get": BY_POST, "post": [302, 404, 404, 404, 404, 422, 422]},
    "consult_answer": {"get": BY_POST, "post": [302, 404, 404, 404, 404, 403, 422]},
    "procurement_codes": {"get": [302, 404, 404, 200, 404, 404, 404], "post": BY_POST},
}  # fmt: skip
WITHOUT_ROW = {"consult", "my_consults", "its_consults", "procurement_codes"}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in consults.patterns} == set(DOORS)


def test_doors():
    people = people_of()
    asked = Asked(name="Xylo", use="parents", audiences=["parents"], why="News.")
    row = actions.ask(asked, by=actor(people["teacher"]))

    found = {
        door: {
            method: answers(
                people,
                method,
                reverse(f"platforms:{door}", args=[] if door in WITHOUT_ROW else [row.pk]),
            )
            for method in methods
        }
        for door, methods in DOORS.items()
    }

    assert found == DOORS
