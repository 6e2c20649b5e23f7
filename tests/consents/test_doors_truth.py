"""Who may knock at the pages about held answers, shared tablets and 18th birthdays."""

import pytest
from django.urls import reverse

from consents.actions import holds
from consents.models import SchoolTablet
from consents.terms.holds import HoldCause
from tests.consents.families import JOB, ask_of, asked, sign
from tests.doors import answers

pytestmark = pytest.mark.django_db

# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
OFFICE = [302, 403, 403, 200, 200, 200, 200, 200, 403, 403, 403, 200]
ONE = [302, 404, 404, 200, 200, 200, 200, 200, 404, 404, 404, 404]
NEVER = [302] + [405] * 11
DOORS = {
    "turning_18": {"get": [302] + [200] * 11, "post": NEVER},
    "answers_held": {"get": OFFICE, "post": NEVER},
    "answer_held": {"get": ONE, "post": NEVER},
    "answer_release": {
        "get": NEVER,
        "post": [302, 404, 404, 302, 302, 302, 302, 302, 404, 404, 404, 404],
    },
    "answer_invalidate": {
        "get": [302, 403, 403, 200, 200, 200, 200, 200, 403, 403, 404, 404],
        "post": [302, 403, 403, 302, 302, 302, 302, 302, 403, 403, 404, 404],
    },
    "tablets": {"get": [302, 403, 403, 200, 200, 200, 200, 403, 403, 403, 403, 200], "post": NEVER},
    "mark_tablet": {
        "get": [302, 403, 403, 200, 200, 200, 200, 403, 403, 403, 403, 200],
        "post": [302, 403, 403, 422, 422, 422, 422, 403, 403, 403, 403, 422],
    },
    "end_tablet": {
        "get": NEVER,
        "post": [302, 404, 404, 302, 302, 302, 302, 404, 404, 404, 404, 404],
    },
}
# A student's own door is open to everybody, and says nothing of anybody: (GET, POST with nothing).
OPEN_DOORS = {"my_forms": (200, 422), "my_forms_code": (302, 302)}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("door", DOORS)
def test_door(door, method):
    meetup = asked()
    row = holds.hold(sign(ask_of(meetup.guardians[0])), [HoldCause.CHANGED_SINCE], by=JOB)
    tablet = SchoolTablet.objects.create(
        school=meetup.school,
        name="Tablet",
        marked_by=meetup.principal,
        expires_at=meetup.version.created_at.replace(year=meetup.version.created_at.year + 1),
    )
    keys = {
        "answer_held": [row.pk],
        "answer_release": [row.pk],
        "answer_invalidate": [row.answer_id],
        "end_tablet": [tablet.pk],
    }
    data = {"words": "She signed it herself.", "reason": "Signed by somebody else."}

    found = answers(meetup, method, reverse(door, args=keys.get(door, [])), data)

    assert found == DOORS[door][method]


@pytest.mark.parametrize("door", OPEN_DOORS)
def test_open_door(client, door):
    address = reverse(door)

    assert (client.get(address).status_code, client.post(address).status_code) == OPEN_DOORS[door]
