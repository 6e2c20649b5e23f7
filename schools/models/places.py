"""The district, its networks, schools, school years and classes."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import not_before, one_of
from schools.terms import DISTRICT_ROLES, SchoolKind


class District(models.Model):
    """The one district this installation serves, with the words and numbers it may change."""

    name = models.CharField(_("name"), max_length=200)
    sourced_id = models.CharField(max_length=100, blank=True)
    timezone = models.CharField(_("time zone"), max_length=50, default="America/Chicago")
    email_domain = models.CharField(_("district e-mail domain"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    verified_on = models.DateField(_("last verified"), null=True)
    # Month and day between which a year's signatures count, around its class dates (T7).
    consent_starts = models.CharField(_("first consent day"), max_length=5, default="07-01")
    consent_ends = models.CharField(_("last consent day"), max_length=5, default="06-30")
    # Phones and carriers stop at some number of people in one group text (T2b).
    most_on_thread = models.PositiveSmallIntegerField(
        _("most people in one group text"), default=10
    )
    # How long an adult has to say that a thread is no longer used.
    stop_school_days = models.PositiveSmallIntegerField(
        _("school days to confirm that a group text has stopped"), default=1
    )

    # School days within which a school's office calls a family that needs a call.
    call_within_days = models.PositiveSmallIntegerField(
        _("school days within which a family is called"), default=2
    )
    # Whom a school calls before it buys or uses a messaging tool (P6), and when ITS hears that a request waits.
    service_desk_phone = models.CharField(_("Service Desk telephone"), max_length=30, blank=True)
    consult_days = models.PositiveSmallIntegerField(
        _("school days until reviewers hear of a consult that waits"), default=5
    )

    def __str__(self) -> str:
        return self.name

    @property
    def domains(self) -> tuple[str, ...]:
        """The district's own mail domains: staff and students often have one each, a comma between them."""
        return tuple(one.lstrip("@") for one in self.email_domain.lower().replace(",", " ").split())

    def owns_address(self, email: str) -> bool:
        """Whether the mailbox is the district's; any is while the district has named no domain."""
        host = email.lower().rpartition("@")[2]
        return not self.domains or any(
            host == one or host.endswith(f".{one}") for one in self.domains
        )


class Network(models.Model):
    name = models.CharField(_("name"), max_length=200, unique=True)
    sourced_id = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.name


class SchoolQuerySet(models.QuerySet["School"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def visible_to(self, user: User | AnonymousUser, on: date | None = None) -> Self:
        """The schools where the user holds a role, of their network, or all for a district office."""
        if isinstance(user, AnonymousUser):
            return self.none()
        held = user.role_assignments.current(on)
        if held.filter(role__in=DISTRICT_ROLES).exists():
            return self
        own = Q(pk__in=held.of_staff().filter(school__isnull=False).values("school"))
        network = Q(network__in=held.filter(network__isnull=False).values("network"))
        delegated = Q(pk__in=user.delegations.current(on).values("school"))
        return self.filter(own | network | delegated)


class School(models.Model):
    name = models.CharField(_("name"), max_length=200)
    sourced_id = models.CharField(max_length=100, unique=True)
    number = models.CharField(_("school number"), max_length=40, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=SchoolKind, default=SchoolKind.DISTRICT_RUN
    )
    network = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="schools"
    )
    phone = models.CharField(_("office telephone"), max_length=30, blank=True)
    email = models.EmailField(_("office e-mail"), blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [one_of("kind", SchoolKind.values)]

    def __str__(self) -> str:
        return self.name


class SchoolYear(models.Model):
    """A year of the district, or of one school with a calendar of its own (charters).

    Class dates say when school is held; **consent dates** say when a signature counts and how long it
    lasts (T7). Years of one calendar do not overlap.
    """

    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="own_years"
    )
    name = models.CharField(_("name"), max_length=20)
    class_starts_on = models.DateField(_("first day of school"))
    class_ends_on = models.DateField(_("last day of school"))
    starts_on = models.DateField(_("first consent day"))
    ends_on = models.DateField(_("last consent day"))
    timezone = models.CharField(_("time zone"), max_length=50, default="America/Chicago")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            not_before("ends_on", "starts_on"),
            not_before("class_ends_on", "class_starts_on"),
            # Two constraints, because SQLite cannot hold one in which no school is a school too.
            models.UniqueConstraint(
                fields=["school", "starts_on"], name="schools_schoolyear_own_start"
            ),
            models.UniqueConstraint(
                fields=["starts_on"],
                condition=Q(school__isnull=True),
                name="schools_schoolyear_district_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NoSchoolDay(models.Model):
    """A weekday without school, of one school or (no school) of every one; where days are counted it does not count.

    Taken back by ending it: what was counted until then stays explained.
    """

    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="days_off"
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=100)
    recorded_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["day"]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class SchoolClass(models.Model):
    """A class or section of the roster; students are chosen by it."""

    sourced_id = models.CharField(max_length=100, unique=True)
    school = models.ForeignKey(School, models.PROTECT, related_name="classes")
    title = models.CharField(_("title"), max_length=200)
    code = models.CharField(max_length=60, blank=True)
    is_homeroom = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "school classes"

    def __str__(self) -> str:
        return self.title
