"""The doors of the way back: open to everybody, and each says nothing without the words."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.urls import returning
from tests.incidents.reporters import Reporter

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# Door → method → the answer to a stranger, and to the reporter whose words opened it.
READ, SEND, ASK = {"get": [302, 200], "post": [405, 405]}, {"get": [405, 405], "post": [409, 302]}, {"get": [302, 200], "post": [409, 422]}  # fmt: skip
OPEN_DOORS = {
    "come_back": {"get": [200, 200], "post": [422, 422]},
    "left": {"get": [200, 200], "post": [405, 405]},
    "show_someone": {"get": [200, 200], "post": [405, 405]},
    "my_report": READ,
    "my_words": {"get": [302, 302], "post": [405, 405]},
    "my_words_written": SEND,
    "my_new_words": SEND,
    "leave": SEND,
    "my_message": ASK,
    "my_addition": ASK,
    "my_stop": {"get": [302, 200], "post": [409, 302]},
    "my_unanswered": {"get": [302, 200], "post": [409, 302]},
    "my_reopening": ASK,
    "my_contact": {"get": [302, 200], "post": [409, 302]},
    "my_keep_out": ASK,
    "my_check_in": {"get": [302, 302], "post": [409, 302]},
    "my_proof": {"get": [302, 200], "post": [409, 200]},
    "check_proof": {"get": [200, 200], "post": [422, 422]},
}
WITHOUT_HANDLE = {"come_back", "left", "show_someone", "check_proof"}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in returning.patterns} == set(OPEN_DOORS)


def test_doors():
    reporter = Reporter()

    found = {
        door: {method: answers(reporter, door, method) for method in methods}
        for door, methods in OPEN_DOORS.items()
    }

    assert found == OPEN_DOORS


def answers(reporter, door, method):
    reporter.come()
    args = [] if door in WITHOUT_HANDLE else [reporter.handle]
    address = reverse(f"incidents:{door}", args=args)
    return [getattr(one, method)(address).status_code for one in (Client(), reporter.client)]
