"""E-mail over a carrier's HTTP door instead of SMTP, where the settings name one."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from notices import carrier


class Http(BaseEmailBackend):
    """One JSON object an e-mail: to, from, subject, text, headers; the Message-ID is the key."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            headers = {str(name): str(value) for name, value in message.extra_headers.items()}
            carrier.hand_over(
                settings.MAIL_URL,
                settings.MAIL_TOKEN,
                {
                    "to": list(message.to),
                    "from": message.from_email,
                    "subject": str(message.subject),
                    "text": str(message.body),
                    "headers": headers,
                    "message_id": headers.get("Message-ID", ""),
                },
                key=headers.get("Message-ID", ""),
            )
        return len(email_messages)
