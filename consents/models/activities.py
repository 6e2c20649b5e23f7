"""Activities that ask for an exception, their versions, and what was later taken out of them."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.exceptions import ExceptionKind, ExceptionRule, FormText
from consents.models.programs import Program
from consents.terms import Channel, Narrowed
from core.constraints import not_before, one_of
from platforms.models import Platform
from schools.models import School, SchoolYear, Staff, Student
from schools.terms import Role

# Roles that see every activity of their school, and offices that see all.
SCHOOL_WIDE = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CLERK)
DISTRICT_WIDE = (Role.RECORDS, Role.OUTREACH)


class Team(models.Model):
    """A list of students kept by name, to be asked for again."""

    school = models.ForeignKey(School, models.PROTECT, related_name="teams")
    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(User, models.PROTECT, related_name="teams")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "owner", "name"], name="consents_team_name")
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    student = models.ForeignKey(Student, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "student"],
                condition=Q(ended_at__isnull=True),
                name="consents_teammember_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in {self.team_id}"


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User | AnonymousUser, on: date | None = None) -> Self:
        """What the user asked for, is named in, must approve, or keeps the records of.

        A draft is its asker's alone until it is sent. Who is in a program is for its staff and the outreach
        office alone (T4): a school sees nothing of it, nor does the records office.
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        held = user.role_assignments.current(on)
        sent = ActivityVersion.objects.filter(asked_at__isnull=False)
        if held.filter(role=Role.OUTREACH).exists():
            return self.filter(Q(asked_by=user) | Q(pk__in=sent.values("activity")))
        plain = Q(pk__in=sent.values("activity"), program__isnull=True)
        in_programs = Q(
            pk__in=sent.values("activity"), program__in=Program.objects.worked_in_by(user)
        )
        if held.filter(role__in=DISTRICT_WIDE).exists():
            return self.filter(Q(asked_by=user) | plain | in_programs)
        here = Q(school__in=_schools(user, SCHOOL_WIDE, on))
        named = sent.filter(adult_rows__staff__user=user)
        elsewhere = sent.filter(student_rows__student__school__in=_schools(user, SCHOOL_WIDE, on))
        places = here | Q(pk__in=named.values("activity")) | Q(pk__in=elsewhere.values("activity"))
        return self.filter(
            Q(asked_by=user) | (plain & places) | in_programs | self._programs_decided_by(user, on)
        )

    def _programs_decided_by(self, user: User, on: date | None) -> Q:
        """Programs whose exception also asks the principal: those who decide see what they decide about."""
        asked = ActivityVersion.objects.filter(
            asked_at__isnull=False,
            activity__program__isnull=False,
            rule__rule__principal_approval=True,
            approvals__school__in=_schools(user, (Role.PRINCIPAL,), on),
        )
        return Q(pk__in=asked.values("activity"))


def _schools(user: User, roles: tuple[Role, ...], on: date | None) -> models.QuerySet[School]:
    """Schools where the user holds one of the roles, of the user's network, or delegated to the user."""
    held = user.role_assignments.current(on)
    return School.objects.filter(
        Q(pk__in=held.filter(role__in=roles).values("school"))
        | Q(network__in=held.filter(network__isnull=False).values("network"))
        | Q(pk__in=user.delegations.current(on).values("school"))
    )


class Activity(models.Model):
    """One educational or extracurricular activity, or program, that wants to text students (T7)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="activities")
    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="activities")
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="activities")
    # T4, T5: the program it is for, where the exception rests on one.
    program = models.ForeignKey(Program, models.PROTECT, null=True, related_name="activities")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="activities_asked")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=["school", "year", "id"])]

    def __str__(self) -> str:
        return f"activity {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("activity", args=[self.pk])

    @property
    def latest(self) -> ActivityVersion:
        """The newest version, whatever its stage."""
        return self.versions.order_by("-number")[0]


class ActivityVersion(models.Model):
    """What is asked for, frozen when it is sent. Widening makes a new version."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name of the activity"), max_length=200)
    purpose = models.TextField(_("purpose"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    platform = models.ForeignKey(
        Platform, models.PROTECT, null=True, blank=True, related_name="activity_versions"
    )
    rule = models.ForeignKey(ExceptionRule, models.PROTECT, related_name="+")
    # The English text; the same number holds every language.
    form_number = models.PositiveSmallIntegerField(default=1)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(null=True)

    adults: models.ManyToManyField[Staff, VersionAdult] = models.ManyToManyField(
        Staff, through="VersionAdult", related_name="+"
    )
    students: models.ManyToManyField[Student, VersionStudent] = models.ManyToManyField(
        Student, through="VersionStudent", related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="consents_version_number"),
            not_before("ends_on", "starts_on"),
            one_of("channel", Channel.values),
            models.CheckConstraint(
                name="consents_version_platform_when_named",
                condition=Q(channel=Channel.PLATFORM, platform__isnull=False)
                | Q(channel=Channel.GROUP_TEXT, platform__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def texts(self) -> models.QuerySet[FormText]:
        """The form's words in every language."""
        return FormText.objects.filter(kind=self.activity.kind_id, number=self.form_number)


class VersionAdult(models.Model):
    """An adult this version names."""

    version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="adult_rows")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="version_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "staff"], name="consents_versionadult_one")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.version_id}"


class VersionStudent(models.Model):
    """A student this version names. A student the exception does not cover is kept too, and refused."""

    version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="student_rows")
    student = models.ForeignKey(Student, models.PROTECT, related_name="version_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "student"], name="consents_versionstudent_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in {self.version_id}"


class Narrowing(models.Model):
    """From `at` on, less: an adult, a student or days taken out of every version so far."""

    append_only = True

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="narrowings")
    up_to_version = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=10, choices=Narrowed)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="+")
    ends_on = models.DateField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consents_narrowing_says_what",
                condition=Q(what=Narrowed.ADULT, staff__isnull=False, student=None, ends_on=None)
                | Q(what=Narrowed.STUDENT, student__isnull=False, staff=None, ends_on=None)
                | Q(what=Narrowed.END, ends_on__isnull=False, staff=None, student=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.activity_id}"
