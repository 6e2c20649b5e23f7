"""What an office decided about the people in a case, and why: each reason sealed, nothing overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from core.constraints import one_of
from incidents.models.cases import Case, Involved
from incidents.models.sealed import Sealed
from incidents.terms.people import Outside


class CaseReason(Sealed):
    """Why somebody did something to a case. `deed` is that of its step. Words: {"text"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="reasons")
    deed = models.CharField(max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "at"])]

    def __str__(self) -> str:
        return f"{self.deed} of {self.case_id}"


class Unnaming(Sealed):
    """Somebody of the office says that a person kept out of a case was put down wrongly; a second one agrees or not.

    Until then the person stays out. Words: {"text"}.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="unnamings")
    involved = models.ForeignKey(Involved, models.PROTECT, related_name="unnamings")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incidents_unnaming_two_people",
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="incidents_unnaming_settled_whole",
                condition=Q(settled_by__isnull=True, settled_at__isnull=True, agreed__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False, agreed__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["involved"],
                condition=Q(settled_at__isnull=True),
                name="incidents_unnaming_once",
            ),
        ]

    def __str__(self) -> str:
        return f"unnaming in {self.case_id}"


class NameFit(models.Model):
    """Somebody whose own name a typed name could be: out of the case until the office has settled who is meant.

    `mark` stands for the person. The row counts while the typed name is open (`Involved.open_names`).
    """

    involved = models.ForeignKey(Involved, models.PROTECT, related_name="fits")
    mark = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["involved", "mark"], name="incidents_namefit_once")
        ]

    def __str__(self) -> str:
        return f"fit of {self.involved_id}"


class Referral(Sealed):
    """A report was taken to somebody outside the district. Words: {"number", "who", "handed", "reason"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    to = models.CharField(max_length=10, choices=Outside)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "-made_at"])]
        constraints = [one_of("to", Outside.values)]

    def __str__(self) -> str:
        return f"{self.to} about {self.case_id}"
