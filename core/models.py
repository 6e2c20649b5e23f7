"""The outbox, and the runs of scheduled jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, at: datetime) -> Self:
        """Waiting rows whose time has come and that no worker holds."""
        free = Q(held_until__isnull=True) | Q(held_until__lt=at)
        return self.filter(free, state=OutboxMessage.State.WAITING, not_before__lte=at)

    def stuck(self) -> Self:
        return self.filter(state=OutboxMessage.State.FAILED)


class OutboxMessage(models.Model):
    """One task to run after the transaction that wrote this row; done exactly once by its effects."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Given up")

    task = models.CharField(max_length=100)
    args = models.JSONField(default=list)
    key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 -- NULLs are distinct
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    held_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The class of the last error, never its text: messages quote people's data.
    last_error = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state="waiting"),
                name="core_outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}#{self.pk}"


class JobRun(models.Model):
    """A scheduled job did its work for a slot; the unique pair makes each slot run once."""

    job = models.CharField(max_length=100)
    slot = models.CharField(max_length=60)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    summary = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="core_jobrun_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"


class Heartbeat(models.Model):
    """When a part of the system last said it was alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
