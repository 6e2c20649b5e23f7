"""What one person puts forward about a decided platform, and another confirms (P4)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import both_or_neither, one_of
from platforms.models import four_eyes
from platforms.models.catalogue import Platform
from platforms.models.statuses import StatusEvent
from platforms.terms.after import ProposalKind, ProposalStage


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(stage=ProposalStage.OPEN)

    def moving(self) -> Self:
        """Confirmed ones that set an off date."""
        return self.filter(kind=ProposalKind.MOVE_OFF, stage=ProposalStage.CONFIRMED)


class Proposal(models.Model):
    """A change of a platform's standing that takes two people. Once confirmed, `event` is what it wrote.

    Moving off: `until` is the off date, `targets` the approved platforms to move to. Keeping uses: `uses` are
    the exceptions' codes, kept until the off date.
    """

    guards = four_eyes.PROPOSAL

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=10, choices=ProposalKind)
    stage = models.CharField(max_length=10, choices=ProposalStage, default=ProposalStage.OPEN)
    public_reason = models.CharField(_("reason for the public"), max_length=500)
    until = models.DateField(_("off date"), null=True, blank=True)
    uses = models.JSONField(default=list)
    # Why the off date is sooner than the district's days allow; empty: it is not.
    emergency = models.CharField(_("why it cannot wait"), max_length=500, blank=True)
    targets: models.ManyToManyField[Platform, ProposalTarget] = models.ManyToManyField(
        Platform, through="ProposalTarget", related_name="+"
    )
    # What the second person was shown that it silences: schools, students, and counts of the registers above.
    silenced = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=300, blank=True)
    event = models.OneToOneField(StatusEvent, models.PROTECT, null=True, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", ProposalKind.values),
            one_of("stage", ProposalStage.values),
            both_or_neither("closed_at", "closed_by"),
            models.UniqueConstraint(
                fields=["platform"],
                condition=Q(stage=ProposalStage.OPEN),
                name="platforms_proposal_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(stage=ProposalStage.CONFIRMED)
                | (Q(closed_by__isnull=False) & ~Q(closed_by=F("proposed_by"))),
                name="platforms_proposal_two_people",
            ),
        ]
        indexes = [models.Index(fields=["stage", "kind"])]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.kind}"


class ProposalTarget(models.Model):
    """A platform that schools may move to."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="target_rows")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "platform"], name="platforms_proposaltarget_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} to {self.platform_id}"
