"""Consults (P6): what a school asked, every step, what was said between, and the answers with their codes."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import one_of
from platforms.models.catalogue import Platform
from platforms.models.rooms import sees_rooms
from platforms.models.statuses import StatusEvent
from platforms.terms.consults import WAITING, Audience, ConsultMove, ConsultStage
from schools.models import School


class ConsultQuerySet(models.QuerySet["Consult"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """ITS sees every request, everybody else their own."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self if sees_rooms(user) else self.filter(asked_by=user)

    def waiting(self) -> Self:
        return self.filter(stage__in=WAITING)


class Consult(models.Model):
    """A school wants to buy or use a tool. `platform` is None until somebody knows which tool is meant."""

    asked_by = models.ForeignKey(User, models.PROTECT, related_name="consults")
    asked_at = models.DateTimeField(default=timezone.now)
    # Since when it waits: the asking, or the last time it was opened again.
    waits_since = models.DateTimeField(default=timezone.now)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("tool"), max_length=200)
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="consults")
    use = models.CharField(_("use"), max_length=50)
    audiences = models.JSONField(default=list)
    grades = models.JSONField(default=list)
    students = models.PositiveIntegerField(_("students, about"), null=True, blank=True)
    needed_on = models.DateField(_("needed by"), null=True, blank=True)
    buys = models.BooleanField(_("to be bought"), default=False)
    price = models.CharField(_("price"), max_length=100, blank=True)
    link = models.CharField(_("link"), max_length=300, blank=True)
    why = models.TextField(_("why"))
    stage = models.CharField(max_length=10, choices=ConsultStage, default=ConsultStage.OPEN)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ConsultQuerySet.as_manager()

    class Meta:
        constraints = [one_of("stage", ConsultStage.values)]
        indexes = [models.Index(fields=["stage", "waits_since"])]

    def __str__(self) -> str:
        return f"consult {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.stage in WAITING

    @property
    def audience_names(self) -> list[str]:
        return [str(one.label) for one in Audience if one in self.audiences]

    @property
    def answer(self) -> ConsultAnswer | None:
        """What was answered last."""
        return self.answers.order_by("-pk").first()


class ConsultStep(models.Model):
    """Somebody moved a request: who, when and why. `by` is None where a standing answer moved it."""

    append_only = True

    consult = models.ForeignKey(Consult, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=ConsultMove)
    stage = models.CharField(max_length=10, choices=ConsultStage)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [one_of("move", ConsultMove.values), one_of("stage", ConsultStage.values)]

    def __str__(self) -> str:
        return f"{self.consult_id} {self.move}"


class ConsultAnswer(models.Model):
    """Yes with a code, or no with a reason, and the status it rests on.

    `by` is None where the standing answers by itself: two people decided that already. Nobody answers a request of
    their own; `asker` stands here so that the database can refuse it too.
    """

    append_only = True

    consult = models.ForeignKey(Consult, models.PROTECT, related_name="answers")
    asker = models.ForeignKey(User, models.PROTECT, related_name="+")
    allowed = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    conditions = models.CharField(_("conditions"), max_length=1000, blank=True)
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="+")
    event = models.ForeignKey(StatusEvent, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=20, unique=True, null=True)  # noqa: DJ001 -- several noes have none
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=True) | ~Q(by=F("asker")),
                name="platforms_consultanswer_not_ones_own",
            ),
            models.CheckConstraint(
                condition=Q(allowed=True, code__isnull=False, event__isnull=False)
                | Q(allowed=False, code__isnull=True),
                name="platforms_consultanswer_yes_has_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consult_id} {'yes' if self.allowed else 'no'}"


class ConsultMessage(models.Model):
    """Something the asker and ITS say to each other about a request."""

    append_only = True

    consult = models.ForeignKey(Consult, models.PROTECT, related_name="messages")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("message"))
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.consult_id} {self.pk}"


class ConsultReminder(models.Model):
    """The reviewers heard that a request waits too long: so often, for this wait."""

    append_only = True

    consult = models.ForeignKey(Consult, models.PROTECT, related_name="reminders")
    waits_since = models.DateTimeField()
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consult", "waits_since", "number"], name="platforms_consultreminder_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consult_id} {self.number}"
