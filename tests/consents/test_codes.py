from datetime import timedelta

import pytest
from django.utils import timezone

from consents import links
from consents.access import codes as access
from consents.actions import codes
from consents.models import OneTimeCode
from core.decision import Refused
from notices.models import Notice
from notices.terms import Channel
from notices.wording import worded
from schools.models import Guardian
from tests.consents.families import asked, digits, long_ago
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def guardian():
    return asked(guardians=1).guardians[0]


def send(guardian, channel=Channel.EMAIL):
    return codes.send_code(guardian, channel=channel, language="en")


def wrong(guardian):
    return "000000" if digits(guardian) != "000000" else "111111"


def earlier(**ago):
    """Codes so far were sent earlier."""
    for code in OneTimeCode.objects.all():
        code.created_at -= timedelta(**ago)
        code.save()


def test_a_code_goes_to_the_contact_on_file(guardian):
    code = send(guardian, Channel.SMS)

    notice = Notice.objects.get(kind="consents/code")
    assert (notice.address, notice.channel) == (guardian.phone, Channel.SMS)
    assert links.digits_of(code.nonce) in worded(notice).body
    assert notice.facts == {"code": code.pk}


def test_the_right_code_proves_once(guardian):
    send(guardian)

    first = codes.try_code(guardian, digits(guardian))
    second = codes.try_code(guardian, digits(guardian))

    assert [first.code is None, second.code is None] == [False, True]


def test_digits_may_be_typed_in_groups(guardian):
    send(guardian)
    typed = digits(guardian)

    assert codes.try_code(guardian, f" {typed[:3]} {typed[3:]} ").code is not None


def test_three_wrong_tries_end_that_code_only(guardian):
    send(guardian)

    left = [codes.try_code(guardian, wrong(guardian)).tries_left for _ in range(4)]

    assert left == [2, 1, 0, 0]
    assert codes.try_code(guardian, digits(guardian)).code is None
    OneTimeCode.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    send(guardian)
    assert codes.try_code(guardian, digits(guardian)).code is not None


def test_a_code_ends_after_ten_minutes(guardian):
    send(guardian)
    OneTimeCode.objects.update(expires_at=timezone.now())

    assert codes.try_code(guardian, digits(guardian)).code is None
    assert worded(Notice.objects.get(kind="consents/code")) is None


def test_a_newer_code_replaces_the_older(guardian):
    send(guardian)
    old = digits(guardian)
    earlier(seconds=61)
    send(guardian)

    assert codes.try_code(guardian, old).code is None
    assert codes.try_code(guardian, digits(guardian)).code is not None


def test_a_second_code_waits_a_minute(guardian):
    send(guardian)

    with pytest.raises(Refused) as refused:
        send(guardian)

    assert refused.value.decision.refusals == (access.TOO_SOON,)
    assert OneTimeCode.objects.count() == 1


def test_six_codes_an_hour_are_enough(guardian):
    for _ in range(6):
        send(guardian)
        earlier(minutes=2)

    with pytest.raises(Refused) as refused:
        send(guardian)

    assert refused.value.decision.refusals == (access.TOO_MANY,)


def test_nothing_goes_to_a_disputed_contact(guardian):
    guardian.disputed_at = timezone.now()
    guardian.save()

    with pytest.raises(Refused) as refused:
        send(guardian)

    assert refused.value.decision.refusals == (access.CONTACT_DISPUTED,)
    assert not OneTimeCode.objects.exists()


def test_another_guardians_code_proves_nothing():
    first, second = asked().guardians
    send(first)
    send(second)

    assert codes.try_code(second, digits(first)).code is None


def needs(guardian):
    code = send(guardian)
    return access.needs_birth_date(code, guardian.students.get().school, timezone.now())


def test_a_contact_verified_this_year_needs_no_birth_date(guardian):
    assert needs(guardian) is False


def test_a_contact_verified_in_another_year_needs_one(guardian):
    assert needs(long_ago(guardian)) is True


def test_a_contact_never_verified_needs_one(guardian):
    guardian.contact_verified_at = None
    guardian.save()

    assert needs(guardian) is True


def test_another_contact_than_the_one_proved_needs_one(guardian):
    codes.prove(send(guardian), birth_date_asked=False)
    earlier(minutes=2)
    other = send(guardian, Channel.SMS)

    school = guardian.students.get().school
    assert access.needs_birth_date(other, school, timezone.now()) is True


def test_the_birth_date_of_a_child_proves(guardian):
    code = send(long_ago(guardian))

    tried = codes.try_birth_date(code, guardian.students.get().birth_on)

    assert tried.code == code


def test_five_wrong_birth_dates_and_only_the_school_can_help(guardian):
    code = send(long_ago(guardian))
    right = guardian.students.get().birth_on

    left = [codes.try_birth_date(code, right - timedelta(days=1)).tries_left for _ in range(5)]

    assert left == [4, 3, 2, 1, 0]
    assert codes.try_birth_date(code, right).code is None


def test_a_new_code_brings_no_new_tries_at_the_birth_date(guardian):
    code = send(long_ago(guardian))
    for _ in range(5):
        codes.try_birth_date(code, timezone.localdate())
    earlier(minutes=2)

    assert codes.try_birth_date(send(guardian), guardian.students.get().birth_on).code is None


def test_a_proof_is_written_down(guardian):
    code = codes.prove(send(long_ago(guardian)), birth_date_asked=True)

    fresh = Guardian.objects.get(pk=guardian.pk)
    assert fresh.contact_verified_at == code.proved_at
    assert Entry.objects.filter(verb="guardian.proved").get().facts == {
        "channel": "email",
        "birth_date_asked": True,
    }
