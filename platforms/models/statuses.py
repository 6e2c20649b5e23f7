"""The dated events that say where each platform stands (P3, P4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.constraints import one_of
from platforms.models.audits import AuditDecision, QuickDecision
from platforms.models.catalogue import Platform
from platforms.policy import Stand, stand
from platforms.terms import LAPSING, Cause, Status


class StatusEventQuerySet(models.QuerySet["StatusEvent"]):
    def standing_at(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Events no later than the moment, the standing one first."""
        found = self.filter(effective_at__lte=at).order_by("-effective_at", "-pk")
        return found if known_at is None else found.filter(recorded_at__lte=known_at)


class StatusEvent(models.Model):
    """From this moment a platform has this status.

    Approved: `until` is the last day, `uses` the exceptions' codes where it holds for stated uses only. Flagged:
    `uses` are those that two people keep, `until` the off date. `reason` and `conditions` are for the public.
    """

    append_only = True

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="status_events")
    status = models.CharField(max_length=20, choices=Status)
    uses = models.JSONField(default=list)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    conditions = models.CharField(max_length=500, blank=True)
    cause = models.CharField(max_length=20, choices=Cause, default=Cause.LISTED)
    decision = models.ForeignKey(
        AuditDecision, models.PROTECT, null=True, related_name="status_events"
    )
    quick_decision = models.ForeignKey(
        QuickDecision, models.PROTECT, null=True, related_name="status_events"
    )
    # The CIO's authorisation after the review, without which nothing is approved (T3, P3).
    authorised_by = models.CharField(max_length=200, blank=True)
    authorised_on = models.DateField(null=True)
    authorisation = models.CharField(max_length=200, blank=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = StatusEventQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("status", Status.values),
            one_of("cause", Cause.values),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(status__in=list(LAPSING)),
                name="platforms_statusevent_published_once",
            ),
        ]
        indexes = [models.Index(fields=["platform", "effective_at"])]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.status}"

    def on(self, day: date) -> Stand:
        """How the status reads on a day: an approval past its last day is none."""
        return stand(Status(self.status), self.uses, self.until, on=day)

    def is_approved_for(self, use: str, on: date) -> bool:
        """Whether the platform may be used for the exception on the day (T3)."""
        return self.on(on).approves(use)
