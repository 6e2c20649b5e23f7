"""What people keep of their boards: filters by name, what a bulk action did, and counts for whole schools."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.activities import Activity
from consents.terms import BulkAct
from core.constraints import one_of


class SavedFilter(models.Model):
    """A way somebody looks at one activity's board, under a name. It is its owner's; its address may be shared."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="saved_filters")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=60)
    # As in the board's address: the state and the words looked for.
    state = models.CharField(max_length=12, blank=True)
    words = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "activity", "name"], name="consents_savedfilter_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class BulkRun(models.Model):
    """Something was done to many students of an activity at once, and what became of each."""

    append_only = True

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="bulk_runs")
    act = models.CharField(max_length=10, choices=BulkAct)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # One rendering of the preview is done once, however often it is sent.
    form_key = models.CharField(max_length=64, unique=True)
    # [[student's key, terms.Outcome], …] in the order of the names.
    outcomes = models.JSONField(default=list)

    class Meta:
        constraints = [one_of("act", BulkAct.values)]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"


class CoverageCount(models.Model):
    """How many students of an activity stood where when they were last counted.

    A report, not a fact: each count replaces the one before, and every verdict is judged anew. It lets the
    boards of a school or the district add up numbers instead of judging every student of 635 schools.
    """

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="coverage")
    counted_at = models.DateTimeField()
    listed = models.PositiveIntegerField(default=0)
    # Those who may be texted; the next two are among them.
    granted = models.PositiveIntegerField(default=0)
    expiring = models.PositiveIntegerField(default=0)
    turning_18 = models.PositiveIntegerField(default=0)
    conflict = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    silent = models.PositiveIntegerField(default=0)
    unreachable = models.PositiveIntegerField(default=0)
    not_covered = models.PositiveIntegerField(default=0)
    # {"why": {reason: n}, "routes": {route: n}, "days": {whole days from ask to answer: n},
    #  "refusals": {reason given: n}}
    told = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["counted_at"])]

    def __str__(self) -> str:
        return f"coverage of activity {self.activity_id}"
