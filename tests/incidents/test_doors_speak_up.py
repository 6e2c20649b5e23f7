"""The doors of a report that is written: open to everybody, and each holds nothing without the visitor's own cookie."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.urls import speak_up
from tests.incidents.speaking import begun

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# Door → method → the answer to a stranger, and to the visitor whose cookie opens it.
OPEN_DOORS = {
    "speak_up": {"get": [200, 200], "post": [303, 303]},
    "speak_up_leave": {"get": [405, 405], "post": [303, 303]},
    "speak_up_room": {"get": [404, 303], "post": [404, 303]},
    "speak_up_leave_room": {"get": [405, 405], "post": [303, 303]},
    "speak_up_send": {"get": [405, 405], "post": [404, 302]},
    "speak_up_step": {"get": [404, 200], "post": [404, 303]},
}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in speak_up.patterns} == set(OPEN_DOORS)


def test_doors():
    found = {
        door: {method: answers(door, method) for method in methods}
        for door, methods in OPEN_DOORS.items()
    }

    assert found == OPEN_DOORS


def answers(door, method):
    client = Client()
    handle = begun(client).rstrip("/").rpartition("/")[2]
    args = {"speak_up": [], "speak_up_leave": [], "speak_up_step": [handle, "said"]}.get(
        door, [handle]
    )
    address = reverse(f"incidents:{door}", args=args)
    return [getattr(one, method)(address).status_code for one in (Client(), client)]
