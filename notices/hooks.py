"""What carriers tell us comes signed: HMAC-SHA256 of the moment and the body, under a key both sides hold."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

HEADER = "X-Signature"
# The moment in seconds, then 64 hex digits.
SIGNED = re.compile(r"t=(?P<at>[0-9]{1,12}),v1=(?P<mark>[0-9a-f]{64})", re.ASCII)
# A signature older or younger than this is refused, so that an overheard call is of no use later.
TOLERANCE = timedelta(minutes=5)
MOST_BYTES = 1024 * 1024


class Unsigned(Exception):
    """The call does not come from the carrier, or comes too late."""


class Malformed(Exception):
    """The call is signed, but says something we cannot read; the words say what."""


def sign(key: str, body: bytes, at: datetime) -> str:
    """The header of a call, as a carrier makes it."""
    moment = int(at.timestamp())
    return f"t={moment},v1={_mark(key, moment, body)}"


def read(key: str, header: str, body: bytes) -> Any:
    """The JSON of a call whose signature holds and is fresh."""
    found = SIGNED.fullmatch(header)
    if not key or found is None:
        raise Unsigned
    moment = int(found["at"])
    if not hmac.compare_digest(_mark(key, moment, body), found["mark"]):
        raise Unsigned
    if abs(timezone.now().timestamp() - moment) > TOLERANCE.total_seconds():
        raise Unsigned
    try:
        return json.loads(body)
    except (ValueError, UnicodeDecodeError):
        raise Malformed("not JSON") from None


def word(said: dict[str, Any], name: str, *, longest: int, default: str | None = None) -> str:
    """A short text of the call; `Malformed` when it is missing, no text, or too long."""
    value = said.get(name, default)
    if not isinstance(value, str) or len(value) > longest or (default is None and not value):
        raise Malformed(name)
    return value


def moment(said: dict[str, Any], name: str) -> datetime:
    """A time with its offset, never later than now."""
    try:
        found = parse_datetime(word(said, name, longest=40))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Malformed(name)
    return min(found, timezone.now())


def _mark(key: str, moment: int, body: bytes) -> str:
    return hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
