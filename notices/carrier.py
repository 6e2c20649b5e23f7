"""Hand a message to a carrier over HTTP: one JSON object, a token, a key by which a second try is no second message."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

TRIES = 3
TIMEOUT = 10
# Seconds between tries in one call; after the last the outbox tries again, later each time.
PAUSE = 0.5
FIRST_REFUSAL, FIRST_FAULT, TOO_MANY = 400, 500, 429
# No answer that says anything about the message: our own settings are wrong, and a person must look.
OURS = frozenset({401, 403, 404, 405})


class NotNow(Exception):
    """The carrier did not take it this time."""


class RefusedForGood(Exception):
    """The carrier will never take it: the number or address is no good."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def hand_over(url: str, token: str, message: Mapping[str, object], *, key: str) -> None:
    """POST the message; 2xx is done, 5xx, 429 and silence are tried again, another 4xx is a no for good."""
    body = json.dumps(message, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Authorization": f"Bearer {token}",
        "Idempotency-Key": key.strip("<>"),
    }
    status = None
    for number in range(TRIES):
        if number:
            time.sleep(PAUSE * 2 ** (number - 1))
        status = _post(url, body, headers)
        if status is not None and status < FIRST_REFUSAL:
            return
        if status is not None and status < FIRST_FAULT and status != TOO_MANY:
            if status in OURS:
                raise NotNow(status)
            raise RefusedForGood(str(status))
    raise NotNow(status)


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> int | None:
    """The status; None when nobody answered in time."""
    place = urlsplit(url)
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = kind(place.hostname or "", place.port, timeout=TIMEOUT)
    try:
        path = place.path or "/"
        connection.request(
            "POST", f"{path}?{place.query}" if place.query else path, body, dict(headers)
        )
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
