from datetime import timedelta

import pytest
from django.utils import timezone

from consents import links
from consents.models import Invitation
from tests.factories import GuardianFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation():
    return Invitation.objects.create(
        guardian=GuardianFactory(),
        school=SchoolFactory(),
        nonce="a" * 32,
        expires_at=timezone.now() + timedelta(days=1),
    )


def test_a_token_leads_to_its_invitation(invitation):
    assert links.invitation_of(links.token_of(invitation)) == invitation


def test_an_address_is_whole_and_holds_the_token(invitation, settings):
    assert links.address_of(invitation) == f"{settings.SITE_URL}/c/{links.token_of(invitation)}/"


def test_every_invitation_has_a_mark_of_its_own(invitation):
    other = Invitation.objects.create(
        guardian=invitation.guardian,
        school=invitation.school,
        nonce="b" * 32,
        expires_at=invitation.expires_at,
    )
    swapped = f"{other.pk}.{links.token_of(invitation).partition('.')[2]}"

    assert links.invitation_of(swapped) is None


def test_another_key_makes_another_token(invitation, settings):
    token = links.token_of(invitation)

    settings.LINK_KEY = "another key"

    assert links.invitation_of(token) is None


@pytest.mark.parametrize(
    "token", ["", "1", "1.", ".abc", "x.aaaaaaaaaaaaaaaaaaaaaaaa", "1." + "é" * 24]
)
def test_what_is_no_token_leads_nowhere(invitation, token):
    assert links.invitation_of(token) is None


def test_a_link_ends_with_its_day(invitation):
    token = links.token_of(invitation)

    assert links.invitation_of(token, invitation.expires_at) is None


def test_a_revoked_link_leads_nowhere(invitation):
    token = links.token_of(invitation)

    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())

    assert links.invitation_of(token) is None


def test_a_code_has_six_digits_and_follows_from_its_nonce():
    assert [len(links.digits_of(nonce)) for nonce in ("a", "b", "c")] == [6, 6, 6]
    assert links.digits_of("a") == links.digits_of("a")
    assert links.digits_of("a") != links.digits_of("b")
