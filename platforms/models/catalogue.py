"""The catalogue (P1): vendors, platforms with their other names, tags, agreements and breaches."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import both_or_neither, not_before, one_of
from documents.models import KeptFile
from platforms.terms import AliasKind, Cause

if TYPE_CHECKING:
    from platforms.models.statuses import StatusEvent


class Vendor(models.Model):
    """A company behind platforms, with the address the law wants posted (SOPPA, 105 ILCS 85/27)."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(unique=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    address = models.CharField(_("business address"), max_length=300, blank=True)
    security_contact = models.EmailField(_("security contact"), blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="platforms_vendor_one_name")]

    def __str__(self) -> str:
        return self.name


class PlatformQuerySet(models.QuerySet["Platform"]):
    def listed(self) -> Self:
        """Platforms that stand for themselves: those merged into another are left out."""
        return self.filter(merged_into__isnull=True)

    def with_status(self, at: datetime | None = None) -> Self:
        """Each platform with `status_now`: the standing event's status at the moment."""
        from platforms.models.statuses import StatusEvent  # noqa: PLC0415 -- events name platforms

        moment = at or timezone.now()
        latest = StatusEvent.objects.standing_at(moment).filter(platform=OuterRef("pk"))
        return self.annotate(status_now=Subquery(latest.values("status")[:1]))

    def with_tags(self) -> Self:
        """Each platform with `tags_now`: the tags chosen last, or None."""
        latest = TagChoice.objects.filter(platform=OuterRef("pk")).order_by("-pk")
        return self.annotate(tags_now=Subquery(latest.values("tags")[:1]))


class Platform(models.Model):
    """A messaging tool, as the district lists it."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(unique=True)
    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="platforms")
    website = models.CharField(_("website"), max_length=200, blank=True)
    # What it is for, in a sentence the public reads.
    summary = models.CharField(_("what it is"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="platforms_platform_one_name"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="platforms_platform_not_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def standing(self, at: datetime, known_at: datetime | None = None) -> StatusEvent | None:
        """The event in force at `at`, as far as we knew at `known_at` (default: `at` itself or now)."""
        from platforms.models.statuses import StatusEvent  # noqa: PLC0415 -- events name platforms

        return StatusEvent.objects.standing_at(at, known_at).filter(platform=self).first()

    @property
    def tags(self) -> list[str]:
        """The tags chosen last; none chosen yet is no tag."""
        latest = self.tag_choices.order_by("-pk").first()
        return list(latest.tags) if latest else []


class PlatformAlias(models.Model):
    """Something a platform is known by. `value` is folded (`policy.folding`) and found by; `shown` is as written.

    A platform's own name is one of its names, so that no two platforms bear one name.
    """

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="aliases")
    kind = models.CharField(max_length=12, choices=AliasKind)
    value = models.CharField(max_length=200)
    shown = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=Q(ended_at__isnull=True),
                name="platforms_platformalias_one",
            ),
            one_of("kind", AliasKind.values),
            both_or_neither("ended_at", "ended_by"),
        ]

    def __str__(self) -> str:
        return self.shown or self.value


class PlatformMerge(models.Model):
    """Two rows were one tool: when, by whom, why; and when that was taken back."""

    source = models.ForeignKey(Platform, models.PROTECT, related_name="merges_away")
    target = models.ForeignKey(Platform, models.PROTECT, related_name="merges_in")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(undone_at__isnull=True),
                name="platforms_platformmerge_one_standing",
            ),
            both_or_neither("undone_at", "undone_by"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} into {self.target_id}"

    def standing_before(self) -> StatusEvent | None:
        """The event in force of the source just before they were merged."""
        from platforms.models.statuses import StatusEvent  # noqa: PLC0415 -- events name platforms

        events = StatusEvent.objects.standing_at(self.at).filter(platform=self.source)
        return events.exclude(cause=Cause.MERGED, effective_at__gte=self.at).first()


class TagChoice(models.Model):
    """Which tags a platform has from now on: never the vendor's choice."""

    append_only = True

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="tag_choices")
    tags = models.JSONField(default=list)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.platform_id}: {', '.join(self.tags)}"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def of_tool(self, platform: Platform) -> Self:
        """Agreements of the platform, those signed for a row merged into it too."""
        return self.filter(Q(platform=platform) | Q(platform__merged_into=platform))

    def in_force(self, on: date) -> Self:
        """Agreements signed, begun and not over or ended on the day."""
        return self.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=on),
            signed_on__lte=on,
            starts_on__lte=on,
            ends_on__gte=on,
        )


class Agreement(models.Model):
    """A signed data agreement for a platform (SOPPA, 105 ILCS 85/15(4)); a change is a new agreement."""

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="agreements")
    title = models.CharField(_("title"), max_length=200)
    signed_on = models.DateField(_("signed on"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    # What the vendor holds about students, and who else holds it: lists of plain words.
    data_elements = models.JSONField(default=list)
    subcontractors = models.JSONField(default=list)
    file = models.ForeignKey(KeptFile, models.PROTECT, null=True, related_name="+")
    # From this day on it holds no more.
    ended_on = models.DateField(_("ended early on"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # When the end was written down, and why.
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [not_before("ends_on", "starts_on"), both_or_neither("ended_on", "ended_by")]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        """The last day it holds: the day before it was ended early, else its own."""
        if self.ended_on is None:
            return self.ends_on
        return min(self.ends_on, self.ended_on - timedelta(days=1))

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on the day; the same question as `in_force`."""
        ended = self.ended_on is not None and self.ended_on <= day
        return max(self.signed_on, self.starts_on) <= day <= self.ends_on and not ended


class BreachQuerySet(models.QuerySet["Breach"]):
    def of_tool(self, platform: Platform) -> Self:
        """Breaches of the platform, those entered for a row merged into it too."""
        return self.filter(Q(platform=platform) | Q(platform__merged_into=platform))

    def standing(self) -> Self:
        """Those that no newer row corrects."""
        return self.filter(corrected_by__isnull=True)


class Breach(models.Model):
    """A breach of student data at a vendor (SOPPA, 105 ILCS 85/15(5)): what the public page posts of it."""

    append_only = True

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="breaches")
    happened_on = models.DateField(_("happened on"))
    told_on = models.DateField(_("district told on"))
    students = models.PositiveIntegerField(_("students affected"), null=True)
    description = models.TextField(_("what happened, in plain words"))
    # What was entered wrongly is entered again; the newer row speaks.
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "breaches"

    def __str__(self) -> str:
        return f"{self.platform_id} {self.happened_on}"
