"""Programs the CEO approved (T4, T5): their terms, who works in them, who qualifies, and who was told.

The name by which the office knows a program stays with its staff; everybody else reads `public_name`.
"""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.exceptions import ExceptionKind
from consents.terms import ProgramMove, ProgramStage
from core.constraints import both_or_neither, one_of
from schools.models import Guardian, Staff, Student
from schools.terms import Role

# Who looks after every program. Administrators confirm what the office puts forward, and see no members.
OFFICE = Role.OUTREACH
CONFIRMERS = (Role.OUTREACH, Role.ADMIN)


class ProgramQuerySet(models.QuerySet["Program"]):
    def worked_in_by(self, user: User) -> Self:
        """The programs whose staff the user belongs to now."""
        places = ProgramStaff.objects.filter(staff__user=user, ended_at__isnull=True)
        return self.filter(pk__in=places.values("program"))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The office and administrators see all, a program's staff their own, nobody else any."""
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.role_assignments.current().filter(role__in=CONFIRMERS).exists():
            return self
        return self.worked_in_by(user)

    def with_members_visible_to(self, user: User) -> Self:
        """Who is in a program is seen by the office and the program's own staff alone."""
        if user.role_assignments.current().filter(role=OFFICE).exists():
            return self
        return self.worked_in_by(user)


class Program(models.Model):
    """A program, under an exception that rests on one. What it is and asks stands in its terms."""

    code = models.SlugField(_("code"), unique=True)
    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="programs")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProgramQuerySet.as_manager()

    def __str__(self) -> str:
        return f"program {self.pk}"

    @property
    def newest(self) -> ProgramTerms:
        """The newest terms, whatever their stage."""
        return self.terms.order_by("-number")[0]

    @property
    def published(self) -> ProgramTerms | None:
        """The terms in force, or none."""
        return self.terms.filter(stage=ProgramStage.PUBLISHED).order_by("-number").first()


class ProgramTerms(models.Model):
    """What a program is and asks, as the CEO approved it. A change is a new row beside the old one."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=10, choices=ProgramStage, default=ProgramStage.DRAFT)
    name = models.CharField(_("name inside the office"), max_length=200)
    public_name = models.CharField(_("neutral public name"), max_length=200)
    requirements = models.TextField(_("what it asks of families"))
    # Codes of grades; empty: every grade of the exception.
    grades = models.JSONField(default=list)
    approved_by = models.CharField(_("approved by"), max_length=200)
    approved_on = models.DateField(_("approved on"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    # The CEO's written approval: its own name, and where the bytes are kept.
    document_name = models.CharField(max_length=200, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    document_stored_as = models.CharField(max_length=300, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "program terms"
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="consents_programterms_one"),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(stage__in=[ProgramStage.DRAFT, ProgramStage.CHECKING]),
                name="consents_programterms_one_open",
            ),
            one_of("stage", ProgramStage.values),
            models.CheckConstraint(
                name="consents_programterms_document_kept",
                condition=Q(stage__in=[ProgramStage.DRAFT, ProgramStage.DISCARDED])
                | (~Q(document_sha256="") & ~Q(document_stored_as="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program_id} terms {self.number}"


class ProgramStep(models.Model):
    """Somebody moved a program's terms: who, when and why. Their whole history."""

    append_only = True

    terms = models.ForeignKey(ProgramTerms, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=12, choices=ProgramMove)
    stage = models.CharField(max_length=10, choices=ProgramStage)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.TextField(_("note"), blank=True)

    class Meta:
        indexes = [models.Index(fields=["terms", "at"])]
        constraints = [one_of("move", ProgramMove.values), one_of("stage", ProgramStage.values)]

    def __str__(self) -> str:
        return f"{self.terms_id} {self.move}"


class ProgramStaff(models.Model):
    """An adult works in a program, from a moment to a moment. Only they may be named to text for it."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="staff_rows")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="program_rows")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "program staff"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "staff"],
                condition=Q(ended_at__isnull=True),
                name="consents_programstaff_one_open",
            ),
            both_or_neither("ended_at", "ended_by"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in program {self.program_id}"


class ProgramStudent(models.Model):
    """A student who qualifies for a program, as its office found, from a moment to a moment (T5)."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="student_rows")
    student = models.ForeignKey(Student, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "student"],
                condition=Q(removed_at__isnull=True),
                name="consents_programstudent_one_open",
            ),
            both_or_neither("removed_at", "removed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in program {self.program_id}"


class ProgramTold(models.Model):
    """A guardian was told that the child qualifies, and what the program asks (T5)."""

    append_only = True

    program = models.ForeignKey(Program, models.PROTECT, related_name="told")
    terms = models.ForeignKey(ProgramTerms, models.PROTECT, related_name="told")
    student = models.ForeignKey(Student, models.PROTECT, related_name="+")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="programs_told")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "program told"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "student", "guardian"], name="consents_programtold_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} told of program {self.program_id}"
