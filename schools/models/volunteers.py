"""People who help at a school: volunteers, stipend staff, vendors' staff. A second person checks each."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import both_or_neither, one_of
from schools.models.places import School
from schools.models.staff import RoleAssignment
from schools.terms import VOLUNTEER_CATEGORIES, AdultCategory, Role, VolunteerStage

# Who adds and who checks; a chief for the schools of the network.
OFFICE = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CLERK)


class VolunteerQuerySet(models.QuerySet["Volunteer"]):
    def visible_to(self, user: User) -> Self:
        """The volunteers of the schools whose office the user belongs to, or of the user's network."""
        held = user.role_assignments.current()
        return self.filter(
            Q(school__in=held.filter(role__in=OFFICE).values("school"))
            | Q(school__network__in=held.filter(role=Role.CHIEF).values("network"))
        )


class Volunteer(models.Model):
    """A principal wants somebody to help. Until a second person has checked it, they hold no role."""

    school = models.ForeignKey(School, models.PROTECT, related_name="volunteers")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("district e-mail address"))
    category = models.CharField(_("category"), max_length=10, choices=AdultCategory)
    ends_on = models.DateField(_("last day"))
    why = models.CharField(_("what they help with"), max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    stage = models.CharField(max_length=10, choices=VolunteerStage, default=VolunteerStage.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)
    assignment = models.OneToOneField(
        RoleAssignment, models.PROTECT, null=True, related_name="volunteer"
    )

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school", "stage", "id"])]
        constraints = [
            one_of("category", [one.value for one in VOLUNTEER_CATEGORIES]),
            one_of("stage", VolunteerStage.values),
            both_or_neither("decided_at", "decided_by"),
            models.UniqueConstraint(
                fields=["school", "email"],
                condition=Q(stage=VolunteerStage.WAITING),
                name="schools_volunteer_one_waiting",
            ),
            models.CheckConstraint(
                name="schools_volunteer_role_once_checked",
                condition=Q(stage=VolunteerStage.CHECKED, assignment__isnull=False)
                | (~Q(stage=VolunteerStage.CHECKED) & Q(assignment__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.name
