"""The survey (P1): which schools are asked, what they said, and what the names they typed turned out to be."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import not_before, one_of
from platforms.models.catalogue import Platform
from platforms.policy.surveys import time_of
from platforms.terms.surveys import (
    Mailing,
    NameGround,
    NameState,
    Payer,
    SurveyMove,
    SurveyScope,
    SurveyStage,
    SurveyTime,
)
from schools.models import RoleAssignment, School
from schools.terms import Role

# Who answers for a school when signed in; whoever holds the school's link may too.
ANSWERERS = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CLERK)
LONGEST_NAME = 100


class Survey(models.Model):
    """A survey of schools, with its days. Who is asked is settled when it starts (`SurveyedSchool`)."""

    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("what it is for"), max_length=1000)
    scope = models.CharField(
        _("which schools"), max_length=10, choices=SurveyScope, default=SurveyScope.ALL
    )
    # Codes of kinds, keys of networks, or keys of schools, as the scope says.
    chosen = models.JSONField(default=list)
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    stage = models.CharField(max_length=10, choices=SurveyStage, default=SurveyStage.DRAFT)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            one_of("scope", SurveyScope.values),
            one_of("stage", SurveyStage.values),
            not_before("closes_on", "opens_on"),
        ]

    def __str__(self) -> str:
        return self.title

    def time(self, on: date | None = None) -> SurveyTime:
        """Where it stands on a day of the district's (default: today)."""
        day = on or timezone.localdate()
        return time_of(SurveyStage(self.stage), self.opens_on, self.closes_on, on=day)


class SurveyStep(models.Model):
    """Somebody moved a survey: who, when, why, and the last day as it was from then on."""

    append_only = True

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=SurveyMove)
    opens_on = models.DateField()
    closes_on = models.DateField()
    note = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [one_of("move", SurveyMove.values)]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.move}"


class SurveyedQuerySet(models.QuerySet["SurveyedSchool"]):
    def answerable_by(self, user: User | AnonymousUser) -> Self:
        """Those of schools for which the user answers: its own office, and who acts for its principal."""
        return self.filter(school__in=schools_answered_by(user), survey__stage=SurveyStage.STARTED)

    def with_progress(self) -> Self:
        """Each with `answered_at` and `begun_at`, empty where there is nothing."""
        answers = SurveyAnswer.objects.filter(surveyed=OuterRef("pk")).order_by("-number")
        draft = SurveyDraft.objects.filter(surveyed=OuterRef("pk"))
        return self.annotate(
            answered_at=Subquery(answers.values("given_at")[:1]),
            answered_by=Subquery(answers.values("by_name")[:1]),
            begun_at=Subquery(draft.values("saved_at")[:1]),
        )


class SurveyedSchool(models.Model):
    """A school asked in a survey. Its link is derived from `nonce` and a key; a new nonce ends the old link."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="asked")
    school = models.ForeignKey(School, models.PROTECT, related_name="surveyed")
    nonce = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SurveyedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "school"], name="platforms_surveyedschool_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} in survey {self.survey_id}"


class SurveyMailing(models.Model):
    """A school was written to: when, why, by whom (nobody: the calendar), and how many people that reached."""

    append_only = True

    surveyed = models.ForeignKey(SurveyedSchool, models.PROTECT, related_name="mailings")
    kind = models.CharField(max_length=10, choices=Mailing)
    on = models.DateField()
    people = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["surveyed", "on"], name="platforms_surveymailing_one_a_day"
            ),
            one_of("kind", Mailing.values),
        ]

    def __str__(self) -> str:
        return f"{self.surveyed_id} {self.kind} {self.on}"


class SurveyDraft(models.Model):
    """What a school has written and not handed in yet; kept until it is. `revision` tells a stale page."""

    surveyed = models.OneToOneField(SurveyedSchool, models.PROTECT, related_name="draft")
    rows = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    by_name = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"draft of {self.surveyed_id}"


class AnswerQuerySet(models.QuerySet["SurveyAnswer"]):
    def newest(self, at: datetime | None = None) -> Self:
        """Each school's newest answer of any survey, as far as it was given by the moment."""
        mine = SurveyAnswer.objects.filter(school=OuterRef("school"))
        if at is not None:
            mine = mine.filter(given_at__lte=at)
        return self.filter(pk=Subquery(mine.order_by("-given_at", "-pk").values("pk")[:1]))


class SurveyAnswer(models.Model):
    """What a school handed in. A correction is the next number; the newest one counts."""

    append_only = True

    surveyed = models.ForeignKey(SurveyedSchool, models.PROTECT, related_name="answers")
    school = models.ForeignKey(School, models.PROTECT, related_name="survey_answers")
    number = models.PositiveSmallIntegerField()
    uses_none = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("name"), max_length=120)
    by_position = models.CharField(_("position"), max_length=120, blank=True)
    # A district address that wants a copy.
    by_email = models.EmailField(blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["surveyed", "number"], name="platforms_surveyanswer_one"
            )
        ]
        indexes = [models.Index(fields=["school", "-given_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.surveyed_id} answer {self.number}"


class ToolName(models.Model):
    """A name as schools typed it, once for all of them, and what it turned out to be."""

    folded = models.CharField(max_length=LONGEST_NAME * 3, unique=True)
    written = models.CharField(max_length=LONGEST_NAME)
    state = models.CharField(max_length=10, choices=NameState, default=NameState.OPEN)
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="survey_names")
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            one_of("state", NameState.values),
            models.CheckConstraint(
                condition=Q(state=NameState.PLATFORM, platform__isnull=False)
                | (~Q(state=NameState.PLATFORM) & Q(platform__isnull=True)),
                name="platforms_toolname_platform_when_matched",
            ),
        ]

    def __str__(self) -> str:
        return self.written


class NameRuling(models.Model):
    """A name was settled, or taken back: what it is from now on, and on what that rests."""

    append_only = True

    name = models.ForeignKey(ToolName, models.PROTECT, related_name="rulings")
    state = models.CharField(max_length=10, choices=NameState)
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=10, choices=NameGround)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            one_of("state", NameState.values),
            one_of("ground", NameGround.values),
        ]

    def __str__(self) -> str:
        return f"{self.name_id} {self.state}"


class UsageClaimQuerySet(models.QuerySet["UsageClaim"]):
    def standing(self, at: datetime | None = None) -> Self:
        """What open schools' newest answers say."""
        answers = SurveyAnswer.objects.newest(at).filter(school__closed_on__isnull=True)
        return self.filter(answer__in=answers.values("pk"))

    def of_platforms(self, ids: Collection[int] | None = None) -> Self:
        """Those whose name is a platform's, with `used_id`: the platform itself, or the one it was merged into."""
        found = self.filter(name__state=NameState.PLATFORM).annotate(
            used_id=Coalesce(
                F("name__platform__merged_into__merged_into"),
                F("name__platform__merged_into"),
                F("name__platform"),
            )
        )
        return found if ids is None else found.filter(used_id__in=list(ids))


class UsageClaim(models.Model):
    """One tool, as a school named it in an answer."""

    append_only = True

    answer = models.ForeignKey(SurveyAnswer, models.PROTECT, related_name="claims")
    name = models.ForeignKey(ToolName, models.PROTECT, related_name="claims")
    typed = models.CharField(max_length=LONGEST_NAME)
    audiences = models.JSONField(default=list)
    students = models.PositiveIntegerField(_("about how many students"), null=True)
    payer = models.CharField(max_length=10, choices=Payer, default=Payer.UNKNOWN)
    # Whole dollars a year, about.
    cost = models.PositiveIntegerField(null=True)
    uses = models.JSONField(default=list)
    why = models.CharField(max_length=500, blank=True)

    objects = UsageClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "name"], name="platforms_usageclaim_one"),
            one_of("payer", Payer.values),
        ]

    def __str__(self) -> str:
        return self.typed


def schools_answered_by(user: User | AnonymousUser) -> models.QuerySet[School]:
    """The schools whose office the user belongs to, or for whose principal the user acts today."""
    if isinstance(user, AnonymousUser):
        return School.objects.none()
    held = user.role_assignments.current().filter(role__in=ANSWERERS)
    principal = RoleAssignment.objects.current().filter(
        user=OuterRef("principal"), school=OuterRef("school"), role=Role.PRINCIPAL
    )
    acts_for = user.delegations.current().filter(Exists(principal))
    return School.objects.filter(
        Q(pk__in=held.values("school")) | Q(pk__in=acts_for.values("school"))
    )
