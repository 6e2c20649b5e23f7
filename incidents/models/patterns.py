"""Reports that are about the same number, name or adult: found by marks, read by the Inspector General alone."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.constraints import both_or_neither, one_of
from incidents.models.cases import Case
from incidents.models.sealed import Sealed
from incidents.policy.patterns import PatternTerms
from incidents.terms.patterns import EndedBecause, EntryKind


class PatternRule(models.Model):
    """From `at` on, from how many reports on something is a pattern, and how long entries are kept."""

    append_only = True

    threshold = models.PositiveSmallIntegerField()
    keep_days = models.PositiveIntegerField()
    review_days = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incidents_patternrule_sound",
                condition=Q(threshold__gte=2, keep_days__gte=30, review_days__gte=1),
            )
        ]

    def __str__(self) -> str:
        return f"patterns from {self.threshold}"

    @classmethod
    def terms(cls, at: datetime | None = None) -> PatternTerms:
        """The terms of the moment; the built-in ones where the office has set none."""
        row = cls.objects.filter(at__lte=at or timezone.now()).order_by("-at", "-pk").first()
        if row is None:
            return PatternTerms()
        return PatternTerms(row.threshold, row.keep_days, row.review_days)


class EntryQuerySet(models.QuerySet["PatternEntry"]):
    def standing(self, at: datetime | None = None) -> Self:
        """Entries nobody ended and whose time is not over."""
        return self.filter(ended_at=None, keep_until__gt=at or timezone.now())


class PatternEntry(Sealed):
    """A mark of something in a report. Words: {"typed", "kind"}; the table alone holds an HMAC under `INDEX_KEY`."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pattern_entries")
    kind = models.CharField(max_length=8, choices=EntryKind)
    mark = models.CharField(max_length=64, db_index=True)
    added_at = models.DateTimeField(default=timezone.now)
    keep_until = models.DateTimeField()
    # Nobody: the reporter's own answer, or an adult the routing knows.
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=10, choices=EndedBecause, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "pattern entries"
        constraints = [
            one_of("kind", EntryKind.values),
            models.UniqueConstraint(
                fields=["case", "mark"],
                condition=Q(ended_at__isnull=True),
                name="incidents_patternentry_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.case_id}"


class PatternAlert(Sealed):
    """The Inspector General hears, on this case, that another report is about the same. Words: {"note"} once looked at."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pattern_alerts")
    entry = models.ForeignKey(PatternEntry, models.PROTECT, related_name="alerts")
    at = models.DateTimeField(default=timezone.now)
    # How many reports there were then; more of them raise it anew.
    reports = models.PositiveIntegerField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            both_or_neither("reviewed_at", "reviewed_by"),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(reviewed_at__isnull=True),
                name="incidents_patternalert_once",
            ),
        ]

    def __str__(self) -> str:
        return f"alert on {self.case_id}"
