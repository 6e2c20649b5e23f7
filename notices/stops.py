"""A number asks us to stop, or to go on: a dated row, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from core.actor import Actor
from notices.models import InboundText, NumberStop
from trail.recording import record


def stop(number: str, text: InboundText, *, at: datetime, by: Actor) -> NumberStop | None:
    """No text of ours goes to the number from `at` on (TCPA: at once); None where that held already."""
    return _say(number, text, stops=True, at=at, by=by)


def start(number: str, text: InboundText, *, at: datetime, by: Actor) -> NumberStop | None:
    """Texts may go to the number again. It brings no permission back. None where they were never stopped."""
    return _say(number, text, stops=False, at=at, by=by)


def _say(
    number: str, text: InboundText, *, stops: bool, at: datetime, by: Actor
) -> NumberStop | None:
    if bool(NumberStop.objects.stopped([number])) == stops:
        return None
    row = NumberStop.objects.create(number=number, stops=stops, text=text, at=at)
    record("number.stopped" if stops else "number.started", row, by=by, topic=text)
    return row
