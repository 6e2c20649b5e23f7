"""Families' doors: what a link opens by itself, with proof, with another's proof, and when it is over."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents.models import Invitation
from tests.consents.families import ask_of, asked, let_in, sign, token_of

pytestmark = pytest.mark.django_db

# What the visitor comes with, and which answer of a door it is given.
VISITORS = {
    "a forged link": 0,
    "an ended link": 0,
    "a revoked link": 0,
    "the link of somebody who left": 0,
    "the link alone": 1,
    "another guardian's proof": 1,
    "proof": 2,
}
# Door → (GET, POST with nothing) where the link is over, with the link alone, and with proof.
DOORS = {
    "guardian": ((404, 405), (200, 405), (200, 405)),
    "guardian_send": ((405, 404), (405, 422), (405, 422)),
    "guardian_code": ((404, 404), (302, 422), (302, 422)),
    "guardian_birth": ((404, 404), (302, 302), (302, 302)),
    "guardian_not_me": ((404, 404), (200, 200), (200, 200)),
    "guardian_call_back": ((404, 404), (200, 422), (200, 422)),
    "guardian_leave": ((405, 404), (405, 302), (405, 302)),
    "guardian_form": ((404, 405), (302, 405), (200, 405)),
    "guardian_answer": ((404, 404), (302, 302), (200, 422)),
    "guardian_phones": ((404, 404), (302, 302), (302, 302)),
    "guardian_reason": ((404, 404), (302, 302), (302, 302)),
    "guardian_sign": ((404, 404), (302, 302), (302, 302)),
    "guardian_receipt": ((404, 405), (302, 405), (200, 405)),
    "guardian_copy": ((404, 405), (302, 405), (302, 405)),
    "guardian_withdraw": ((404, 404), (302, 302), (200, 302)),
    "guardian_change_phones": ((404, 404), (302, 302), (200, 422)),
    "guardian_paper": ((404, 404), (302, 302), (200, 302)),
    "guardian_paper_file": ((404, 405), (302, 405), (302, 405)),
    "guardian_not_mine": ((404, 404), (302, 302), (302, 302)),
}
OF_A_FORM = {
    "guardian_form",
    "guardian_answer",
    "guardian_phones",
    "guardian_reason",
    "guardian_sign",
    "guardian_paper",
    "guardian_paper_file",
}
OF_AN_ANSWER = {
    "guardian_receipt",
    "guardian_copy",
    "guardian_withdraw",
    "guardian_change_phones",
    "guardian_not_mine",
}
# Without a link, and for everybody: (GET, POST with nothing).
OPEN_DOORS = {
    "family": (200, 422),
    "family_code": (302, 302),
    "family_help": (200, 200),
    "verify": (200, 422),
}


@pytest.fixture
def meetup():
    return asked()


# These were in when the link still held.
PROVED = {"an ended link", "a revoked link", "the link of somebody who left", "proof"}


def browser_of(visitor, meetup):
    """A browser, and the token it comes with."""
    guardian, other = meetup.guardians
    invitation = Invitation.objects.filter(guardian=guardian)
    token = token_of(guardian)
    client = let_in(guardian) if visitor in PROVED else Client()
    if visitor == "a forged link":
        token = f"{token.partition('.')[0]}.{token_of(other).partition('.')[2]}"
    elif visitor == "an ended link":
        invitation.update(expires_at=timezone.now())
    elif visitor == "a revoked link":
        invitation.update(revoked_at=timezone.now())
    elif visitor == "the link of somebody who left":
        guardian.ended_at = timezone.now()
        guardian.save()
    elif visitor == "another guardian's proof":
        let_in(other, client)
    return client, token


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("door", DOORS)
def test_door(meetup, door, visitor):
    ask, args = ask_of(meetup.guardians[0]), []
    if door in OF_A_FORM:
        args = [ask.pk]
    if door in OF_AN_ANSWER:
        args = [sign(ask).pk]
    client, token = browser_of(visitor, meetup)
    address = reverse(door, args=[token, *args])

    found = client.get(address).status_code, client.post(address).status_code

    assert found == DOORS[door][VISITORS[visitor]]


@pytest.mark.parametrize("door", OPEN_DOORS)
def test_open_door(client, door):
    found = client.get(reverse(door)).status_code, client.post(reverse(door)).status_code

    assert found == OPEN_DOORS[door]
