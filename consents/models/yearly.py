"""What happens once a school year: the year's forms (T9), the approved channels, and next year's drafts."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.activities import Activity
from consents.models.exceptions import ExceptionKind
from consents.terms import Skipped
from core.constraints import one_of
from platforms.models import Platform
from schools.models import Guardian, School, SchoolYear


class YearStart(models.Model):
    """One act by which the form of an exception was prepared for every family of some schools (T9)."""

    append_only = True

    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="+")
    name = models.CharField(_("name on the form"), max_length=200)
    purpose = models.TextField(_("what the texts are for"))
    # For schools that have not used one before.
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class SchoolStart(models.Model):
    """One school's part of it. Waiting until a worker came by; then an activity, or why there is none.

    A school that was skipped may be prepared again; one that was not, never twice in a year.
    """

    start = models.ForeignKey(YearStart, models.PROTECT, related_name="schools")
    school = models.ForeignKey(School, models.PROTECT, related_name="starts")
    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="+")
    # The year of the school's own calendar; none where the day is in no year.
    year = models.ForeignKey(SchoolYear, models.PROTECT, null=True, related_name="+")
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, related_name="start")
    skipped = models.CharField(max_length=20, choices=Skipped, blank=True)
    worked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "year"],
                condition=Q(skipped=""),
                name="consents_schoolstart_once_a_year",
            ),
            models.CheckConstraint(
                name="consents_schoolstart_worked",
                condition=Q(worked_at__isnull=True, activity__isnull=True)
                | Q(worked_at__isnull=False, activity__isnull=False, skipped="")
                | (Q(worked_at__isnull=False, activity__isnull=True) & ~Q(skipped="")),
            ),
            one_of("skipped", ["", *Skipped.values]),
        ]

    def __str__(self) -> str:
        return f"start of {self.school_id}"


class ChannelsNoticeQuerySet(models.QuerySet["ChannelsNotice"]):
    def for_year(self, year: SchoolYear) -> Self:
        return self.filter(year=year)


class ChannelsNotice(models.Model):
    """A school told its families through which channels its staff may write to students.

    `platforms` and `exceptions` are what was true then: names of platforms, codes of exceptions.
    """

    append_only = True

    school = models.ForeignKey(School, models.PROTECT, related_name="channels_notices")
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="+")
    platforms = models.JSONField(default=list)
    exceptions = models.JSONField(default=list)
    # A word of the school's own to its families.
    words = models.TextField(_("from the school"), blank=True)
    # The last day by which families must have been told.
    due_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # One rendering of the preview is sent once, however often it is posted.
    form_key = models.CharField(max_length=64, unique=True)

    objects = ChannelsNoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["school", "year", "-id"])]

    def __str__(self) -> str:
        return f"channels of {self.school_id}"


class ChannelsTold(models.Model):
    """One guardian was told, or could not be reached; once a notice, however many children."""

    append_only = True

    notice = models.ForeignKey(ChannelsNotice, models.PROTECT, related_name="told")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="+")
    reached = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "guardian"], name="consents_channelstold_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} of {self.notice_id}"


class Continuation(models.Model):
    """An activity goes on as a draft in the next school year, once; and what did not go on."""

    append_only = True

    source = models.OneToOneField(Activity, models.PROTECT, related_name="continued")
    activity = models.OneToOneField(Activity, models.PROTECT, related_name="continues")
    # [["adult" or "student", key, terms.LeftOut], …]
    left_out = models.JSONField(default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.source_id} goes on as {self.activity_id}"
