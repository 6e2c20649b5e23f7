"""Once staff put another contact in a guardian's record, the old contact opens and proves nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents import links
from consents.actions import asking, codes, family
from consents.models import Invitation, OneTimeCode
from notices.models import Notice
from notices.terms import Channel
from notices.wording import worded
from schools.actions.corrections import correct_guardian
from schools.calendar import year_at
from schools.models import Guardian
from schools.terms import Role
from tests.consents.families import ask_of, asked, at, digits, let_in, long_ago, sign
from tests.factories import actor, staff_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetup():
    return asked(guardians=1)


@pytest.fixture
def guardian(meetup):
    return meetup.guardians[0]


def correct(meetup, **facts):
    clerk = staff_at(meetup.school, Role.CLERK)
    guardian = meetup.guardians[0]
    return correct_guardian(guardian, facts, student=meetup.student, by=actor(clerk))


def moved(meetup):
    return correct(meetup, email="new@example.org", phone="+13125550155")


def test_a_code_sent_to_the_old_contact_proves_nothing(meetup, guardian):
    codes.send_code(guardian, channel=Channel.EMAIL, language="en")

    now = moved(meetup)

    assert codes.try_code(now, digits(guardian)).code is None
    assert OneTimeCode.objects.get().used_at is None


def test_nor_by_the_way_without_a_link(meetup, guardian):
    row = family.ask_for_link(guardian.email, channel=Channel.EMAIL, language="en")
    family.answer_request(row.pk)

    moved(meetup)

    assert family.try_code(row, digits(guardian)).code is None


def test_who_was_in_by_the_old_contact_is_out(meetup, guardian):
    client = let_in(guardian)
    before = client.get(at("guardian", guardian)).context["door"].proof

    moved(meetup)
    fresh = asking.invite(guardian, meetup.school, None, timezone.now())
    after = client.get(reverse("guardian", args=[links.token_of(fresh)])).context["door"].proof

    assert (before is None, after is None) == (False, True)


def test_who_had_half_proved_themself_cannot_finish(meetup, guardian):
    client, birth_on = Client(), meetup.student.birth_on
    let_in(long_ago(guardian), client)

    moved(meetup)
    fresh = asking.invite(guardian, meetup.school, None, timezone.now())
    address = reverse("guardian_birth", args=[links.token_of(fresh)])
    response = client.post(address, {"birth_on": birth_on.isoformat()})

    assert response.url == reverse("guardian", args=[links.token_of(fresh)])
    assert Guardian.objects.get().contact_verified_at is None


def test_the_old_link_opens_nothing_and_a_new_one_is_made(client, meetup, guardian):
    old = at("guardian", guardian)

    moved(meetup)
    fresh = asking.invite(guardian, meetup.school, None, timezone.now())

    assert client.get(old).status_code == 404
    assert client.get(reverse("guardian", args=[links.token_of(fresh)])).status_code == 200


@pytest.mark.parametrize(
    "facts", [{"given_name": "Ola"}, {"phone": "+13125550155"}], ids=["a name", "a first number"]
)
def test_a_link_outlives_what_replaces_no_contact(client, meetup, guardian, facts):
    Guardian.objects.update(phone="")
    here = at("guardian", guardian)

    correct(meetup, **facts)

    assert client.get(here).status_code == 200


def test_a_link_made_after_the_correction_is_used_again(meetup, guardian):
    now = moved(meetup)
    year = year_at(meetup.school, timezone.now())
    first = asking.invite(now, meetup.school, year, timezone.now())

    again = asking.invite(now, meetup.school, year, timezone.now() + timedelta(minutes=1))

    assert again == first
    assert Invitation.objects.count() == 2


@pytest.mark.parametrize("kind", ["asked", "code", "family", "receipt"])
def test_a_message_that_waited_does_not_go_to_the_old_contact(meetup, guardian, kind):
    if kind == "code":
        codes.send_code(guardian, channel=Channel.EMAIL, language="en")
    elif kind == "family":
        row = family.ask_for_link(guardian.email, channel=Channel.EMAIL, language="en")
        family.answer_request(row.pk)
    elif kind == "receipt":
        sign(ask_of(guardian))
    notice = Notice.objects.get(kind=f"consents/{kind}")
    before = worded(notice)

    moved(meetup)

    assert (before is None, worded(notice)) == (False, None)
