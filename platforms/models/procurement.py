"""Flags for Procurement (P5): scoped, dated, signed by two people, lifted never erased."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import both_or_neither, not_before, one_of
from platforms.models import four_eyes
from platforms.models.catalogue import Platform, Vendor
from platforms.terms.after import FlagGround, FlagScope, ProposalStage


class ProcurementFlagQuerySet(models.QuerySet["ProcurementFlag"]):
    def signed(self) -> Self:
        return self.filter(stage=ProposalStage.CONFIRMED)

    def in_force(self, on: date) -> Self:
        """Signed, begun, and neither over nor lifted on the day."""
        lifted = FlagLift.objects.filter(
            flag=models.OuterRef("pk"), stage=ProposalStage.CONFIRMED, ends_on__lte=on
        )
        return self.signed().filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on), ~models.Exists(lifted), starts_on__lte=on
        )

    def about(self, platform: Platform) -> Self:
        """Flags of the platform itself, or of its vendor."""
        return self.filter(Q(platform=platform) | Q(vendor=platform.vendor_id))


class ProcurementFlag(models.Model):
    """Procurement holds back what `scope` says, of a vendor or of one platform, from a day to a day."""

    guards = four_eyes.PROCUREMENT_FLAG

    vendor = models.ForeignKey(
        Vendor, models.PROTECT, null=True, blank=True, related_name="procurement_flags"
    )
    platform = models.ForeignKey(
        Platform, models.PROTECT, null=True, blank=True, related_name="procurement_flags"
    )
    scope = models.CharField(_("what is held back"), max_length=15, choices=FlagScope)
    ground = models.CharField(_("why"), max_length=15, choices=FlagGround)
    words = models.CharField(_("what happened"), max_length=500)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    # The vendor heard of it first, and had until a day to answer.
    notice_on = models.DateField(_("vendor told on"))
    notice_how = models.CharField(_("how, and whom"), max_length=200)
    answer_by = models.DateField(_("vendor answers by"))
    vendor_answer = models.CharField(_("what the vendor answered"), max_length=500, blank=True)
    stage = models.CharField(max_length=10, choices=ProposalStage, default=ProposalStage.OPEN)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    objects = ProcurementFlagQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("scope", FlagScope.values),
            one_of("ground", FlagGround.values),
            one_of("stage", ProposalStage.values),
            not_before("ends_on", "starts_on"),
            not_before("answer_by", "notice_on"),
            both_or_neither("closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(vendor__isnull=True, platform__isnull=False)
                | Q(vendor__isnull=False, platform__isnull=True),
                name="platforms_procurementflag_one_subject",
            ),
            models.CheckConstraint(
                condition=~Q(stage=ProposalStage.CONFIRMED)
                | (Q(closed_by__isnull=False) & ~Q(closed_by=F("proposed_by"))),
                name="platforms_procurementflag_two_signers",
            ),
        ]
        indexes = [models.Index(fields=["stage", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.subject}: {self.scope}"

    @property
    def subject(self) -> Vendor | Platform:
        found = self.vendor or self.platform
        assert found is not None  # noqa: S101 -- a constraint says so
        return found


class FlagLift(models.Model):
    """A flag ends on a day: put forward by one person, signed by another. The flag itself stays as it was."""

    guards = four_eyes.FLAG_LIFT

    flag = models.ForeignKey(ProcurementFlag, models.PROTECT, related_name="lifts")
    reason = models.CharField(_("why it ends"), max_length=500)
    ends_on = models.DateField(_("no longer held back from"))
    stage = models.CharField(max_length=10, choices=ProposalStage, default=ProposalStage.OPEN)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("stage", ProposalStage.values),
            both_or_neither("closed_at", "closed_by"),
            models.UniqueConstraint(
                fields=["flag"],
                condition=Q(stage__in=[ProposalStage.OPEN, ProposalStage.CONFIRMED]),
                name="platforms_flaglift_one",
            ),
            models.CheckConstraint(
                condition=~Q(stage=ProposalStage.CONFIRMED)
                | (Q(closed_by__isnull=False) & ~Q(closed_by=F("proposed_by"))),
                name="platforms_flaglift_two_signers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flag_id} lifted from {self.ends_on}"


class FlagRead(models.Model):
    """Somebody of Procurement says that they read a flag."""

    append_only = True

    flag = models.ForeignKey(ProcurementFlag, models.PROTECT, related_name="reads")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flag", "by"], name="platforms_flagread_once")
        ]

    def __str__(self) -> str:
        return f"{self.flag_id} read by {self.by_id}"
