"""Exceptions to the rule against texting students: rows, not code (T5)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.builtin import read_rule
from consents.policy import Rule


class ExceptionKind(models.Model):
    """A named exception, such as the safety meet-up (T2)."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_published = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ExceptionRule(models.Model):
    """A version of an exception's rule. `rule` has the keys of CONTRACT's rule object, and `clause`."""

    append_only = True

    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="rules")
    number = models.PositiveSmallIntegerField()
    rule = models.JSONField()
    valid_from = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=300, blank=True)
    verified_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="consents_exceptionrule_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} v{self.number}"

    @property
    def conditions(self) -> Rule:
        """The rule as the policy reads it."""
        return read_rule(self.rule)


class FormText(models.Model):
    """The words of an exception's consent form in one language; one version has every language.

    `body` is a list of {"heading", "text"} with {placeholders} filled in when the form is shown.
    """

    append_only = True

    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="form_texts")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateTimeField(default=timezone.now)
    # Blank until a certified translator has read it; shown beside the text in the exception's page.
    reviewed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number", "language"], name="consents_formtext_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} v{self.number} {self.language}"
