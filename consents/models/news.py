"""What became different for whom, and the receipts that people were told of it, once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from consents.models.activities import Activity
from consents.models.exceptions import ExceptionKind
from schools.models import Guardian, SchoolYear, Staff, Student


class VerdictChange(models.Model):
    """From `at` on this adult may text this student for this activity, or may no longer, and why not.

    The verdict itself is derived at every question; these rows are what was noticed and told. The first
    one of a pair is always a yes: what never was a yes is no news. `number` counts the pair's changes, so
    that two readers at once write one row.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="verdict_changes")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="verdict_changes")
    student = models.ForeignKey(Student, models.PROTECT, related_name="verdict_changes")
    number = models.PositiveSmallIntegerField()
    allowed = models.BooleanField()
    # The codes of `consents.terms.Reason`, in the order of the verdict.
    reasons = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)
    # When each was told; a change that somebody heard of by another message counts as told.
    staff_told_at = models.DateTimeField(null=True)
    student_told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "-id"]),
            models.Index(fields=["activity", "student", "staff", "-number"]),
            models.Index(
                fields=["staff"],
                condition=Q(staff_told_at=None),
                name="consents_verdictchange_staff",
            ),
            models.Index(
                fields=["student"],
                condition=Q(student_told_at=None),
                name="consents_verdictchange_student",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "staff", "student", "number"],
                name="consents_verdictchange_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.student_id} in {self.activity_id}: {self.allowed}"


class OtherTold(models.Model):
    """A guardian who had not answered was told, once an exception and year, that another one agreed."""

    append_only = True

    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="told_of_others")
    student = models.ForeignKey(Student, models.PROTECT, related_name="+")
    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="+")
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="+")
    # The activity whose yes was the occasion; the page does not name it.
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "student", "kind", "year"], name="consents_othertold_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} told about {self.student_id}"
