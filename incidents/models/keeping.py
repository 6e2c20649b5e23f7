"""What is kept how long: holds, the district's rule, disposals by two people, and what remains of a destroyed report."""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from accounts.models import User
from core.constraints import one_of
from incidents.models.cases import Case
from incidents.models.offices import offices_of
from incidents.models.sealed import Sealed
from incidents.policy.keeping import FEWEST_YEARS, FIRST_YEARS, MOST_YEARS
from incidents.terms.keeping import HoldGround
from trail.guards import Guard

OWN_WORK: Final = "nobody approves a disposal that they proposed"
OTHER_OFFICE: Final = "only the proposing office decides a disposal"
NOT_APPROVED: Final = "a certificate needs a second person and no hold"
_PROPOSED = "SELECT 1 FROM incidents_disposal WHERE id = NEW.disposal_id AND"
_APPROVED = "SELECT 1 FROM incidents_disposalanswer WHERE id = NEW.answer_id AND case_id = NEW.case_id AND approved"
_HELD = (
    "SELECT 1 FROM incidents_hold AS held WHERE held.case_id = NEW.case_id AND NOT EXISTS "
    "(SELECT 1 FROM incidents_holdend WHERE hold_id = held.id)"
)


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self) -> Self:
        return self.filter(end__isnull=True)


class Hold(Sealed):
    """Nothing of the case is destroyed while a hold stands, wherever the case stands. Words: {"reason"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    ground = models.CharField(max_length=20, choices=HoldGround)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [one_of("ground", HoldGround.values)]

    def __str__(self) -> str:
        return f"{self.ground} holds {self.case_id}"


class HoldEnd(Sealed):
    """A hold was lifted. Words: {"reason"}."""

    append_only = True

    hold = models.OneToOneField(Hold, models.PROTECT, related_name="end")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"end of hold {self.hold_id}"


class RetentionRule(models.Model):
    """From a day on, reports are kept so many years after the last thing that anybody did or wrote; and why."""

    append_only = True

    years = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    basis = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(years__gte=FEWEST_YEARS, years__lte=MOST_YEARS),
                name="incidents_retentionrule_years",
            )
        ]

    def __str__(self) -> str:
        return f"{self.years} years from {self.starts_on}"


def years_kept(on: date) -> int:
    """How many years the rule of the day says; the latest written of those begun."""
    rule = RetentionRule.objects.filter(starts_on__lte=on).order_by("starts_on", "pk").last()
    return rule.years if rule else FIRST_YEARS


class DisposalQuerySet(models.QuerySet["Disposal"]):
    def standing(self) -> Self:
        """Proposed, and nobody has answered."""
        return self.filter(answer__isnull=True)


class Disposal(Sealed):
    """Somebody of an office proposes to destroy a case whose time is over. Words: {"reason"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="disposals")
    office = models.CharField(max_length=20)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DisposalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"disposal of {self.case_id}"


class DisposalAnswer(Sealed):
    """A second person of the same office said yes or no. Words: {"reason"}."""

    append_only = True
    guards = (
        Guard(
            "four_eyes",
            "INSERT",
            f"EXISTS ({_PROPOSED} proposed_by_id = NEW.by_id)",
            OWN_WORK,
        ),
        Guard(
            "same_office",
            "INSERT",
            f"NOT EXISTS ({_PROPOSED} office = NEW.office AND case_id = NEW.case_id)",
            OTHER_OFFICE,
        ),
    )

    disposal = models.OneToOneField(Disposal, models.PROTECT, related_name="answer")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    office = models.CharField(max_length=20)
    approved = models.BooleanField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{'yes' if self.approved else 'no'} to {self.disposal_id}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Certificates of the user's offices, but of no case that the user was kept out of."""
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        closed = Case.objects.kept_from(user).filter(certificate__isnull=False)
        return self.filter(office__in=offices_of(user)).exclude(case__in=closed)


class Certificate(models.Model):
    """A case was destroyed: by whom, when, how much of what. `facts` are counts, dates, ids and hashes.

    `sha256` is the hash of the facts in their one fixed form; the trail carries it too.
    """

    append_only = True
    guards = (
        Guard(
            "two_people", "INSERT", f"NOT EXISTS ({_APPROVED}) OR EXISTS ({_HELD})", NOT_APPROVED
        ),
    )

    case = models.OneToOneField(Case, models.PROTECT, related_name="certificate")
    answer = models.OneToOneField(DisposalAnswer, models.PROTECT, related_name="certificate")
    office = models.CharField(max_length=20)
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    objects = CertificateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"certificate of {self.case_id}"
