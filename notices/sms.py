"""Text messages leave by a backend named in SMS_BACKEND, chosen as e-mail's is."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from notices import carrier

logger = logging.getLogger(__name__)


class SmsBackend(Protocol):
    """What carries a text. Raises when the text did not leave."""

    def send(self, *, to: str, text: str, message_id: str) -> None:
        """Carry `text` to the number `to` (E.164); the same `message_id` twice is one message."""


class Console:
    """Writes each text to the log: for a machine that has no carrier."""

    def send(self, *, to: str, text: str, message_id: str) -> None:
        logger.info(
            "text %s to a number ending in %s: %s characters", message_id, to[-2:], len(text)
        )


class File:
    """Writes each text to a file of its own under VAR_DIR/texts; the same message is one file."""

    def send(self, *, to: str, text: str, message_id: str) -> None:
        folder = Path(settings.VAR_DIR) / "texts"
        folder.mkdir(parents=True, exist_ok=True)
        name = message_id.strip("<>").replace("/", "_")
        words = json.dumps({"to": to, "text": text}, ensure_ascii=False)
        (folder / f"{name}.json").write_text(words, encoding="utf-8")


class Http:
    """Hands each text to the carrier at SMS_URL as JSON: from, to, text, message_id."""

    def send(self, *, to: str, text: str, message_id: str) -> None:
        message = {"from": settings.SMS_FROM, "to": to, "text": text, "message_id": message_id}
        carrier.hand_over(settings.SMS_URL, settings.SMS_TOKEN, message, key=message_id)


# What `Locmem` was asked to carry, oldest first: (to, text, message id).
carried: list[tuple[str, str, str]] = []


class Locmem:
    """Keeps each text in this process."""

    def send(self, *, to: str, text: str, message_id: str) -> None:
        carried.append((to, text, message_id))


def backend() -> SmsBackend:
    """The backend the settings name."""
    chosen: SmsBackend = import_string(settings.SMS_BACKEND)()
    return chosen
