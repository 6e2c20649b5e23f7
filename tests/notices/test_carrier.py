"""Texts and e-mails over a carrier's HTTP door: a real server on this machine says yes, no, and not now."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from notices import carrier, delivery
from notices.models import DeliveryEvent
from notices.terms import Channel
from tests.notices.posted import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]


class Carrier(BaseHTTPRequestHandler):
    """Answers with the statuses it was given, in turn, the last one for ever."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append((self.path, dict(self.headers), body))
        statuses = self.server.statuses
        self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
        self.end_headers()

    def log_message(self, *_args):
        """Nothing on stderr."""


@pytest.fixture
def door(settings, monkeypatch):
    """A carrier's door; `door.statuses` is what it answers."""
    server = HTTPServer(("127.0.0.1", 0), Carrier)
    server.statuses, server.calls = [202], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.DEMO, settings.OUTGOING = False, "send"
    settings.SMS_BACKEND, settings.SMS_URL = "notices.sms.Http", f"{address}/texts"
    settings.SMS_TOKEN, settings.SMS_FROM = "a-token", "+17735550100"
    settings.EMAIL_BACKEND, settings.MAIL_URL = "notices.mail.Http", f"{address}/mail"
    settings.MAIL_TOKEN = "another-token"
    monkeypatch.setattr(carrier, "PAUSE", 0)
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def text():
    return posted(channel=Channel.SMS, address="+13125550142")


def state_of(notice):
    notice.refresh_from_db()
    return notice.state


def test_a_text_is_handed_over_once_with_token_and_key(door):
    notice = text()

    delivery.deliver(notice.pk)

    ((path, headers, body),) = door.calls
    assert (path, headers["Authorization"]) == ("/texts", "Bearer a-token")
    assert headers["Idempotency-Key"] == notice.message_id.strip("<>")
    assert body["from"], body["to"] == ("+17735550100", "+13125550142")
    assert body["message_id"] == notice.message_id
    assert state_of(notice) == "sent"


def test_an_email_is_handed_over_with_its_headers(door):
    notice = posted()

    delivery.deliver(notice.pk)

    ((path, headers, body),) = door.calls
    assert (path, headers["Authorization"]) == ("/mail", "Bearer another-token")
    assert (body["to"], body["subject"]) == (["amina@example.org"], "Hello Dana")
    assert body["headers"]["Message-ID"] == notice.message_id


@pytest.mark.parametrize("not_now", [500, 503, 429])
def test_not_now_is_tried_again_under_the_same_key(door, not_now):
    door.statuses = [not_now, not_now, 200]
    notice = text()

    delivery.deliver(notice.pk)

    keys = {headers["Idempotency-Key"] for _path, headers, _body in door.calls}
    assert (len(door.calls), len(keys), state_of(notice)) == (3, 1, "sent")


def test_after_three_tries_the_outbox_tries_later(door):
    door.statuses = [503]
    notice = text()

    with pytest.raises(carrier.NotNow):
        delivery.deliver(notice.pk)

    assert (len(door.calls), state_of(notice)) == (3, "waiting")


def test_a_no_for_good_is_a_bounce(door):
    door.statuses = [422]
    notice = text()

    delivery.deliver(notice.pk)

    event = DeliveryEvent.objects.get()
    assert (event.notice, event.outcome, event.source, event.code) == (
        notice,
        "bounced",
        "house",
        "422",
    )
    assert state_of(notice) == "failed"


@pytest.mark.parametrize("ours", [401, 403, 404])
def test_a_wrong_setting_of_ours_is_nobodys_bounce(door, ours):
    door.statuses = [ours]
    notice = text()

    with pytest.raises(carrier.NotNow):
        delivery.deliver(notice.pk)

    assert not DeliveryEvent.objects.exists()


def test_a_carrier_that_is_away_is_tried_later(door):
    door.shutdown()
    door.server_close()
    notice = text()

    with pytest.raises(carrier.NotNow):
        delivery.deliver(notice.pk)

    assert state_of(notice) == "waiting"
