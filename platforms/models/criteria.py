"""Criteria sets (P2): loaded from files, never changed, used from the day they are adopted."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import both_or_neither, one_of
from platforms.models import four_eyes
from platforms.terms.audits import Knockout
from platforms.terms.criteria import AdoptionStage


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    def in_force(self, on: date) -> CriteriaSet | None:
        """The set adopted last by the day; None before any was."""
        adopted = Adoption.objects.filter(from_on__lte=on, criteria_set__in=self)
        last = adopted.select_related("criteria_set").order_by("-from_on", "-pk").first()
        return None if last is None else last.criteria_set

    def adopted(self) -> Self:
        return self.filter(adoptions__isnull=False).distinct()


class CriteriaSet(models.Model):
    """One version of the district's security standard. `sha256` is of `content`, its canonical JSON."""

    append_only = True

    code = models.SlugField()
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    content = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    loaded_by = models.CharField(max_length=100)
    loaded_at = models.DateTimeField(default=timezone.now)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="platforms_criteriaset_one_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class Criterion(models.Model):
    """One criterion of a set. `tags`: it binds a platform with any of them; none named binds all."""

    append_only = True

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="criteria")
    code = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=20)
    group_title = models.CharField(max_length=100)
    text = models.TextField()
    weight = models.PositiveSmallIntegerField()
    knockout = models.CharField(max_length=10, choices=Knockout)
    # A knock-out counts by its weight alone before this day.
    knockout_from = models.DateField(null=True)
    documents_suffice = models.BooleanField(default=False)
    tags = models.JSONField(default=list)
    evidence_expected = models.CharField(max_length=300)
    # Where it comes from and what it answers to: lists of ids by `Source`.
    cites = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["criteria_set", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "code"], name="platforms_criterion_one_code"
            ),
            one_of("knockout", Knockout.values),
        ]

    def __str__(self) -> str:
        return self.code

    def knockout_on(self, day: date) -> Knockout:
        """How it decides on a day: a dated knock-out is none before its day."""
        if self.knockout_from is not None and day < self.knockout_from:
            return Knockout.NONE
        return Knockout(self.knockout)

    def binds(self, tags: list[str]) -> bool:
        """Whether it applies to a platform with these tags."""
        return not self.tags or bool(set(self.tags) & set(tags))


class AdoptionProposalQuerySet(models.QuerySet["AdoptionProposal"]):
    def waiting(self) -> Self:
        """Those that a second person has not answered."""
        return self.filter(stage=AdoptionStage.PUT_FORWARD)


class AdoptionProposal(models.Model):
    """Somebody puts a set forward, to be used from a day on; a second person confirms it or says no."""

    guards = four_eyes.ADOPTION_PROPOSAL

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="proposals")
    from_on = models.DateField(_("new audits use it from"))
    reason = models.CharField(_("why"), max_length=300)
    stage = models.CharField(
        max_length=10, choices=AdoptionStage, default=AdoptionStage.PUT_FORWARD
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_note = models.CharField(max_length=300, blank=True)

    objects = AdoptionProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("stage", AdoptionStage.values),
            both_or_neither("answered_at", "answered_by"),
            models.CheckConstraint(
                condition=Q(stage=AdoptionStage.PUT_FORWARD, answered_at__isnull=True)
                | (~Q(stage=AdoptionStage.PUT_FORWARD) & Q(answered_at__isnull=False)),
                name="platforms_adoptionproposal_answered",
            ),
            models.CheckConstraint(
                condition=~Q(stage=AdoptionStage.CONFIRMED) | ~Q(answered_by=F("proposed_by")),
                name="platforms_adoptionproposal_two_people",
            ),
            models.UniqueConstraint(
                fields=["criteria_set"],
                condition=Q(stage=AdoptionStage.PUT_FORWARD),
                name="platforms_adoptionproposal_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criteria_set_id} from {self.from_on}: {self.stage}"

    @property
    def state(self) -> AdoptionStage:
        return AdoptionStage(self.stage)


class Adoption(models.Model):
    """From a day on new audits use this set; two people say so. Audits already begun keep theirs."""

    append_only = True

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="adoptions")
    proposal = models.OneToOneField(AdoptionProposal, models.PROTECT, related_name="adoption")
    from_on = models.DateField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["from_on"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposed_by=F("confirmed_by")),
                name="platforms_adoption_two_people",
            )
        ]

    def __str__(self) -> str:
        return f"{self.criteria_set_id} from {self.from_on}"
