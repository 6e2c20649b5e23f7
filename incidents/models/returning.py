"""After a report: how it has been since, and a paper that says that it was made."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from incidents.models.cases import Case
from incidents.models.sealed import Sealed


class CheckIn(Sealed):
    """The reporter said how it has been since. Words: {"since", "text"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="check_ins")
    # 30, 60 or 90 days after the report.
    day = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "day"], name="incidents_checkin_once")
        ]

    def __str__(self) -> str:
        return f"day {self.day} of {self.case_id}"


class Proof(models.Model):
    """A paper in the reporter's hands that says: a report was made that day. Nothing of it leads to the case's words.

    `lookup` is an HMAC of the number printed on it, so that a stolen table holds no number that works.
    """

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="proofs")
    lookup = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"proof of {self.case_id}"
