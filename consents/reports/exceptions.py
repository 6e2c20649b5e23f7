"""The pages of the exceptions: the list, and one with its versions, words, examples and activities. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from consents import wording
from consents.builtin import Example, packs
from consents.decide import Outcome, outcome
from consents.models import (
    ActivityVersion,
    ExampleConfirmed,
    ExceptionDraft,
    ExceptionKind,
    ExceptionPublication,
    ExceptionRule,
    FormText,
)
from consents.reports.exception_words import Difference, Fact, differences, facts_of
from consents.terms import Reason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Shown:
    """An example with what it comes to under the version in force."""

    example: Example
    outcome: Outcome

    @property
    def reasons(self) -> list[str | _StrPromise]:
        return reasons_in_words(self.outcome)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One published version: what it changed, which examples were confirmed, how many activities rest on it."""

    rule: ExceptionRule
    changes: list[Difference]
    confirmed: list[ExampleConfirmed]
    activities: int
    standing: str
    tone: str


@dataclass(frozen=True, slots=True)
class Language:
    """The form's words in one language; `text` is None where families read the English."""

    code: str
    name: str
    text: FormText | None


@dataclass(frozen=True, slots=True)
class ExceptionPage:
    """Everything the page of one exception shows."""

    kind: ExceptionKind
    rule: ExceptionRule | None
    facts: list[Fact] = field(default_factory=list)
    clause_words: str = ""
    versions: list[VersionRow] = field(default_factory=list)
    examples: list[Shown] = field(default_factory=list)
    form_number: int = 0
    languages: list[Language] = field(default_factory=list)
    publications: list[ExceptionPublication] = field(default_factory=list)
    activities: int = 0


def listed(kinds: QuerySet[ExceptionKind], at: datetime) -> QuerySet[ExceptionKind]:
    """What a row of the list shows, in the same few queries however many rows."""
    rules = ExceptionRule.objects.filter(kind=OuterRef("pk"), valid_from__lte=at).order_by(
        "-number"
    )
    open_drafts = ExceptionDraft.objects.filter(kind=OuterRef("pk"), closed_at=None)
    used = (
        ActivityVersion.objects.filter(activity__kind=OuterRef("pk"), asked_at__isnull=False)
        .order_by()
        .values("activity__kind")
        .annotate(total=Count("activity", distinct=True))
        .values("total")
    )
    return kinds.annotate(
        version_number=Subquery(rules.values("number")[:1]),
        version_source=Subquery(rules.values("source")[:1]),
        version_verified_on=Subquery(rules.values("verified_on")[:1]),
        clause=Subquery(rules.values("rule__clause")[:1]),
        has_draft=Exists(open_drafts),
        used=Subquery(used),
    )


def page_of(kind: ExceptionKind, at: datetime) -> ExceptionPage:
    """One exception as it stands at the moment."""
    versions = _versions(kind, at)
    rule = next((row.rule for row in versions if row.rule.valid_from <= at), None)
    number, languages = languages_of(kind, at)
    if rule is None:
        return ExceptionPage(kind, None, versions=versions, form_number=number, languages=languages)
    return ExceptionPage(
        kind=kind,
        rule=rule,
        facts=facts_of(rule),
        clause_words=clause_in_words(kind, rule.conditions.clause),
        versions=versions,
        examples=[Shown(case, outcome(case, rule.conditions, rule.terms)) for case in rule.cases],
        form_number=number,
        languages=languages,
        publications=list(kind.publications.select_related("by").order_by("-pk")),
        activities=sum(row.activities for row in versions),
    )


def languages_of(kind: ExceptionKind, at: datetime) -> tuple[int, list[Language]]:
    """The form's words in force, in every language we speak."""
    texts: dict[int, dict[str, FormText]] = defaultdict(dict)
    for text in kind.form_texts.filter(valid_from__lte=at):
        texts[text.number][text.language] = text
    number = max(texts, default=0)
    return number, [
        Language(code, str(name), texts[number].get(code) if number else None)
        for code, name in settings.LANGUAGES
    ]


def clause_in_words(kind: ExceptionKind, clause: str) -> str:
    """What the clause says, by the pack that cites it."""
    found = [packs()[kind.pack]] if kind.pack in packs() else list(packs().values())
    return next((pack.clauses[clause] for pack in found if clause in pack.clauses), "")


def reasons_in_words(found: Outcome) -> list[str | _StrPromise]:
    """The reasons of an outcome as verdicts say them."""
    return [Reason(code).label for code in found.reasons]


def _versions(kind: ExceptionKind, at: datetime) -> list[VersionRow]:
    """Newest first."""
    rules = list(kind.rules.select_related("recorded_by").order_by("-number"))
    confirmed: dict[int, list[ExampleConfirmed]] = defaultdict(list)
    for row in ExampleConfirmed.objects.filter(rule__kind=kind).select_related("by").order_by("pk"):
        confirmed[row.rule_id].append(row)
    used = dict(
        ActivityVersion.objects.filter(rule__kind=kind, asked_at__isnull=False)
        .order_by()
        .values_list("rule")
        .annotate(Count("activity", distinct=True))
    )
    in_force = next((rule for rule in rules if rule.valid_from <= at), None)
    older: Iterable[ExceptionRule | None] = [*rules[1:], None]
    return [
        VersionRow(
            rule,
            differences(before, rule) if before else [],
            confirmed[rule.pk],
            used.get(rule.pk, 0),
            *_standing(rule, in_force, at),
        )
        for rule, before in zip(rules, older, strict=True)
    ]


def _standing(rule: ExceptionRule, in_force: ExceptionRule | None, at: datetime) -> tuple[str, str]:
    if rule == in_force:
        return _("In force"), "good"
    if rule.valid_from > at:
        return _("To come"), "wait"
    return _("Replaced"), "neutral"


def sections_for(kind: ExceptionKind, language: str, draft: ExceptionDraft) -> dict[str, object]:
    """The words to edit: the draft's, else the newest, else the sections that all forms share."""
    if language in draft.words:
        return dict(draft.words[language])
    texts = kind.form_texts.filter(language=language).order_by("-number")
    text = texts.values("title", "body", "reviewed_by").first()
    return (
        dict(text)
        if text
        else {"title": "", "body": wording.shared_sections(language), "reviewed_by": ""}
    )
