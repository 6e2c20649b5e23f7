"""The audit trail: append-only, and free of foreign keys to what it describes."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: models.Model) -> Self:
        """What happened to one thing, and under it (its topic)."""
        name = name_of(subject)
        return self.filter(models.Q(subject=name) | models.Q(topic=name))

    def unsealed(self) -> Self:
        return self.filter(
            ~models.Exists(SealedEntry.objects.filter(entry_id=models.OuterRef("pk")))
        )


class Entry(models.Model):
    """One thing somebody did. Ids and hashes only: names of families stay in the registers."""

    append_only = True

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    # The larger thing whose history shows this entry (an activity, a school); may be the subject itself.
    topic = models.CharField(max_length=120, blank=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    # HMAC of the row's words under the trail's key: a row written past the application has no good mark.
    mark = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["subject", "id"]),
            models.Index(fields=["topic", "id"]),
            models.Index(fields=["actor_kind", "actor_id", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Seal(models.Model):
    """A batch of entries closed under one hash, chained to the seal before it."""

    append_only = True

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    entries = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealedEntry(models.Model):
    """Which seal closed an entry, and what the entry said then. No foreign key: a row that is gone must show."""

    append_only = True

    entry_id = models.BigIntegerField(unique=True)
    seal_number = models.PositiveIntegerField(db_index=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "sealed entries"

    def __str__(self) -> str:
        return f"entry {self.entry_id} in seal {self.seal_number}"


def name_of(subject: models.Model) -> str:
    """How the trail names a row: `consents.answer:17`."""
    return f"{subject._meta.label_lower}:{subject.pk}"
