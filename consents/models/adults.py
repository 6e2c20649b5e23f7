"""What is said about an adult who texts: an administrative pause, family ties, contact outside the rules."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.terms import ContactKind, Relationship, TieMove
from core.constraints import one_of
from schools.models import Network, School, Staff, Student
from schools.terms import Role


class PauseQuerySet(models.QuerySet["Pause"]):
    def standing(self) -> Self:
        """Pauses nobody has lifted."""
        return self.filter(lift__isnull=True)


class Pause(models.Model):
    """An adult may text nobody, from `at` until it is lifted (T1). The reason is its office's own.

    The office is a role and the place where it is held: a school's principal, a network's chief, or an
    office of the district with no place.
    """

    append_only = True

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="pauses")
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.CharField(max_length=20, choices=Role)
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="+")
    network = models.ForeignKey(Network, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"))

    objects = PauseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["staff", "at"])]
        constraints = [one_of("office", Role.values)]

    def __str__(self) -> str:
        return f"pause {self.pk}"


class Lift(models.Model):
    """A pause ended, at `at`."""

    append_only = True

    pause = models.OneToOneField(Pause, models.PROTECT, related_name="lift")
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.TextField(_("note"), blank=True)

    def __str__(self) -> str:
        return f"lift of pause {self.pause_id}"


class FamilyTie(models.Model):
    """An adult says that they are family of a student. It counts once the school's office confirmed it."""

    append_only = True

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="family_ties")
    student = models.ForeignKey(Student, models.PROTECT, related_name="family_ties")
    relationship = models.CharField(_("relationship"), max_length=20, choices=Relationship)
    declared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["staff", "student"])]
        constraints = [one_of("relationship", Relationship.values)]

    def __str__(self) -> str:
        return f"family tie {self.pk}"


class TieStep(models.Model):
    """The office confirmed or refused a tie, or somebody ended it. The newest step counts."""

    append_only = True

    tie = models.ForeignKey(FamilyTie, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=TieMove)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tie", "at"])]
        constraints = [
            one_of("move", TieMove.values),
            models.UniqueConstraint(fields=["tie", "move"], name="consents_tiestep_once"),
        ]

    def __str__(self) -> str:
        return f"{self.move} of tie {self.tie_id}"


class OffChannel(models.Model):
    """Contact outside the rules, reported by the adult it concerns. The families were told of it."""

    append_only = True

    school = models.ForeignKey(School, models.PROTECT, related_name="off_channel")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="off_channel")
    kind = models.CharField(_("what kind"), max_length=20, choices=ContactKind)
    happened_at = models.DateTimeField(_("when"))
    channel = models.CharField(_("how"), max_length=100)
    account = models.TextField(_("what happened"))
    copy = models.TextField(_("a copy of the messages"), blank=True)
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["school", "-id"])]
        constraints = [one_of("kind", ContactKind.values)]

    def __str__(self) -> str:
        return f"off-channel contact {self.pk}"


class OffChannelStudent(models.Model):
    """A student the report is about, and how many guardians were told."""

    append_only = True

    report = models.ForeignKey(OffChannel, models.PROTECT, related_name="student_rows")
    student = models.ForeignKey(Student, models.PROTECT, related_name="+")
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "student"], name="consents_offchannel_one")
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in report {self.report_id}"


class OffChannelSeen(models.Model):
    """Who answers for the school has read the report, and says what follows."""

    append_only = True

    report = models.OneToOneField(OffChannel, models.PROTECT, related_name="seen")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.CharField(_("what follows from it"), max_length=1000)

    def __str__(self) -> str:
        return f"report {self.report_id} seen"
