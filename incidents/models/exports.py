"""Bundles of a case that leave the house: who asked, why, for whom to open, and until when they are there."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.constraints import one_of
from incidents.models.cases import Case
from incidents.models.sealed import Sealed
from incidents.terms.keeping import ExportState, Lock


class ExportQuerySet(models.QuerySet["Export"]):
    def making(self) -> Self:
        return self.filter(made_at=None, failed="", ended_at=None)

    def over(self, at: datetime) -> Self:
        """Those whose file is to be deleted."""
        return self.filter(ended_at=None, expires_at__lte=at)


class Export(Sealed):
    """Words: {"reason", and until it is made "passphrase" or "recipient"}. The file is kept sealed under the case's key."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="exports")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lock = models.CharField(max_length=10, choices=Lock)
    with_contact = models.BooleanField()
    with_evidence = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    stored_as = models.CharField(max_length=300, blank=True)
    # Of the file as it is handed out.
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    failed = models.CharField(max_length=20, blank=True)
    expires_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("lock", Lock.values),
            # One at a time a person: a bundle takes a worker minutes.
            models.UniqueConstraint(
                fields=["by"],
                condition=Q(made_at__isnull=True, failed="", ended_at__isnull=True),
                name="incidents_export_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"bundle of {self.case_id}"

    def state(self, at: datetime) -> ExportState:
        if self.ended_at is not None or (self.expires_at is not None and self.expires_at <= at):
            return ExportState.ENDED
        if self.failed:
            return ExportState.FAILED
        return ExportState.READY if self.made_at is not None else ExportState.MAKING
