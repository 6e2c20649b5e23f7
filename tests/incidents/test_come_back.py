"""The way back: six words at one door, and what happens to those who have others."""

import pytest

from tests.incident_factories import SAID
from tests.incidents.reporters import Reporter

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def test_the_words_lead_to_the_reporters_own_page():
    reporter = Reporter()

    page = reporter.come()

    assert page.status_code == 200
    assert "Where is my report?" in text_of(page)
    assert SAID not in text_of(page)
