"""Reports that a machine may have sent: set aside in the queue, never closed or deleted."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from accounts.models import User
from incidents.models.cases import Case


class SuspicionQuerySet(models.QuerySet["Suspicion"]):
    def standing(self) -> Self:
        """Nobody has said that a person wrote it."""
        return self.filter(end__isnull=True)


class Suspicion(models.Model):
    """A report came in as machines send them. `signs` are codes of how it came, never of what it says."""

    append_only = True

    case = models.OneToOneField(Case, models.PROTECT, related_name="suspicion")
    signs = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    objects = SuspicionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"suspicion about {self.case_id}"


class SuspicionEnd(models.Model):
    """Somebody who read it says that a person wrote it."""

    append_only = True

    suspicion = models.OneToOneField(Suspicion, models.PROTECT, related_name="end")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"end of suspicion {self.suspicion_id}"
