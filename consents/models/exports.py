"""Lists of recipients for bulk systems: who asked for one, and what was made of it (T3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from consents.models.activities import Activity, ActivityVersion


class ExportRun(models.Model):
    """Somebody asked for an activity's recipients in the format of a profile."""

    append_only = True

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="exports")
    profile = models.CharField(max_length=50)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["activity", "-id"])]

    def __str__(self) -> str:
        return f"export {self.pk}"


class ExportResult(models.Model):
    """What the worker made: a file, or the reasons why the whole list is refused."""

    append_only = True

    run = models.OneToOneField(ExportRun, models.PROTECT, related_name="result")
    version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="+")
    # The moment every row was judged for.
    judged_at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)
    # Codes; empty where a file was made.
    refusals = models.JSONField(default=list)
    # {"students", "rows", "gone", "left_out": {reason: how many}}
    counts = models.JSONField(default=dict)
    # The references of its rows, for the next list of those who are gone. No names, no numbers.
    references = models.JSONField(default=list)
    manifest = models.JSONField(default=dict)
    stored_as = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consents_exportresult_file_or_refusal",
                condition=Q(refusals=[], sha256__gt="", stored_as__gt="")
                | (~Q(refusals=[]) & Q(sha256="", stored_as="")),
            )
        ]

    def __str__(self) -> str:
        return f"result of export {self.run_id}"
