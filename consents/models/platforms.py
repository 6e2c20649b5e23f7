"""Receipts that an event of the platform registry was read here, and those concerned were told."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from platforms.models import StatusEvent


class PlatformNews(models.Model):
    """What a status event meant for activities that run over the platform: how many, and how many people were told.

    One row an event, whether or not anything changed by it; an event without a row is still to be read.
    """

    append_only = True

    event = models.OneToOneField(StatusEvent, models.PROTECT, related_name="consents_news")
    activities = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "platform news"

    def __str__(self) -> str:
        return f"event {self.event_id}: {self.people} told"
