"""Reports that people of the district took or made, and what mandated reporters say they did (I1).

Who reported stands in sealed words; a mark finds it for themself alone.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from accounts.models import User
from core.constraints import one_of
from core.marks import mark_of_user
from incidents.models.cases import Case
from incidents.models.sealed import Sealed
from incidents.terms import Source
from incidents.terms.mandated import Said
from trail.guards import Guard


def _guards(words: str) -> tuple[Guard, ...]:
    """Nothing of the row changes; lawful disposal alone lets its mark go, when the case's key is gone."""
    readable = "EXISTS (SELECT 1 FROM incidents_casekey WHERE case_id = OLD.case_id)"
    other = "NEW.sealed <> OLD.sealed OR NEW.case_id <> OLD.case_id OR NEW.at <> OLD.at"
    return (
        Guard("stays", "UPDATE", f"{other} OR {readable}", words),
        Guard("kept", "DELETE", "OLD.id = OLD.id", words),
    )


class TakenQuerySet(models.QuerySet["TakenReport"]):
    def own(self, user: User) -> Self:
        """What the person reported themself; of a destroyed report nothing is left."""
        kept = Case.objects.kept()
        return self.filter(mark=mark_of_user(user.pk), source=Source.STAFF, case__in=kept)


class TakenReport(Sealed):
    """Somebody signed in reported, or wrote down what they were told. Words: {"user": id}.

    `asks_call`: whether the report asked for the child-protection call when it came in; it never changes, so that
    whoever reported learns nothing of what became of the case.
    """

    guards = _guards("who took a report stays written")

    case = models.OneToOneField(Case, models.PROTECT, related_name="taken")
    source = models.CharField(max_length=10, choices=Source)
    mark = models.CharField(max_length=64, db_index=True)
    asks_call = models.BooleanField()
    # Drawn with the form: the same form sent twice is one report.
    once = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    objects = TakenQuerySet.as_manager()

    class Meta:
        constraints = [one_of("source", Source.values)]

    def __str__(self) -> str:
        return f"{self.source} {self.case_id}"


class MandatedDeed(Sealed):
    """What somebody says they did about a child who may be abused. Words: {"user", "reference", "note"}."""

    guards = _guards("what somebody says they did stays written")

    case = models.ForeignKey(Case, models.PROTECT, related_name="mandated_deeds")
    mark = models.CharField(max_length=64, db_index=True)
    said = models.CharField(max_length=10, choices=Said)
    # When it was done, and when it was written down here.
    done_at = models.DateTimeField()
    taken = models.BooleanField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [one_of("said", Said.values)]
        indexes = [models.Index(fields=["case", "mark"])]

    def __str__(self) -> str:
        return f"{self.said} in {self.case_id}"


class AbuseMark(Sealed):
    """A reader saw signs of abuse, or takes that back; the newest holds. Words: {"reason"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="abuse_marks")
    stands = models.BooleanField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]

    def __str__(self) -> str:
        return f"{'signs' if self.stands else 'no signs'} in {self.case_id}"
