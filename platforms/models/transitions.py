"""Schools moving off a flagged platform: one plan a school, its steps, and more time (P4)."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import both_or_neither, one_of
from platforms.models.catalogue import Platform
from platforms.models.proposals import Proposal
from platforms.terms.after import ExtensionStage, TransitionMove
from schools.models import School
from schools.terms import Role

# Whose errand a school's plan is: the principal's, and those who run the office for the principal.
SCHOOL_OFFICE = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CLERK)


class TransitionPlanQuerySet(models.QuerySet["TransitionPlan"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Plans of the schools whose office the user belongs to."""
        if isinstance(user, AnonymousUser):
            return self.none()
        held = user.role_assignments.current().filter(role__in=SCHOOL_OFFICE)
        return self.filter(school__in=held.values("school"))

    def standing(self) -> Self:
        """Those of the newest move of each platform; an earlier move's plans are history."""
        newer = Proposal.objects.moving().filter(
            platform=models.OuterRef("proposal__platform"), pk__gt=models.OuterRef("proposal")
        )
        return self.filter(~models.Exists(newer))


class TransitionPlan(models.Model):
    """A school moves off a platform by a day. `target` and `moved_at` say what its steps said last."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="plans")
    school = models.ForeignKey(School, models.PROTECT, related_name="transition_plans")
    # About how many students the school said use it, when the plan was made.
    students = models.PositiveIntegerField(default=0)
    # The day by which the school is off: the district's, or later where more time was granted.
    due_on = models.DateField()
    target = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TransitionPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "school"], name="platforms_transitionplan_one"
            )
        ]
        indexes = [models.Index(fields=["moved_at", "due_on"])]

    def __str__(self) -> str:
        return f"{self.school_id} off platform, proposal {self.proposal_id}"

    @property
    def platform(self) -> Platform:
        return self.proposal.platform


class TransitionStep(models.Model):
    """A step was done, or is after all not done: the newest row of each move counts."""

    append_only = True

    plan = models.ForeignKey(TransitionPlan, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=TransitionMove)
    done = models.BooleanField(default=True)
    target = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [one_of("move", TransitionMove.values)]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.move}"


class Extension(models.Model):
    """A school asks for more time; ITS grants it or not."""

    plan = models.ForeignKey(TransitionPlan, models.PROTECT, related_name="extensions")
    wanted_on = models.DateField(_("new date"))
    reason = models.CharField(_("why"), max_length=500)
    stage = models.CharField(max_length=10, choices=ExtensionStage, default=ExtensionStage.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("what ITS answers"), max_length=500, blank=True)

    class Meta:
        constraints = [
            one_of("stage", ExtensionStage.values),
            both_or_neither("decided_at", "decided_by"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(stage=ExtensionStage.ASKED),
                name="platforms_extension_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} until {self.wanted_on}"
