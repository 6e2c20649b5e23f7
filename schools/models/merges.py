"""One person who stands in the records twice: put together, taken apart again, or known to be two."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import User
from core.constraints import one_of
from schools.terms import PairWord


class ContactMerge(models.Model):
    """From `recorded_at` on we know that two rows are one person. `kept` speaks for both.

    `moved` are the links of the other row that ended with it, each with the link made in its place, if any:
    [{"ended": 17, "made": 23}, {"ended": 18, "made": null}].
    """

    append_only = True

    kept = models.ForeignKey("schools.Guardian", models.PROTECT, related_name="merges_kept")
    dropped = models.ForeignKey("schools.Guardian", models.PROTECT, related_name="merges_dropped")
    reason = models.CharField(max_length=300)
    moved = models.JSONField(default=list)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schools_contactmerge_two_rows",
                condition=~models.Q(kept=models.F("dropped")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dropped_id} is {self.kept_id}"


class ContactUnmerge(models.Model):
    """A merge was wrong: from `recorded_at` on we know that they are two, and always were."""

    append_only = True

    merge = models.OneToOneField(ContactMerge, models.PROTECT, related_name="unmerge")
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"unmerge of {self.merge_id}"


class ContactPair(models.Model):
    """Somebody looked at two rows that might be one person: they are two, or look again after a day.

    `one` is the row with the lower key.
    """

    append_only = True

    one = models.ForeignKey("schools.Guardian", models.PROTECT, related_name="+")
    other = models.ForeignKey("schools.Guardian", models.PROTECT, related_name="+")
    word = models.CharField(max_length=5, choices=PairWord)
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["one", "other", "id"])]
        constraints = [
            one_of("word", PairWord.values),
            models.CheckConstraint(
                name="schools_contactpair_ordered",
                condition=models.Q(one__lt=models.F("other")),
            ),
            models.CheckConstraint(
                name="schools_contactpair_later_until",
                condition=models.Q(word=PairWord.TWO, until__isnull=True)
                | models.Q(word=PairWord.LATER, until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}, {self.other_id}: {self.word}"
