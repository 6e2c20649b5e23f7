"""Outgoing words: each notice is a row before it is a message, and is worded when it leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.constraints import one_of
from notices.terms import Channel, NoticeState, Outcome, Reading


class NoticeQuerySet(models.QuerySet["Notice"]):
    def held(self) -> Self:
        return self.filter(state=NoticeState.HELD)

    def failed(self) -> Self:
        return self.filter(state=NoticeState.FAILED)

    def waiting(self) -> Self:
        return self.filter(state=NoticeState.WAITING)

    def matching(self, words: str) -> Self:
        """Notices to an address, or of a kind, that holds each of the words."""
        found = self
        for word in words.split():
            found = found.filter(Q(address__icontains=word) | Q(kind__icontains=word))
        return found


class Notice(models.Model):
    """One message to one person over one channel.

    `facts` are ids and codes that the kind's registered `facts` function turns into words at delivery;
    no tokens, no one-time codes, no names of children.
    """

    kind = models.CharField(max_length=60)
    text_version = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=5, choices=Channel)
    address = models.CharField(max_length=254)
    recipient_kind = models.CharField(max_length=20)
    recipient_id = models.CharField(max_length=60)
    language = models.CharField(max_length=10, default="en")
    facts = models.JSONField(default=dict)
    # Written once however often it is asked for: "asked:<version>:<guardian>".
    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # While a worker sends it; when the worker dies the claim lapses.
    claimed_until = models.DateTimeField(null=True)
    # The class of the last error, never its text.
    last_error = models.CharField(max_length=100, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "id"]),
            models.Index(fields=["recipient_kind", "recipient_id", "id"]),
        ]
        constraints = [
            one_of("channel", Channel.values),
            one_of("state", NoticeState.values),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class DeliveryEvent(models.Model):
    """A carrier's word on a notice. Each is kept; the newest final one counts."""

    append_only = True

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="events")
    # The notice's own, so that a contact's story is read from one table.
    address = models.CharField(max_length=254)
    outcome = models.CharField(max_length=10, choices=Outcome)
    # "mail", "sms", or "house" for a refusal at our own door; with the carrier's id, a replay is nothing new.
    source = models.CharField(max_length=10)
    event_id = models.CharField(max_length=120)
    # The carrier's code ("550"), never its text: it quotes people's addresses.
    code = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["address", "at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "event_id"], name="notices_deliveryevent_once"
            ),
            one_of("outcome", Outcome.values),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} of notice {self.notice_id}"


class InboundText(models.Model):
    """A text somebody sent us, as it came, and how it was read."""

    append_only = True

    # The carrier's id: the same text handed over twice is one.
    carrier_id = models.CharField(max_length=120, unique=True)
    sender = models.CharField(max_length=20)
    to = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=2000, blank=True)
    reading = models.CharField(max_length=10, choices=Reading)
    # The language of the word it was read by; blank where none was.
    language = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["sender", "-id"])]
        constraints = [one_of("reading", Reading.values)]

    def __str__(self) -> str:
        return f"text {self.pk}"


class NumberStopQuerySet(models.QuerySet["NumberStop"]):
    def stopped(self, numbers: Iterable[str], at: datetime | None = None) -> set[str]:
        """Those of the numbers whose last word (by `at`) is that texts stop."""
        rows = self.filter(number__in=[number for number in set(numbers) if number])
        if at is not None:
            rows = rows.filter(at__lte=at)
        last = dict(rows.order_by("at", "pk").values_list("number", "stops"))
        return {number for number, stops in last.items() if stops}


class NumberStop(models.Model):
    """From `at` on no text of ours goes to the number (TCPA), or, with `stops` false, texts go again."""

    append_only = True

    number = models.CharField(max_length=20)
    stops = models.BooleanField()
    text = models.ForeignKey(InboundText, models.PROTECT, related_name="stops")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = NumberStopQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["number", "at"])]

    def __str__(self) -> str:
        return f"stop {self.pk}"
