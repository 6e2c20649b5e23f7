"""The case desk: the promises' numbers, who was told of silence, who was called at night, and how cases ended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import one_of
from incidents.models.cases import Case
from incidents.models.sealed import Sealed
from incidents.terms.desk import Level, Outcome
from notices.models import Notice

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _number(
    label: str | _StrPromise, default: int, most: int
) -> models.PositiveSmallIntegerField[int, int]:
    limits = [MinValueValidator(1), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits)


class PromiseRule(models.Model):
    """By when whoever reports is answered. A change is a new row; a report keeps the promises it came in under."""

    append_only = True

    danger_minutes = _number(_("minutes, where somebody may be in danger"), 15, 120)
    acknowledge_days = _number(_("school days until it is acknowledged"), 1, 5)
    act_days = _number(_("school days until something is done"), 3, 20)
    update_days = _number(_("school days between words to who reported"), 10, 30)
    # After so many more school days of silence the next one hears of it.
    raise_days = _number(_("school days of silence until the next one hears"), 1, 5)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"promises from {self.at:%Y-%m-%d}"


class Silence(models.Model):
    """A promise was not kept, and somebody further up heard of it: once for each promise, due moment and level."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="silences")
    # A `policy.clocks.Promise`, or "reporter": they said that nobody answers.
    promise = models.CharField(max_length=12)
    due = models.DateTimeField()
    level = models.CharField(max_length=8, choices=Level)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "promise", "due", "level"], name="incidents_silence_once"
            ),
            one_of("level", Level.values),
        ]

    def __str__(self) -> str:
        return f"{self.promise} of {self.case_id}: {self.level}"


class Paging(models.Model):
    """Somebody on duty was called about danger: one after the other, until anybody acts."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="pagings")
    office = models.CharField(max_length=20)
    # The danger it is about: a case judged dangerous again calls again.
    danger_from = models.DateTimeField()
    number = models.PositiveSmallIntegerField()
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "office", "danger_from", "number"], name="incidents_paging_once"
            )
        ]

    def __str__(self) -> str:
        return f"paging {self.number} for {self.case_id}"


class Closing(Sealed):
    """How a case ended, decided by an office; reopening it leaves this as it was. Words: {"reason", "letter"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="closings")
    outcome = models.CharField(max_length=10, choices=Outcome)
    office = models.CharField(max_length=20)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]
        constraints = [one_of("outcome", Outcome.values)]

    def __str__(self) -> str:
        return f"{self.outcome} for {self.case_id}"


class RevealQuerySet(models.QuerySet["Reveal"]):
    def open_for(self, user: User, case: Case, at: datetime) -> Self:
        return self.filter(user=user, case=case, at__lte=at, ends_at__gt=at)


class Reveal(Sealed):
    """Somebody who works on the case was shown who reported it, for a reason and an hour. Words: {"reason"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="reveals")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()

    objects = RevealQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "user", "-ends_at"])]

    def __str__(self) -> str:
        return f"reveal of {self.case_id}"
