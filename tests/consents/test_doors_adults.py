"""Who may knock at the pages about adults: pauses, family ties, contact outside the rules."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.actions import family_ties, off_channel, pauses
from consents.actions.off_channel import Account
from consents.terms import ContactKind, Relationship
from tests.consent_factories import safety_meetup
from tests.doors import answers
from tests.factories import actor, staff_at

pytestmark = pytest.mark.django_db

NEVER, ALL = [302] + [405] * 11, [302] + [200] * 11
# Principal, their delegate, the chief and an administrator have an office over the adult.
OFFICES = [302, 404, 404, 404, 200, 200, 200, 404, 404, 200, 404, 404]
ACTS = [302, 404, 404, 404, 302, 302, 302, 404, 404, 302, 404, 404]
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
DOORS = {
    "pauses": {"get": ALL, "post": NEVER},
    "adult": {"get": OFFICES, "post": NEVER},
    "pause_adult": {"get": NEVER, "post": ACTS},
    "lift_pause": {"get": NEVER, "post": [302, 404, 404, 404, 302, 302, 302, 404, 404, 403, 404, 404]},
    "family_ties": {"get": ALL, "post": NEVER},
    "declare_tie": {"get": ALL, "post": [302] + [422] * 11},
    "settle_tie": {"get": NEVER, "post": [302, 403, 404, 302, 302, 302, 302, 404, 404, 404, 404, 404]},
    "end_tie": {"get": NEVER, "post": [302, 302, 404, 302, 302, 302, 302, 404, 404, 404, 404, 404]},
    "off_channel_reports": {"get": ALL, "post": NEVER},
    "report_off_channel": {"get": ALL, "post": ALL},
    "off_channel_report": {"get": [302, 200, 404, 404, 200, 200, 200, 200, 404, 404, 404, 404], "post": NEVER},
    "answer_off_channel": {"get": NEVER, "post": [302, 403, 404, 404, 302, 302, 302, 403, 404, 404, 404, 404]},
}  # fmt: skip
SENT = {
    "pause_adult": {"reason": "A complaint is being looked at."},
    "settle_tie": {"confirmed": "yes", "note": "In the student's record."},
    "declare_tie": {"number": "1"},
    "answer_off_channel": {"note": "Spoken with both."},
}


def address(door, scene):
    if door == "adult" or door == "pause_adult":
        return reverse(door, args=[scene.coach.staff.pk])
    if door == "lift_pause":
        made = pauses.pause(scene.coach.staff, by=actor(scene.principal), reason="Why.")
        return reverse(door, args=[made.pk])
    if door in {"settle_tie", "end_tie"}:
        tie = family_ties.declare(scene.student, Relationship.PARENT, by=actor(scene.coach))
        return reverse(door, args=[tie.pk])
    if door in {"off_channel_report", "answer_off_channel"}:
        told = Account(
            kind=ContactKind.EMERGENCY, happened_at=timezone.now(), channel="call", account="Bus."
        )
        return reverse(
            door, args=[off_channel.report([scene.student], told, by=actor(scene.coach)).pk]
        )
    return reverse(door)


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    scene = safety_meetup()
    staff_at(scene.school)
    data = SENT.get(door) if method == "post" else None

    assert answers(scene, method, address(door, scene), data) == DOORS[door][method]
