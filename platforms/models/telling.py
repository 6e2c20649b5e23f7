"""Receipts of what was told: a flag to each school that uses the platform, an end announced ahead."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from core.constraints import one_of
from platforms.models.catalogue import Platform
from platforms.models.statuses import StatusEvent
from platforms.terms.after import EndingKind
from schools.models import School


class SchoolTold(models.Model):
    """A school heard of a status event of a platform that it uses (P4): once."""

    append_only = True

    event = models.ForeignKey(StatusEvent, models.PROTECT, related_name="schools_told")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "schools told"
        constraints = [
            models.UniqueConstraint(fields=["event", "school"], name="platforms_schooltold_once")
        ]

    def __str__(self) -> str:
        return f"school {self.school_id} told of {self.event_id}"


class Announcement(models.Model):
    """That something ends on a day was announced, so many days ahead: once.

    `subject` is the key of the approval's event, the agreement, or the evidence.
    """

    append_only = True

    kind = models.CharField(max_length=10, choices=EndingKind)
    subject = models.PositiveBigIntegerField()
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="announcements")
    ends_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    announced_on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            one_of("kind", EndingKind.values),
            models.UniqueConstraint(
                fields=["kind", "subject", "ends_on", "days"], name="platforms_announcement_once"
            ),
        ]
        indexes = [models.Index(fields=["announced_on"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ends {self.ends_on}"
