"""Answers that are checked before they count, and the tablets on which many families sign."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.answers import Answer
from core.constraints import both_or_neither
from schools.models import School


class HoldQuerySet(models.QuerySet["Hold"]):
    def open(self) -> Self:
        """Holds that wait: neither released, nor the answer found not to count."""
        return self.filter(release__isnull=True, answer__invalidation__isnull=True)


class Hold(models.Model):
    """Something about an answer is checked first: a held yes does not count, a held no does.

    `causes` are codes of `HoldCause`. It ends by a `HoldRelease`, or by an `Invalidation` of the answer.
    """

    append_only = True

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="hold")
    causes = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = HoldQuerySet.as_manager()

    def __str__(self) -> str:
        return f"hold of answer {self.answer_id}"


class HoldRelease(models.Model):
    """The answer is the signer's own: it counts from `at` on. `words` say how that was seen."""

    append_only = True

    hold = models.OneToOneField(Hold, models.PROTECT, related_name="release")
    words = models.CharField(_("how you know that the answer is theirs"), max_length=500)
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"release of hold {self.hold_id}"


class TabletQuerySet(models.QuerySet["SchoolTablet"]):
    def live(self, at: datetime) -> Self:
        return self.filter(ended_at__isnull=True, expires_at__gt=at)


class SchoolTablet(models.Model):
    """A tablet or computer of the school on which one family after another signs, for a while.

    The browser keeps a signed cookie with the row's key; the row says until when it means anything.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="tablets")
    name = models.CharField(_("which tablet"), max_length=100)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = TabletQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school", "-id"])]
        constraints = [both_or_neither("ended_by", "ended_at")]

    def __str__(self) -> str:
        return self.name
