"""Who may knock at the pages about messages to families, and what each is answered."""

import pytest
from django.urls import reverse

from consents.actions import asking
from tests.consent_factories import safety_meetup
from tests.consents.families import JOB
from tests.consents.hooks import texted
from tests.doors import answers

pytestmark = pytest.mark.django_db

# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
ALL, NEVER = [302] + [200] * 11, [302] + [405] * 11
ONLY_ADMIN = [302] + [404] * 8 + [200] + [404] * 2
# Carriers' doors know signatures and no people.
UNSIGNED, NOT_ASKED = [403] * 12, [405] * 12
DOORS = {
    "remind_silent": {"get": [302, 200, 404, 200, 200, 200, 200, 403, 403, 404, 404, 404], "post": [302, 302, 404, 302, 302, 302, 302, 403, 403, 404, 404, 404]},
    "message_rules": {"get": ONLY_ADMIN, "post": [302] + [404] * 8 + [302] + [404] * 2},
    "replies": {"get": ALL, "post": NEVER},
    "reply_text": {"get": [302, 404, 404, 200, 200, 200, 200, 404, 404, 404, 404, 404], "post": NEVER},
    "reply_settle": {"get": NEVER, "post": [302, 404, 404, 302, 302, 302, 302, 404, 404, 404, 404, 404]},
    "failing_messages": {"get": ALL, "post": NEVER},
    "guardian_fresh": {"get": [404] * 12, "post": [404] * 12},
    "mail_hook": {"get": NOT_ASKED, "post": UNSIGNED},
    "sms_hook": {"get": NOT_ASKED, "post": UNSIGNED},
    "sms_in_hook": {"get": NOT_ASKED, "post": UNSIGNED},
}  # fmt: skip
RULE = {
    "quiet_from": "21:00",
    "quiet_to": "07:30",
    "answer_days": "10",
    "lead_days": "2",
    "remind_days": "5, 1",
    "most_reminders": "2",
}
SENT = {"message_rules": RULE, "reply_settle": {"outcome": "nothing", "words": "A joke."}}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("door", DOORS)
def test_doors(door, method):
    scene = safety_meetup()
    asking.ask_families(scene.approval, by=JOB)
    texted(scene.guardians[0].phone, "Who is this?")

    found = answers(scene, method, reverse(door, args=keys(door, scene)), SENT.get(door))

    assert found == DOORS[door][method]


def keys(door, scene):
    if door == "remind_silent":
        return [scene.activity.pk]
    if door == "guardian_fresh":
        return ["1.not-a-link-of-ours-at-all"]
    return [scene.school.text_replies.get().pk] if door.startswith("reply_") else []
