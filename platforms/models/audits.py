"""Audits (P2): results with their evidence, a second person's decision, and the quick no."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import both_or_neither, one_of
from documents.models import KeptFile
from platforms.models import four_eyes
from platforms.models.catalogue import Breach, Platform
from platforms.models.criteria import CriteriaSet, Criterion
from platforms.terms.audits import (
    AuditMove,
    AuditStage,
    ClaimSource,
    Grade,
    Ground,
    Origin,
    Outcome,
    Value,
)
from schools.roles import holds
from schools.terms import Role

if TYPE_CHECKING:
    from platforms.models.rooms import RoomContact

OPEN = (AuditStage.REQUESTED, AuditStage.ASSESSING, AuditStage.SUBMITTED)


class AuditQuerySet(models.QuerySet["Audit"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """ITS sees every audit, nobody else any."""
        if user.pk is None or not holds(user.pk, (Role.ITS, Role.REVIEWER)):
            return self.none()
        return self

    def open(self) -> Self:
        """Those that are not decided or dropped."""
        return self.filter(stage__in=OPEN)

    def late(self, on: date) -> Self:
        """Open ones past the day they were due."""
        return self.open().filter(due_on__lt=on)


class Audit(models.Model):
    """One look at a platform under one criteria set. Its results begin empty, whoever went before."""

    guards = four_eyes.AUDIT

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="audits")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="audits")
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor"
    )
    stage = models.CharField(max_length=12, choices=AuditStage, default=AuditStage.REQUESTED)
    # Which tags decide what applies, and whether the tool holds student data: chosen by the auditor,
    # accepted with the rest by the second person.
    tags = models.JSONField(default=list)
    student_data = models.BooleanField(_("holds student data"), default=True)
    reason = models.CharField(_("why now"), max_length=300, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    auditor = models.ForeignKey(User, models.PROTECT, null=True, related_name="audits")

    objects = AuditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform"],
                condition=Q(stage__in=OPEN),
                name="platforms_audit_one_open",
            ),
            one_of("stage", AuditStage.values),
        ]
        indexes = [models.Index(fields=["stage", "due_on"])]

    def __str__(self) -> str:
        return f"audit {self.pk} of platform {self.platform_id}"


class AuditStep(models.Model):
    """Somebody moved an audit: who, when and why. Its whole history."""

    append_only = True

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=AuditMove)
    stage = models.CharField(max_length=12, choices=AuditStage)
    note = models.TextField(blank=True)
    # To whom it was given.
    auditor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            one_of("move", AuditMove.values),
            one_of("stage", AuditStage.values),
        ]

    def __str__(self) -> str:
        return f"{self.audit_id} {self.move}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def good_on(self, day: date) -> Self:
        """What is not past its last day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class Evidence(models.Model):
    """A file that shows something about a platform. It stays with the platform, for the next audit too."""

    append_only = True

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="evidence")
    title = models.CharField(_("what it shows"), max_length=200)
    file = models.OneToOneField(KeptFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=12, choices=Origin)
    # When what it shows was so; the day it came in is `received_at`.
    dated_on = models.DateField(_("dated"))
    valid_until = models.DateField(_("good until"), null=True, blank=True)
    # A vendor's upload has no user.
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [one_of("origin", Origin.values)]

    def __str__(self) -> str:
        return self.title


class ResultQuerySet(models.QuerySet["Result"]):
    def standing(self) -> Self:
        """The newest result of each criterion of each audit."""
        newer = Result.objects.filter(
            audit=models.OuterRef("audit"),
            criterion=models.OuterRef("criterion"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.filter(~models.Exists(newer))


class Result(models.Model):
    """What an auditor found for a criterion; a later row supersedes an earlier one."""

    append_only = True
    guards = four_eyes.RESULT

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="results")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.CharField(max_length=10, choices=Value)
    grade = models.CharField(max_length=12, choices=Grade, default=Grade.CLAIMED)
    note = models.TextField(blank=True)
    assessed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(default=timezone.now)

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = [one_of("value", Value.values), one_of("grade", Grade.values)]
        indexes = [models.Index(fields=["audit", "criterion"])]

    def __str__(self) -> str:
        return f"{self.audit_id} {self.criterion_id} {self.value}"


class ResultEvidence(models.Model):
    """A result rests on this piece of evidence."""

    append_only = True
    guards = four_eyes.RESULT_EVIDENCE

    result = models.ForeignKey(Result, models.PROTECT, related_name="evidence")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="results")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["result", "evidence"], name="platforms_resultevidence_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.result_id} rests on {self.evidence_id}"


class NaReview(models.Model):
    """A second person accepts, or does not, that a criterion does not apply."""

    append_only = True
    guards = four_eyes.NA_REVIEW

    result = models.ForeignKey(Result, models.PROTECT, related_name="na_reviews")
    accepted = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.result_id} {'accepted' if self.accepted else 'not accepted'}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def standing(self) -> Self:
        """The newest claim about each criterion of each audit."""
        newer = Claim.objects.filter(
            audit=models.OuterRef("audit"),
            criterion=models.OuterRef("criterion"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.filter(~models.Exists(newer))


class Claim(models.Model):
    """What a vendor says about a criterion: in the vendor's room, or in a sheet of theirs. Never a result."""

    append_only = True

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="claims")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.CharField(max_length=10, choices=Value)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=ClaimSource)
    sheet = models.ForeignKey(KeptFile, models.PROTECT, null=True, related_name="+")
    # Who wrote it down: a contact of the vendor's in the room, or who took a sheet's answers over.
    contact: models.ForeignKey[RoomContact | None, RoomContact | None] = models.ForeignKey(
        "platforms.RoomContact", models.PROTECT, null=True, related_name="claims"
    )
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [one_of("value", Value.values), one_of("source", ClaimSource.values)]

    def __str__(self) -> str:
        return f"{self.audit_id} {self.criterion_id} claimed {self.value}"


class AuditDecision(models.Model):
    """The second person's decision: what the audit came to, by which everything can be recomputed.

    `receipt` is canonical JSON of the set's hash, results, evidence hashes and people; `sha256` is its hash.
    """

    append_only = True
    guards = four_eyes.DECISION

    audit = models.OneToOneField(Audit, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20, choices=Outcome)
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    reasons = models.JSONField(default=list)
    until = models.DateField(null=True)
    # Codes of the exceptions a limited approval is for.
    uses = models.JSONField(default=list)
    conditions = models.CharField(_("conditions"), max_length=500, blank=True)
    public_reason = models.CharField(_("reason for the public"), max_length=500)
    receipt = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[Outcome.APPROVED, Outcome.APPROVED_FOR_USES, Outcome.FLAGGED]
                ),
                name="platforms_auditdecision_outcome_decided",
            )
        ]

    def __str__(self) -> str:
        return f"{self.audit_id} {self.outcome}"


class QuickDecision(models.Model):
    """A no without a finished audit: put forward by one person, confirmed by another, with a public reason."""

    guards = four_eyes.QUICK

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="quick_decisions")
    ground = models.CharField(max_length=20, choices=Ground)
    # The observed hard knock-out, the vendor's silence, or the breach it rests on.
    result = models.ForeignKey(Result, models.PROTECT, null=True, related_name="+")
    breach = models.ForeignKey(Breach, models.PROTECT, null=True, related_name="+")
    asked_until = models.DateField(null=True)
    # What the second person reads of it: how the vendor was asked, what it said.
    note = models.TextField(blank=True)
    public_reason = models.CharField(_("reason for the public"), max_length=500)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refused_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("ground", Ground.values),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="platforms_quickdecision_two_people",
            ),
            both_or_neither("confirmed_at", "confirmed_by"),
            both_or_neither("refused_at", "refused_by"),
            models.UniqueConstraint(
                fields=["platform"],
                condition=Q(confirmed_at__isnull=True, refused_at__isnull=True),
                name="platforms_quickdecision_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.ground}"
