"""An office paused an adult's texting because of a case. Which pause that is, only the case knows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.constraints import both_or_neither
from incidents.models.cases import Case, Involved
from incidents.models.sealed import Sealed


class CasePause(Sealed):
    """Words: {"pause", "staff", "reason"}: the register's pause, the adult, and why; there it has no word of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    involved = models.ForeignKey(Involved, models.PROTECT, related_name="pauses")
    office = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            both_or_neither("ended_at", "ended_by"),
            models.UniqueConstraint(
                fields=["involved"],
                condition=Q(ended_at__isnull=True),
                name="incidents_casepause_once",
            ),
        ]

    def __str__(self) -> str:
        return f"pause in {self.case_id}"
