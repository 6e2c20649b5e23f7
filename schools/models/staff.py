"""Who works where: staff, dated roles, and dated delegates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import not_before, one_of
from schools.models.places import Network, School
from schools.terms import (
    NETWORK_ROLES,
    SCHOOL_ROLES,
    VOLUNTEER_ROLES,
    AdultCategory,
    LinkSource,
    Role,
)


class Staff(models.Model):
    """A person who works for the district. The user's e-mail is the district address (T2b)."""

    user = models.OneToOneField(User, models.PROTECT, related_name="staff")
    sourced_id = models.CharField(max_length=100, blank=True, db_index=True)
    number = models.CharField(_("employee number"), max_length=40, blank=True)
    category = models.CharField(
        _("category"), max_length=10, choices=AdultCategory, default=AdultCategory.EMPLOYEE
    )
    left_on = models.DateField(null=True, blank=True)
    left_recorded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "staff"
        constraints = [one_of("category", AdultCategory.values)]

    def __str__(self) -> str:
        return self.user.name


class DatedQuerySet(models.QuerySet["RoleAssignment"]):
    def current(self, on: date | None = None) -> Self:
        """Assignments that hold on the day (default: today)."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def known_at(self, moment: datetime) -> Self:
        return self.filter(recorded_at__lte=moment)

    def of_staff(self) -> Self:
        """Without those of people who only help: they belong to no school's staff."""
        return self.exclude(role__in=VOLUNTEER_ROLES)


class RoleAssignment(models.Model):
    """A role at a school, a network or the district, from a day to a day (inclusive)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="role_assignments"
    )
    network = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="role_assignments"
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(max_length=10, choices=LinkSource, default=LinkSource.PERSON)
    sourced_id = models.CharField(max_length=100, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    end_recorded_at = models.DateTimeField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "role"]), models.Index(fields=["school", "role"])]
        constraints = [
            one_of("role", Role.values),
            not_before("ends_on", "starts_on"),
            models.CheckConstraint(
                name="schools_roleassignment_place",
                condition=Q(
                    role__in=[*SCHOOL_ROLES, *VOLUNTEER_ROLES],
                    school__isnull=False,
                    network__isnull=True,
                )
                | Q(role__in=list(NETWORK_ROLES), school__isnull=True, network__isnull=False)
                | (
                    ~Q(role__in=[*SCHOOL_ROLES, *VOLUNTEER_ROLES, *NETWORK_ROLES])
                    & Q(school__isnull=True, network__isnull=True)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def current(self, on: date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day, revoked_at__isnull=True)


class Delegation(models.Model):
    """A principal (or network chief) lets another person act for them, from a day to a day."""

    principal = models.ForeignKey(User, models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(User, models.PROTECT, related_name="delegations")
    school = models.ForeignKey(School, models.PROTECT, related_name="delegations")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [not_before("ends_on", "starts_on")]

    def __str__(self) -> str:
        return f"{self.delegate_id} for {self.principal_id}"
