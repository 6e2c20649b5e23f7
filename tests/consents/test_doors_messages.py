"""Who may knock at the pages about messages to families, and what each is answered."""

import pytest
from django.urls import reverse

from consents.actions import asking
from tests.consent_factories import safety_meetup
from tests.consents.families import JOB
from tests.doors import answers

pytestmark = pytest.mark.django_db

# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
ONLY_ADMIN = [302] + [404] * 8 + [200] + [404] * 2
DOORS = {
    "remind_silent": {"get": [302, 200, 404, 200, 200, 200, 200, 403, 403, 404, 404, 404], "post": [302, 302, 404, 302, 302, 302, 302, 403, 403, 404, 404, 404]},
    "message_rules": {"get": ONLY_ADMIN, "post": [302] + [404] * 8 + [302] + [404] * 2},
}  # fmt: skip
RULE = {
    "quiet_from": "21:00",
    "quiet_to": "07:30",
    "answer_days": "10",
    "lead_days": "2",
    "remind_days": "5, 1",
    "most_reminders": "2",
}
SENT = {"message_rules": RULE}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("door", DOORS)
def test_doors(door, method):
    scene = safety_meetup()
    asking.ask_families(scene.approval, by=JOB)
    keys = [scene.activity.pk] if door == "remind_silent" else []

    found = answers(scene, method, reverse(door, args=keys), SENT.get(door))

    assert found == DOORS[door][method]
