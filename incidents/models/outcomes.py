"""What was found about each person of a case, and what follows (I4, I5)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import User
from core.constraints import not_before, one_of
from incidents.models.cases import Case, Involved
from incidents.models.sealed import Sealed
from incidents.terms.outcomes import AdultKind, Finding


class PersonFinding(Sealed):
    """What the office found about one accused person; the newest holds. Words: {"reason"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="findings")
    involved = models.ForeignKey(Involved, models.PROTECT, related_name="findings")
    finding = models.CharField(max_length=14, choices=Finding)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [one_of("finding", Finding.values)]

    def __str__(self) -> str:
        return f"{self.finding} for {self.involved_id}"


class Order(Sealed):
    """What was ordered for a person; the newest holds. Words: {"ordered_by", "reason", "departure", "reference"}.

    `consequences` are codes of the policy's list for an adult, empty for a student, whose `reference` names the
    section of the Student Code of Conduct.
    """

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="orders")
    involved = models.ForeignKey(Involved, models.PROTECT, related_name="orders")
    adult_kind = models.CharField(max_length=10, choices=AdultKind, blank=True)
    consequences = models.JSONField(default=list)
    harm_to_minor = models.BooleanField(default=False)
    ordered_on = models.DateField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of("adult_kind", ["", *AdultKind.values]),
            not_before("ends_on", "starts_on"),
        ]

    def __str__(self) -> str:
        return f"order for {self.involved_id}"


class PersonLetter(Sealed):
    """What the office wrote to a person after an unfounded report. Words: {"text", "to"}. Handed over by people."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="person_letters")
    involved = models.ForeignKey(Involved, models.PROTECT, related_name="person_letters")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"letter in {self.case_id}"
