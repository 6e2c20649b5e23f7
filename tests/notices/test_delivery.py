import json
import smtplib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from core import outbox
from core.models import OutboxMessage
from notices import delivery, sms, tasks, wording
from notices.models import Notice
from notices.terms import Channel
from tests.factories import DistrictFactory
from tests.notices.conftest import TOKEN
from tests.notices.posted import posted

pytestmark = pytest.mark.django_db


class Refusing(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"amina@example.org": (550, b"no such user")})


class Greylisting(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"amina@example.org": (450, b"try again later")})


class Away(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("mail.example.org is away, amina@example.org waits")


HERE = "tests.notices.test_delivery"


def after(notice, **expected):
    return Notice.objects.values(*expected).get(pk=notice.pk)


def test_an_email_leaves_worded_and_signed(sending):
    DistrictFactory()
    notice = posted()

    delivery.deliver(notice.pk)

    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Hello Dana", ["amina@example.org"])
    assert letter.body == (
        f"Dear Dana,\n\nCPS Comms says: http://127.0.0.1:8000/c/{TOKEN}/\n\n-- \n"
        "Sent by Practice District through CPS Comms.\n"
        "To check that this message is real, call the school or office you know, on the number from "
        "its own website.\n"
        "We never ask for a password or for money. Please do not answer this message: nobody reads "
        "that mailbox.\n"
    )
    headers = letter.message()
    assert headers["Message-ID"] == notice.message_id
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Content-Language"] == "en"
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.claimed_until) == ("sent", 1, None)
    assert notice.left_at is not None


def test_a_text_leaves_on_one_line(sending):
    notice = posted(channel=Channel.SMS, address="+13125550001")

    delivery.deliver(notice.pk)

    text = f"Hello Dana, open http://127.0.0.1:8000/c/{TOKEN}/"
    assert sms.carried == [("+13125550001", text, notice.message_id)]
    assert mail.outbox == []


def test_a_name_with_an_apostrophe_stays_itself(sending):
    delivery.deliver(posted(facts={"name": "O'Brien & Co <x>"}).pk)

    assert mail.outbox[0].subject == "Hello O'Brien & Co <x>"


def test_a_name_cannot_add_a_header(sending):
    delivery.deliver(posted(facts={"name": "Dana\r\nBcc: all@example.org"}).pk)

    assert mail.outbox[0].message()["Bcc"] is None
    assert mail.outbox[0].recipients() == ["amina@example.org"]


def test_delivering_twice_sends_once(sending):
    notice = posted()

    delivery.deliver(notice.pk)
    delivery.deliver(notice.pk)

    assert len(mail.outbox) == 1


def test_what_is_no_longer_wanted_does_not_leave(sending):
    notice = posted(facts={"gone": True})

    delivery.deliver(notice.pk)

    assert mail.outbox == []
    assert after(notice, state=1, left_at=1) == {"state": "unwanted", "left_at": None}


def test_hold_lets_nothing_leave(sending):
    sending.OUTGOING = "hold"
    letter, text = posted(), posted(channel=Channel.SMS, address="+13125550001")

    for notice in (letter, text):
        delivery.deliver(notice.pk)

    assert (mail.outbox, sms.carried) == ([], [])
    assert [after(notice, state=1)["state"] for notice in (letter, text)] == ["held", "held"]


@pytest.mark.parametrize(
    ("address", "leaves"),
    [
        ("amina@example.org", True),
        ("AMINA@Example.org", True),
        ("other@example.org", False),
        ("anyone@test.example", True),
        ("anyone@sub.test.example", False),
        ("anyone@second.example", True),
        ("test.example@evil.example", False),
        ("+13125550001", True),
        ("+13125550002", False),
        ("", False),
    ],
)
def test_allowlist_lets_listed_addresses_and_domains_leave(sending, address, leaves):
    sending.OUTGOING = "allowlist"
    sending.OUTGOING_ALLOWLIST = [
        "amina@example.org",
        "test.example",
        "@second.example",
        "+13125550001",
    ]

    assert delivery.may_leave(address) is leaves


def test_the_practice_district_words_everything_and_sends_nothing(sending):
    sending.DEMO = True
    notice = posted()

    delivery.deliver(notice.pk)

    assert mail.outbox == []
    assert after(notice, state=1)["state"] == "sent"


def test_a_refused_address_is_not_tried_again(sending):
    sending.EMAIL_BACKEND = f"{HERE}.Refusing"
    notice = posted()

    delivery.deliver(notice.pk)

    assert after(notice, state=1, last_error=1, left_at=1) == {
        "state": "failed",
        "last_error": "recipient refused",
        "left_at": None,
    }


def test_an_address_refused_for_now_is_tried_again(sending):
    sending.EMAIL_BACKEND = f"{HERE}.Greylisting"
    notice = posted()

    with pytest.raises(smtplib.SMTPRecipientsRefused):
        delivery.deliver(notice.pk)

    assert after(notice, state=1)["state"] == "waiting"


def test_the_practice_district_can_be_told_to_hold(sending):
    sending.DEMO, sending.OUTGOING = True, "hold"
    notice = posted()

    delivery.deliver(notice.pk)

    assert after(notice, state=1)["state"] == "held"


def test_a_failed_try_leaves_the_row_for_the_next_one_with_the_same_message_id(sending):
    notice = posted()
    row = OutboxMessage.objects.get()
    sending.EMAIL_BACKEND = f"{HERE}.Away"

    assert not outbox.run(row.pk)
    failed = after(notice, state=1, attempts=1, last_error=1, claimed_until=1)
    sending.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxMessage.objects.update(not_before=row.created_at)
    assert outbox.run(row.pk)

    assert failed == {
        "state": "waiting",
        "attempts": 1,
        "last_error": "ConnectionRefusedError",
        "claimed_until": None,
    }
    assert [letter.message()["Message-ID"] for letter in mail.outbox] == [notice.message_id]
    assert after(notice, state=1, last_error=1) == {"state": "sent", "last_error": ""}
    assert tasks.deliver.name == row.task


def test_the_last_try_leaves_it_to_a_person(sending):
    sending.EMAIL_BACKEND = f"{HERE}.Away"
    notice = posted()
    Notice.objects.update(attempts=outbox.MOST_ATTEMPTS - 1)

    with pytest.raises(ConnectionRefusedError):
        delivery.deliver(notice.pk)

    assert after(notice, state=1)["state"] == "failed"


def test_two_workers_never_send_one_notice_at_once(sending):
    notice = posted()
    assert delivery.claim(notice.pk) == notice

    with pytest.raises(delivery.Claimed):
        delivery.deliver(notice.pk)

    assert mail.outbox == []


def test_a_dead_workers_claim_lapses(sending):
    noon = datetime(2026, 10, 12, 17, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        notice = posted()
        delivery.claim(notice.pk)
    with time_machine.travel(noon + delivery.CLAIM + timedelta(seconds=1), tick=False):
        delivery.deliver(notice.pk)

    assert len(mail.outbox) == 1
    assert after(notice, state=1, attempts=1) == {"state": "sent", "attempts": 2}


def test_an_email_without_a_subject_is_a_fault(sending):
    with pytest.raises(wording.NoSubject):
        delivery.deliver(posted("tests/nameless").pk)


def test_no_table_holds_what_was_derived(sending):
    DistrictFactory()
    delivery.deliver(posted().pk)
    delivery.deliver(posted(channel=Channel.SMS, address="+13125550001").pk)

    assert TOKEN in mail.outbox[0].body
    holding = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            if TOKEN in str(cursor.fetchall()):
                holding.append(model._meta.label)
    assert holding == []


def test_the_console_says_that_a_text_left_and_not_what(caplog):
    with caplog.at_level("INFO", logger="notices.sms"):
        sms.Console().send(to="+13125550001", text=f"open {TOKEN}", message_id="<1@x>")

    assert caplog.messages == ["text <1@x> to a number ending in 01: 39 characters"]


def test_a_text_in_a_file_is_there_once(settings, tmp_path):
    settings.VAR_DIR = tmp_path

    for _ in range(2):
        sms.File().send(to="+13125550001", text="مرحبا", message_id="<1/2@x>")

    (kept,) = Path(tmp_path / "texts").iterdir()
    assert kept.name == "1_2@x.json"
    assert json.loads(kept.read_text("utf-8")) == {"to": "+13125550001", "text": "مرحبا"}
