"""Exceptions to the rule against texting students: rows, not code (T5)."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.builtin import Example, Terms, read_example, read_rule, read_terms
from consents.policy import Rule
from consents.terms import AnswerRule


class ExceptionKind(models.Model):
    """A named exception, such as the safety meet-up (T2). Only a published one can be asked for."""

    code = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_published = models.BooleanField(default=False)
    # The pack it was loaded from, whose clauses its rule cites; blank where the district made it.
    pack = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exception", args=[self.code])


class ExceptionRule(models.Model):
    """A version of an exception. `rule` has the keys of CONTRACT's rule object, and `clause`.

    `beside` holds the terms, `examples` the cases with the outcome the district expects of this version.
    """

    append_only = True

    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="rules")
    number = models.PositiveSmallIntegerField()
    rule = models.JSONField()
    beside = models.JSONField(default=dict)
    examples = models.JSONField(default=list)
    # What this version changes, in the words of whoever published it.
    changes = models.CharField(max_length=1000, blank=True)
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

    @property
    def terms(self) -> Terms:
        """What the exception says beside its rule."""
        return read_terms(self.beside)

    @property
    def cases(self) -> list[Example]:
        """The example cases."""
        return [read_example(one) for one in self.examples]

    @property
    def is_opt_out(self) -> bool:
        """Whether families sign only to refuse: they are told, and nobody waits for an answer."""
        return bool(self.rule["answer_rule"] == AnswerRule.UNLESS_REFUSED)


class ExampleConfirmed(models.Model):
    """Somebody saw, before publishing, that an example comes out differently under the new version.

    `before` and `after` are outcomes ({"allowed", "reasons"}); null: there was no older version, or the example
    was taken out.
    """

    append_only = True

    rule = models.ForeignKey(ExceptionRule, models.PROTECT, related_name="confirmations")
    title = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.title} of {self.rule_id}"


class ExceptionPublication(models.Model):
    """From `at` on the exception can be asked for, or no longer can. `by` is null where a pack was loaded."""

    append_only = True

    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="publications")
    is_published = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind_id} {'published' if self.is_published else 'unpublished'}"


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


class ExceptionDraft(models.Model):
    """What the next version of an exception would be: edited freely, until it is published or thrown away.

    `revision` counts the edits, so that nobody publishes what they did not see. `words` holds the languages whose
    form text changes ({language: {"title", "body", "reviewed_by"}}).
    """

    kind = models.ForeignKey(ExceptionKind, models.PROTECT, related_name="drafts")
    # The version it started from; null for an exception that has none yet.
    base = models.ForeignKey(ExceptionRule, models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    rule = models.JSONField()
    beside = models.JSONField(default=dict)
    examples = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    changes = models.CharField(_("what changes, and why"), max_length=1000, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    verified_on = models.DateField(_("last verified on"), null=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # When it was published or thrown away; an open draft has neither.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(closed_at__isnull=True),
                name="consents_exceptiondraft_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"draft of {self.kind_id}"

    @property
    def conditions(self) -> Rule:
        return read_rule(self.rule)

    @property
    def terms(self) -> Terms:
        return read_terms(self.beside)

    @property
    def cases(self) -> list[Example]:
        return [read_example(one) for one in self.examples]
