"""Outgoing words: each notice is a row before it is a message, and is worded when it leaves."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.constraints import one_of
from notices.terms import Channel, NoticeState


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
