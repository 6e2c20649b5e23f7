"""Group texts as they were handed out to an adult, and the words "stop" and "stopped" about them.

No number is copied: each member points at the choice of phones it was taken from, which is never changed.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.activities import Activity, ActivityVersion
from consents.models.answers import PhoneChoice
from consents.terms.threads import HandOutForm
from core.constraints import one_of
from schools.models import Guardian, Staff, Student


class HandOut(models.Model):
    """An adult took threads of an activity along: when, and in which form (T2b)."""

    append_only = True

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="hand_outs")
    version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="hand_outs")
    form = models.CharField(max_length=10, choices=HandOutForm)
    # The adult's district address as it was put on the thread; it keeps the record (T2b).
    email = models.EmailField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["activity", "-id"])]
        constraints = [one_of("form", HandOutForm.values)]

    def __str__(self) -> str:
        return f"hand-out {self.pk}"


class ThreadQuerySet(models.QuerySet["Thread"]):
    def in_use(self) -> Self:
        """Threads whose adult has not been told to stop since."""
        told = ThreadStop.objects.filter(
            staff=OuterRef("hand_out__staff"),
            activity=OuterRef("hand_out__activity"),
            student__thread_members__thread=OuterRef("pk"),
            at__gte=OuterRef("hand_out__at"),
        )
        return self.filter(~Exists(told))


class Thread(models.Model):
    """One group text of a hand-out: one student's own, or a shared one."""

    append_only = True

    hand_out = models.ForeignKey(HandOut, models.PROTECT, related_name="threads")
    is_shared = models.BooleanField(default=False)
    # The last day of the verdict's yes when it was handed out; of several students the first.
    until = models.DateField()

    objects = ThreadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"thread {self.pk}"


class ThreadMember(models.Model):
    """A telephone on a thread: the student's own, or a guardian's because of the student."""

    append_only = True

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="members")
    student = models.ForeignKey(Student, models.PROTECT, related_name="thread_members")
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="+")
    choice = models.ForeignKey(PhoneChoice, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "student", "guardian"], name="consents_threadmember_one"
            ),
            models.UniqueConstraint(
                fields=["thread", "student"],
                condition=models.Q(guardian__isnull=True),
                name="consents_threadmember_one_student",
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk} of thread {self.thread_id}"

    @property
    def number(self) -> str:
        """The telephone number that was on the thread."""
        return self.choice.own_phone if self.guardian_id else self.choice.student_phone


class ThreadStop(models.Model):
    """An adult was told, at `at`, to stop texting a student for an activity, and why."""

    append_only = True

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="thread_stops")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="thread_stops")
    student = models.ForeignKey(Student, models.PROTECT, related_name="thread_stops")
    # Codes: a verdict's reasons, or `StopCause`.
    reasons = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "activity", "student", "at"]),
            models.Index(fields=["activity", "at"]),
        ]

    def __str__(self) -> str:
        return f"stop {self.pk}"


class StopAcknowledgement(models.Model):
    """The adult says that the thread is stopped; or somebody in charge, with what they found out."""

    append_only = True

    stop = models.OneToOneField(ThreadStop, models.PROTECT, related_name="acknowledgement")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("what you found out"), max_length=500, blank=True)

    def __str__(self) -> str:
        return f"acknowledgement of stop {self.stop_id}"
