"""A carrier for tests: calls our doors as it would, signed."""

import json
from itertools import count

from django.conf import settings
from django.test import Client
from django.utils import timezone

from notices import hooks

_numbers = count(1)


def call(path, said, *, key, at=None, client=None):
    """POST what the carrier says to one of its doors; the response."""
    body = json.dumps(said).encode()
    signature = hooks.sign(key, body, at or timezone.now())
    return (client or Client()).post(
        path, body, content_type="application/json", headers={hooks.HEADER: signature}
    )


def text_of(number, words, *, carrier_id=None):
    return {
        "id": carrier_id or f"in-{next(_numbers)}",
        "from": number,
        "to": "+17735550100",
        "text": words,
        "at": timezone.now().isoformat(),
    }


def texted(number, words, **facts):
    """Somebody texts us these words; the answer to the carrier."""
    said = text_of(number, words, **facts)
    return call("/hooks/sms/in/", said, key=settings.SMS_HOOK_KEY).json()


def event(notice, outcome, *, at=None, event_id=None, code=""):
    return {
        "id": event_id or f"event-{next(_numbers)}",
        "message_id": notice.message_id,
        "event": outcome,
        "at": (at or timezone.now()).isoformat(),
        "code": code,
    }


def became(notice, outcome, **facts):
    """The carrier tells what became of the notice."""
    source = "sms" if notice.channel == "sms" else "mail"
    key = settings.SMS_HOOK_KEY if source == "sms" else settings.MAIL_HOOK_KEY
    return call(f"/hooks/{source}/", event(notice, outcome, **facts), key=key).json()
