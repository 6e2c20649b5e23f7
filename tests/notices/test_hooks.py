"""Carriers' doors: signed, fresh, each event once; what they say decides which contact is used."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.actor import Actor, ActorKind
from notices import deliveries, hooks, posting
from notices.models import DeliveryEvent, Notice
from notices.terms import Channel, NoticeState, Outcome
from schools.models import Guardian
from tests.consents.hooks import became, call, event
from tests.factories import GuardianFactory
from tests.notices.posted import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]


def sent_to(guardian, channel=Channel.EMAIL):
    """A notice that has left to the guardian."""
    notice = posted(
        channel=channel,
        address=guardian.email if channel == Channel.EMAIL else guardian.phone,
        recipient=Actor(ActorKind.GUARDIAN, str(guardian.pk)),
    )
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.SENT, left_at=timezone.now())
    return Notice.objects.get(pk=notice.pk)


def where(guardian):
    return posting.reach(Guardian.objects.get(pk=guardian.pk))


@pytest.fixture
def guardian():
    return GuardianFactory(contact_verified_at=None)


def test_an_event_is_kept_with_its_code(guardian):
    notice = sent_to(guardian)

    answer = became(notice, "bounced", code="550")

    assert answer == {"taken": 1, "unknown": 0}
    kept = DeliveryEvent.objects.get()
    assert (kept.notice, kept.address, kept.outcome, kept.source, kept.code) == (notice, guardian.email, "bounced", "mail", "550")  # fmt: skip


def test_the_same_event_twice_is_one(guardian):
    notice = sent_to(guardian)

    told = [became(notice, "delivered", event_id="the-same")["taken"] for _ in range(2)]

    assert (told, DeliveryEvent.objects.count()) == ([1, 0], 1)


def test_many_events_in_one_call_and_one_of_somebody_elses(guardian, settings):
    notice = sent_to(guardian)
    other = Notice(message_id="<never@elsewhere>")

    answer = call(
        "/hooks/mail/",
        [event(notice, "accepted"), event(notice, "delivered"), event(other, "bounced")],
        key=settings.MAIL_HOOK_KEY,
    )

    assert answer.json() == {"taken": 2, "unknown": 1}


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_a_signature_that_is_not_fresh_is_refused(guardian, settings, late):
    notice = sent_to(guardian)

    answer = call(
        "/hooks/mail/",
        event(notice, "bounced"),
        key=settings.MAIL_HOOK_KEY,
        at=timezone.now() - late,
    )

    assert (answer.status_code, DeliveryEvent.objects.count()) == (403, 0)


def test_another_key_is_refused_and_so_is_a_changed_body(guardian, client, settings):
    notice = sent_to(guardian)
    said = json.dumps(event(notice, "bounced")).encode()
    signature = hooks.sign(settings.MAIL_HOOK_KEY, said, timezone.now())

    forged = call("/hooks/mail/", event(notice, "bounced"), key="another key")
    changed = client.post(
        "/hooks/mail/",
        said.replace(b"bounced", b"delivered"),
        content_type="application/json",
        headers={hooks.HEADER: signature},
    )

    assert [forged.status_code, changed.status_code] == [403, 403]
    assert not DeliveryEvent.objects.exists()


def test_without_a_key_the_door_is_shut(guardian, settings):
    settings.MAIL_HOOK_KEY = ""

    assert call("/hooks/mail/", event(sent_to(guardian), "bounced"), key="").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"event": "exploded"}, {"event": None}, {"id": ""}, {"message_id": 7}, {"at": "yesterday"},
        {"at": "2026-10-05T12:00:00"}, {"code": "x" * 41},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_changes_nothing(guardian, settings, wrong):
    said = {**event(sent_to(guardian), "bounced"), **wrong}

    answer = call("/hooks/mail/", said, key=settings.MAIL_HOOK_KEY)

    assert (answer.status_code, DeliveryEvent.objects.count()) == (422, 0)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ([], "accepted"),
        (["accepted"], "accepted"),
        (["accepted", "delivered"], "delivered"),
        (["delivered", "complained"], "complained"),
        (["bounced"], "bounced"),
        (["bounced", "delivered"], "delivered"),
    ],
)
def test_the_newest_final_word_is_where_a_notice_stands(guardian, told, outcome):
    notice = sent_to(guardian)
    for number, word in enumerate(told):
        became(notice, word, at=timezone.now() - timedelta(seconds=60 - number))

    assert deliveries.outcome_of(notice, notice.events.all(), timezone.now()) == outcome


def test_after_days_of_silence_it_is_not_known(guardian):
    notice = sent_to(guardian)

    found = deliveries.outcome_of(notice, [], timezone.now() + timedelta(days=4))

    assert found == Outcome.UNKNOWN


def test_what_has_not_left_stands_nowhere():
    assert deliveries.outcome_of(posted(), [], timezone.now()) is None


def test_after_a_bounce_the_other_contact_is_used_and_after_a_delivery_the_first_again(guardian):
    first = where(guardian)
    became(sent_to(guardian), "bounced")
    second = where(guardian)
    became(sent_to(guardian), "delivered")

    assert [first.channel, second.channel, where(guardian).channel] == ["email", "sms", "email"]


def test_an_only_contact_is_tried_twice_and_then_it_is_of_no_use(guardian):
    Guardian.objects.update(phone="")

    became(sent_to(guardian), "bounced")
    once = where(guardian)
    became(sent_to(guardian), "bounced")

    assert once.address == guardian.email
    assert where(guardian) is None


def test_a_complaint_counts_as_a_stop_at_once(guardian):
    Guardian.objects.update(phone="")

    became(sent_to(guardian), "complained")

    assert where(guardian) is None


def test_a_contact_shown_to_be_right_since_counts_as_new(guardian):
    for _ in range(2):
        became(sent_to(guardian), "bounced")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        Guardian.objects.update(contact_verified_at=timezone.now())

    assert where(guardian).channel == Channel.EMAIL


def test_a_corrected_contact_leaves_its_bounces_behind(guardian):
    for _ in range(2):
        became(sent_to(guardian), "bounced")

    Guardian.objects.update(email="right@example.org")

    assert where(guardian).address == "right@example.org"
