"""A principal's word on a version, and every step that led to it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.activities import Activity, ActivityVersion
from consents.terms import Move, Stage
from core.constraints import one_of
from schools.models import School


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(version__activity__in=Activity.objects.visible_to(user))

    def waiting(self) -> Self:
        return self.filter(stage=Stage.ASKED)


class Approval(models.Model):
    """One school's word on one version: the activity's own, and each other school whose student is named."""

    version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="approvals")
    school = models.ForeignKey(School, models.PROTECT, related_name="approvals")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school", "stage", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["version", "school"], name="consents_approval_one"),
            one_of("stage", Stage.values),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} at {self.school_id}: {self.stage}"


class ApprovalStep(models.Model):
    """Somebody moved an approval: who, when, for whom, and why. The approval's whole history."""

    append_only = True

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=Move)
    stage = models.CharField(max_length=10, choices=Stage)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # The principal a delegate acted for.
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # T6: why a district channel will not do, and the clause that authorises it.
    necessary = models.TextField(_("why texting is necessary"), blank=True)
    authorised = models.CharField(_("clause that authorises it"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        indexes = [models.Index(fields=["approval", "at"])]
        constraints = [
            one_of("move", Move.values),
            models.CheckConstraint(
                name="consents_approvalstep_approve_says_why",
                condition=~models.Q(move__in=[Move.APPROVE, Move.RELEASE])
                | (~models.Q(necessary="") & ~models.Q(authorised="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id} {self.move}"
