"""Carry one notice to its reader; safe to call twice.

A worker claims the row before it sends, so two workers never send one notice at once. Whoever dies
between sending and writing it down is followed by another try with the same Message-ID: at least once
outside, exactly once in our own rows.
"""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone

from core.outbox import MOST_ATTEMPTS
from notices import carrier, kinds, sms
from notices.models import DeliveryEvent, Notice, NumberStop
from notices.terms import Channel, NoticeState, Outcome
from notices.wording import Message, worded

CLAIM = timedelta(minutes=1)
HOUSE = "house"
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Claimed(Exception):
    """Another worker is sending this notice; try again when its claim has lapsed."""


def deliver(notice_id: int) -> None:
    """Word the notice and send it, hold it, or drop it as no longer wanted."""
    notice = claim(notice_id)
    if notice is None:
        return
    try:
        settle(notice, outcome_of(notice))
    except Exception as error:
        put_back(notice, error)
        raise


def outcome_of(notice: Notice) -> NoticeState:
    """What became of the notice after this try; raises when it could not leave this time."""
    address = kinds.address_of(notice)
    message = None if not address or _is_stopped(notice, address) else worded(notice)
    if message is None:
        return NoticeState.UNWANTED
    if not may_leave(address):
        return NoticeState.HELD
    if settings.DEMO:
        # The demo mailbox draws it again when it is looked at; nothing leaves a practice district.
        return NoticeState.SENT
    return _carried(notice, message, address)


def _carried(notice: Notice, message: Message, address: str) -> NoticeState:
    try:
        send(notice, message, address)
    except smtplib.SMTPRecipientsRefused as error:
        if not refused_for_good(error):
            raise
        return _bounced(notice, "smtp")
    except carrier.RefusedForGood as error:
        return _bounced(notice, error.code)
    return NoticeState.SENT


def _is_stopped(notice: Notice, address: str) -> bool:
    """Whether the number said stop while the text waited; its confirmation alone still goes."""
    if notice.channel != Channel.SMS or kinds.confirms_stop(notice.kind):
        return False
    return bool(NumberStop.objects.stopped([address]))


def _bounced(notice: Notice, code: str) -> NoticeState:
    """A refusal at the carrier's door is a bounce like one that is told later."""
    now = timezone.now()
    DeliveryEvent.objects.get_or_create(
        source=HOUSE,
        event_id=f"{notice.pk}:{notice.attempts}",
        defaults={
            "notice": notice,
            "address": notice.address,
            "outcome": Outcome.BOUNCED,
            "code": code,
            "at": now,
            "recorded_at": now,
        },
    )
    return NoticeState.FAILED


def refused_for_good(error: smtplib.SMTPRecipientsRefused) -> bool:
    """5xx is a no; 4xx (a full mailbox, greylisting) is "later"."""
    return all(code >= 500 for code, _words in error.recipients.values())


def claim(notice_id: int) -> Notice | None:
    """Take the row for this try; None when there is nothing left to do."""
    now = timezone.now()
    undone = Notice.objects.filter(
        pk=notice_id, state__in=[NoticeState.WAITING, NoticeState.FAILED]
    )
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    if undone.filter(free).update(claimed_until=now + CLAIM, attempts=F("attempts") + 1):
        return Notice.objects.get(pk=notice_id)
    if undone.exists():
        raise Claimed(notice_id)
    return None


def may_leave(address: str) -> bool:
    """OUTGOING: hold lets nothing leave, allowlist only listed addresses and domains."""
    if settings.OUTGOING == "send":
        return True
    if settings.OUTGOING != "allowlist":
        return False
    listed = {entry.strip().lower() for entry in settings.OUTGOING_ALLOWLIST}
    address = address.lower()
    domain = address.rpartition("@")[2] if "@" in address else ""
    return address in listed or bool(domain and {domain, f"@{domain}"} & listed)


def send(notice: Notice, message: Message, address: str) -> None:
    """One Message-ID a notice, the same on every try, so that a reader's mailbox can drop a second copy."""
    if notice.channel == Channel.SMS:
        sms.backend().send(to=address, text=message.body, message_id=notice.message_id)
        return
    EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=_sender(notice.kind),
        to=[address],
        headers={
            **HEADERS,
            "Message-ID": notice.message_id,
            "Content-Language": message.language,
        },
    ).send()


def _sender(kind: str) -> str:
    """Whom the message is from; a bare one shows the mailbox alone."""
    named = settings.DEFAULT_FROM_EMAIL
    return parseaddr(named)[1] if kinds.is_bare(kind) else named


def settle(notice: Notice, state: NoticeState) -> None:
    """Write down what became of it."""
    Notice.objects.filter(pk=notice.pk).update(
        state=state,
        left_at=timezone.now() if state == NoticeState.SENT else None,
        claimed_until=None,
        last_error="recipient refused" if state == NoticeState.FAILED else "",
    )


def put_back(notice: Notice, error: Exception) -> None:
    """Free the row for the next try; after the outbox's last one a person must look."""
    given_up = notice.attempts >= MOST_ATTEMPTS
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.FAILED if given_up else NoticeState.WAITING,
        claimed_until=None,
        last_error=type(error).__name__[:100],
    )
