"""Who may knock at what became different, and what a link alone opens of another guardian's yes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents.models import OtherTold
from tests.consents.families import ask_of, asked, let_in, sign, token_of
from tests.consents.news import look
from tests.consents.test_doors_families import VISITORS, browser_of
from tests.doors import answers

pytestmark = pytest.mark.django_db

ALL, NEVER = [302] + [200] * 11, [302] + [405] * 11
DOORS = {
    "changes": {"get": ALL, "post": NEVER},
    # (GET, POST with nothing) where the link is over, with the link alone, and with proof.
    "guardian_object": ((404, 404), (200, 200), (200, 200)),
}


@pytest.fixture
def meetup():
    """The second guardian has said yes, and the first was told."""
    found = asked(at=timezone.now() - timedelta(days=1))
    sign(ask_of(found.guardians[1]))
    look(found)
    return found


@pytest.mark.parametrize("method", ["get", "post"])
def test_door(meetup, method):
    assert answers(meetup, method, reverse("changes")) == DOORS["changes"][method]


@pytest.mark.parametrize("visitor", VISITORS)
def test_a_link_opens_it(meetup, visitor):
    client, token = browser_of(visitor, meetup)
    address = reverse("guardian_object", args=[token, OtherTold.objects.get().pk])

    found = client.get(address).status_code, client.post(address).status_code

    assert found == DOORS["guardian_object"][VISITORS[visitor]]


def test_it_is_kept_nowhere(meetup):
    told = OtherTold.objects.get()
    page = Client().get(reverse("guardian_object", args=[token_of(told.guardian), told.pk]))

    assert page["Cache-Control"] == "no-store, private"
    assert let_in(told.guardian).get(page.request["PATH_INFO"]).status_code == 200
