"""How the parents of a student in a case are told: who is in charge, what was decided, every attempt (I2)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import User
from core.constraints import one_of
from incidents.models.cases import Case, Involved
from incidents.models.sealed import Sealed
from incidents.terms.parents import Check, Result, Telling, Way


class ParentCharge(models.Model):
    """From `at` on this person answers for when and how parents hear; the newest row counts."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="parent_charges")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id} in charge of {self.case_id}"


class ParentCheck(Sealed):
    """A step of the checklist, done by a person. Words: {"with", "note"}.

    `at` is when it happened; `not_before`, for the authorities' word, from when parents may be told.
    """

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="parent_checks")
    involved = models.ForeignKey(Involved, models.PROTECT, related_name="parent_checks")
    check_done = models.CharField(max_length=12, choices=Check)
    at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("check_done", Check.values),
            models.UniqueConstraint(
                fields=["involved", "check_done"], name="incidents_parentcheck_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_done} for {self.involved_id}"


class ParentDecision(Sealed):
    """The person in charge decided about one student's parents; the newest holds. Words: {"reason"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="parent_decisions")
    involved = models.ForeignKey(Involved, models.PROTECT, related_name="parent_decisions")
    telling = models.CharField(max_length=8, choices=Telling)
    until = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("telling", Telling.values),
            models.CheckConstraint(
                name="incidents_parentdecision_until_when_waiting",
                condition=models.Q(telling=Telling.WAIT, until__isnull=False)
                | (~models.Q(telling=Telling.WAIT) & models.Q(until__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.telling} for {self.involved_id}"


class ParentAttempt(Sealed):
    """Somebody tried to tell a parent. Words: {"guardian", "name", "to", "note", "text", "language"}.

    `text` is what a letter or message said, word for word, in the family's language.
    """

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="parent_attempts")
    involved = models.ForeignKey(Involved, models.PROTECT, related_name="parent_attempts")
    way = models.CharField(max_length=10, choices=Way)
    result = models.CharField(max_length=12, choices=Result)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "at"])]
        constraints = [one_of("way", Way.values), one_of("result", Result.values)]

    def __str__(self) -> str:
        return f"{self.way} for {self.involved_id}"
