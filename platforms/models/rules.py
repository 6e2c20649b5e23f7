"""The district's own days and counts for the registry: a change is a new row from now on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from platforms.policy.after import Numbers


def usual_days() -> list[int]:
    return list(Numbers().ending_days)


class PlatformRuleQuerySet(models.QuerySet["PlatformRule"]):
    def at(self, at: datetime) -> PlatformRule | None:
        """The district's rule that counts at the moment."""
        return self.filter(valid_from__lte=at).order_by("valid_from", "pk").last()

    def numbers(self, at: datetime | None = None) -> Numbers:
        """Its numbers; those we ship until the district enters its own."""
        rule = self.at(at or timezone.now())
        return rule.numbers if rule else Numbers()


class PlatformRule(models.Model):
    """The district's numbers (see `platforms.policy.after.Numbers`) from `valid_from` on. The newest counts."""

    append_only = True

    plan_days = models.PositiveSmallIntegerField(_("days of a vendor's plan"), default=90)
    vendor_days = models.PositiveSmallIntegerField(_("days a vendor has to answer"), default=14)
    off_days = models.PositiveSmallIntegerField(_("days before an off date"), default=30)
    ending_days: models.JSONField[Any, Any] = models.JSONField(default=usual_days)
    suppressed_below = models.PositiveSmallIntegerField(_("smallest public count"), default=5)
    verified_on = models.DateField(_("last verified"))
    valid_from = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PlatformRuleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"platform rule {self.pk}"

    @property
    def numbers(self) -> Numbers:
        """The rule as the policy reads it."""
        return Numbers(
            plan_days=self.plan_days,
            vendor_days=self.vendor_days,
            off_days=self.off_days,
            ending_days=tuple(self.ending_days),
            suppressed_below=self.suppressed_below,
        )
