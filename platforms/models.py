"""Messaging platforms and the dated events that say where each stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import one_of
from platforms.terms import Status


class PlatformQuerySet(models.QuerySet["Platform"]):
    def with_status(self, at: datetime | None = None) -> Self:
        """Each platform with `status_now`: the standing event's status at the moment."""
        moment = at or timezone.now()
        latest = StatusEvent.objects.standing_at(moment).filter(platform=OuterRef("pk"))
        return self.annotate(status_now=Subquery(latest.values("status")[:1]))


class Platform(models.Model):
    """A messaging tool, as the district lists it."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(unique=True)
    vendor = models.CharField(_("vendor"), max_length=200, blank=True)
    website = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def standing(self, at: datetime, known_at: datetime | None = None) -> StatusEvent | None:
        """The event in force at `at`, as far as we knew at `known_at` (default: `at` itself or now)."""
        return StatusEvent.objects.standing_at(at, known_at).filter(platform=self).first()


class StatusEventQuerySet(models.QuerySet["StatusEvent"]):
    def standing_at(self, at: datetime, known_at: datetime | None = None) -> Self:
        """Events no later than the moment, the standing one first."""
        found = self.filter(effective_at__lte=at).order_by("-effective_at", "-pk")
        return found if known_at is None else found.filter(recorded_at__lte=known_at)


class StatusEvent(models.Model):
    """From this moment a platform has this status, for these uses (exception codes), until a day."""

    append_only = True

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="status_events")
    status = models.CharField(max_length=20, choices=Status)
    uses = models.JSONField(default=list)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = StatusEventQuerySet.as_manager()

    class Meta:
        constraints = [one_of("status", Status.values)]
        indexes = [models.Index(fields=["platform", "effective_at"])]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.status}"

    def is_approved_for(self, use: str, on: date) -> bool:
        """Approved, or approved for this use among the stated ones, and not past its last day (T3)."""
        if self.until is not None and on > self.until:
            return False
        if self.status == Status.APPROVED:
            return True
        return self.status == Status.APPROVED_FOR_USES and use in self.uses
