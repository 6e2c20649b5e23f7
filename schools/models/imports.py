"""Imports, what was wrong with their rows, and the history of every field they change."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from accounts.models import User
from core.constraints import both_or_neither
from schools.terms import ImportKind, ImportState, LinkSource, Role


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: User) -> Self:
        """Imports are seen by those who may make them."""
        importers = user.role_assignments.current().filter(role__in=(Role.ADMIN, Role.RECORDS))
        return self if importers.exists() else self.none()


class ImportRun(models.Model):
    """One reading of a roster or contacts file, with its difference and its problems."""

    kind = models.CharField(max_length=10, choices=ImportKind)
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    dry_run = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The person who said yes to an import that the brake had stopped.
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    # The run whose stopped or tried file this one imports.
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    # {"students": {"added": 3, "changed": 1, "left": 0, "same": 4221}, …}
    counts = models.JSONField(default=dict)
    # {"students": {"moved": [["sourced id", "what"], …]}}: the first few of each kind, by id, never by name.
    samples = models.JSONField(default=dict)
    # What was left out on purpose: columns dropped unread, columns and files not known.
    notes = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    stop_reasons = models.JSONField(default=list)
    # Where an uploaded file waits for its import (a name in the default storage).
    stored_as = models.CharField(max_length=300, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [both_or_neither("confirmed_by", "confirmed_at")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file_name}"


class ImportProblem(models.Model):
    """A row that was not taken, or a value that was not understood. Values of people stay out."""

    append_only = True

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="problems")
    file = models.CharField(max_length=100)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.column}: {self.reason}"


class Change(models.Model):
    """A field of a student, guardian, staff member or school had one value and got another.

    The newest change of a field by a person pins it: later imports leave it alone.
    """

    append_only = True

    subject = models.CharField(max_length=120, db_index=True)
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=LinkSource)
    run = models.ForeignKey(ImportRun, models.PROTECT, null=True, related_name="changes")
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["subject", "field", "id"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.field}"
