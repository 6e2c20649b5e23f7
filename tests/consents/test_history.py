"""What an activity's page tells of its history: in words, and nothing that is somebody else's business."""

import pytest
from django.urls import reverse

from consents.reports.history import WORDS, history_of
from core.actor import Actor
from tests.consent_factories import safety_meetup
from trail.recording import record

pytestmark = pytest.mark.django_db


def test_the_history_of_an_activity_says_words_and_nothing_private(client):
    meetup = safety_meetup()
    by = Actor.command("test")
    for verb in ("families.reminded", "filter.kept", "call_back.opened", "verdict.changed"):
        record(verb, meetup.activity, by=by)

    told = [str(line.what) for line in history_of(meetup.activity)]
    client.force_login(meetup.coach)
    page = client.get(reverse("activity", args=[meetup.activity.pk])).content.decode()

    assert told[0] == str(WORDS["families.reminded"])
    assert set(told) <= {str(word) for word in WORDS.values()}
    assert "call back opened" not in page
