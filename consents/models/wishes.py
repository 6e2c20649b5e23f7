"""A guardian asks the school that an adult may text their child: only for exceptions that families start."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.activities import Activity
from consents.models.exceptions import ExceptionKind
from consents.terms import WishStage
from core.constraints import both_or_neither, one_of
from schools.models import Guardian, School, Staff, Student


class GuardianWish(models.Model):
    """One guardian's wish about one child. `adult_typed` is a name or address as typed; staff say who is meant."""

    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="wishes")
    student = models.ForeignKey(Student, models.PROTECT, related_name="wishes")
    school = models.ForeignKey(School, models.PROTECT, related_name="wishes")
    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="wishes")
    adult_typed = models.CharField(_("the adult"), max_length=254)
    why = models.CharField(_("why"), max_length=500)
    stage = models.CharField(max_length=10, choices=WishStage, default=WishStage.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="wishes")
    matched_at = models.DateTimeField(null=True)
    matched_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The request that grew out of it.
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, related_name="wish")
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # What the family is told when the school says no.
    declined_words = models.CharField(_("what we tell the family"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "stage", "id"])]
        constraints = [
            one_of("stage", WishStage.values),
            both_or_neither("matched_at", "matched_by"),
            both_or_neither("declined_at", "declined_by"),
            models.UniqueConstraint(
                fields=["guardian", "student", "kind", "adult_typed"],
                condition=Q(stage__in=[WishStage.OPEN, WishStage.MATCHED]),
                name="consents_guardianwish_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("wish", args=[self.pk])
