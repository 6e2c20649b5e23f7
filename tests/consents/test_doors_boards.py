"""Who may knock at each door of an activity's board."""

import pytest
from django.urls import reverse

from consents.actions import boards
from consents.models import BulkRun
from consents.reports.activity_board import Wanted
from consents.terms import BulkAct, Outcome
from tests.consent_factories import safety_meetup
from tests.doors import answers
from tests.factories import actor

pytestmark = pytest.mark.django_db

NEVER = [302] + [405] * 11
# Whoever sees the activity sees its board; who may take a student off does so to many.
SEES = [302, 200, 404, 200, 200, 200, 200, 200, 200, 404, 404, 404]
KEEPS = [302, 302, 404, 302, 302, 302, 302, 302, 302, 404, 404, 404]
MANY = [302, 302, 404, 403, 302, 302, 302, 403, 403, 404, 404, 404]
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
DOORS = {
    "activity_board": {"get": SEES, "post": NEVER},
    "activity_travel": {"get": SEES, "post": NEVER},
    "board_file": {"get": SEES, "post": NEVER},
    "keep_filter": {"get": NEVER, "post": KEEPS},
    "drop_filter": {"get": NEVER, "post": [302, 302] + [404] * 10},
    "bulk_preview": {"get": NEVER, "post": [302, 200, 404, 403, 200, 200, 200, 403, 403, 404, 404, 404]},
    "bulk_do": {"get": NEVER, "post": MANY},
    "bulk_run": {"get": SEES, "post": NEVER},
}  # fmt: skip
SENT = {"keep_filter": {"name": "Silent", "state": "silent", "q": ""}}


def address(door, scene):
    keys = [scene.activity.pk]
    if door == "board_file":
        keys.append("csv")
    if door == "drop_filter":
        mine = actor(scene.coach)
        keys.append(boards.keep_filter(scene.activity, "Mine", Wanted(), by=mine).pk)
    if door == "bulk_run":
        run = BulkRun.objects.create(
            activity=scene.activity, act=BulkAct.TAKE_OFF, by=scene.coach, form_key="k",
            outcomes=[[scene.student.pk, Outcome.DONE]],
        )  # fmt: skip
        keys.append(run.pk)
    return reverse(door, args=keys)


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    scene = safety_meetup()
    many = {"act": "take_off", "key": "once", "student": [scene.student.pk]}
    data = SENT.get(door, many) if method == "post" else None

    assert answers(scene, method, address(door, scene), data) == DOORS[door][method]


def test_a_draft_has_no_board(client):
    scene = safety_meetup(stage="draft")
    client.force_login(scene.coach)

    assert client.get(reverse("activity_board", args=[scene.activity.pk])).status_code == 404


def test_a_board_is_no_other_kind_of_file(client):
    scene = safety_meetup()
    client.force_login(scene.coach)

    assert client.get(reverse("board_file", args=[scene.activity.pk, "pdf"])).status_code == 404
