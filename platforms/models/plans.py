"""Remediation plans (P4): what a vendor mends by when, who says that it is done, and every date it ever had."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import one_of
from platforms.models.audits import AuditDecision, Evidence
from platforms.models.catalogue import Platform
from platforms.models.criteria import Criterion
from platforms.models.rooms import RoomContact, one_hand, sees_rooms
from platforms.terms.rooms import ItemMove, ItemStage, PlanMove, PlanStage, Side

OPEN = (PlanStage.DRAFTED, PlanStage.AGREED, PlanStage.RUNNING)
UNDONE = (ItemStage.OPEN, ItemStage.SAID_DONE)


class RemediationPlanQuerySet(models.QuerySet["RemediationPlan"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """ITS sees every plan; nobody else any."""
        return self if sees_rooms(user) else self.none()

    def open(self) -> Self:
        return self.filter(stage__in=OPEN)

    def late_on(self, day: date) -> Self:
        """Running, with an item past its date that is not done."""
        late = PlanItem.objects.late_on(day).filter(plan=OuterRef("pk"))
        return self.filter(Exists(late), stage=PlanStage.RUNNING)


class RemediationPlan(models.Model):
    """What has to be mended before a flagged platform is looked at again."""

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="remediation_plans")
    decision = models.ForeignKey(
        AuditDecision, models.PROTECT, null=True, blank=True, related_name="remediation_plans"
    )
    stage = models.CharField(max_length=10, choices=PlanStage, default=PlanStage.DRAFTED)
    # Who in ITS looks after it and hears of its dates.
    owner = models.ForeignKey(User, models.PROTECT, related_name="remediation_plans")
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)

    objects = RemediationPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("stage", PlanStage.values),
            models.UniqueConstraint(
                fields=["platform"],
                condition=Q(stage__in=OPEN),
                name="platforms_remediationplan_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk} for platform {self.platform_id}"


class PlanStep(models.Model):
    """Somebody moved a plan: who, when and why. Its whole history."""

    append_only = True

    plan = models.ForeignKey(RemediationPlan, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=PlanMove)
    stage = models.CharField(max_length=10, choices=PlanStage)
    note = models.TextField(blank=True)
    contact = models.ForeignKey(RoomContact, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            one_of("move", PlanMove.values),
            one_of("stage", PlanStage.values),
            one_hand("platforms_planstep_one_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.move}"

    @property
    def who(self) -> str:
        return self.by.name if self.by else self.contact.name if self.contact else ""


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def with_due(self) -> Self:
        """Each item with `due_on`: the date set last."""
        newest = ItemDate.objects.filter(item=OuterRef("pk")).order_by("-pk")
        return self.annotate(due_on=Subquery(newest.values("due_on")[:1]))

    def undone(self) -> Self:
        return self.filter(stage__in=UNDONE)

    def due_by(self, day: date) -> Self:
        """Not done, and due on the day or before."""
        return self.with_due().undone().filter(Q(due_on__lte=day))

    def late_on(self, day: date) -> Self:
        """Not done, and past the date set last."""
        return self.with_due().undone().filter(Q(due_on__lt=day))


class PlanItem(models.Model):
    """One thing to mend: whose it is, and what counts as done. Its dates stand in rows of their own."""

    plan = models.ForeignKey(RemediationPlan, models.PROTECT, related_name="items")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("what has to be mended"), max_length=300)
    done_when = models.CharField(_("it is done when"), max_length=500)
    side = models.CharField(_("whose it is"), max_length=10, choices=Side, default=Side.VENDOR)
    owner = models.CharField(_("who sees to it"), max_length=200, blank=True)
    stage = models.CharField(max_length=10, choices=ItemStage, default=ItemStage.OPEN)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        constraints = [one_of("stage", ItemStage.values), one_of("side", Side.values)]

    def __str__(self) -> str:
        return self.title


class ItemDate(models.Model):
    """By when an item is due, from now on; the reason is there from the second one on."""

    append_only = True

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="dates")
    due_on = models.DateField(_("due"))
    reason = models.CharField(_("why the date moves"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.item_id} due {self.due_on}"


class ItemStep(models.Model):
    """A reply to an item, or a move of it: who, when and in which words."""

    append_only = True

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=ItemMove)
    stage = models.CharField(max_length=10, choices=ItemStage)
    note = models.TextField(blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(RoomContact, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            one_of("move", ItemMove.values),
            one_of("stage", ItemStage.values),
            one_hand("platforms_itemstep_one_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.move}"
