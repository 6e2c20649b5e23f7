"""Receipts that an event of the platform registry was read here, and those concerned were told."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from platforms.models import Platform, StatusEvent, TransitionPlan


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


class MoveTold(models.Model):
    """The families of a school that said yes over a platform heard that the school moves to another (P4): once a target."""

    append_only = True

    plan = models.ForeignKey(TransitionPlan, models.PROTECT, related_name="+")
    target = models.ForeignKey(Platform, models.PROTECT, related_name="+")
    guardians = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "moves told"
        constraints = [
            models.UniqueConstraint(fields=["plan", "target"], name="consents_movetold_once")
        ]

    def __str__(self) -> str:
        return f"plan {self.plan_id} to {self.target_id}: {self.guardians} told"
