"""An exception in plain sentences, worked out from its rule; and the platforms it could use today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents.models import ExceptionKind, ExceptionRule, FormText
from consents.policy import Rule
from consents.reports.readiness import rule_in_force
from consents.terms import AnswerRule, GuardianOnThread
from platforms.models import Platform
from platforms.reports.standing import Shown, shown, standing_events
from platforms.terms import Status
from platforms.uses import Use
from schools.terms import GRADES

# What nobody has asked about yet, and what is no longer offered, is no answer to "why not this one?".
UNTOLD = (Status.NOT_REVIEWED, Status.RETIRED)


@dataclass(frozen=True, slots=True)
class Explained:
    """One exception as a card shows it."""

    kind: ExceptionKind
    rule: ExceptionRule
    purpose: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """A platform, where it stands today in words, and the exceptions it may be used for."""

    platform: Platform
    shown: Shown
    uses: tuple[ExceptionKind, ...]

    @property
    def why_not(self) -> str:
        """Why nobody may start with it today; "" where somebody may."""
        return "" if self.uses else str(self.shown.label)


def explained(at: datetime) -> list[Explained]:
    """Every published exception."""
    return [
        explain(kind, rule_in_force(kind, at))
        for kind in ExceptionKind.objects.filter(is_published=True)
    ]


def explain(kind: ExceptionKind, rule: ExceptionRule) -> Explained:
    return Explained(kind, rule, rule.terms.purpose, tuple(_sentences(rule.conditions)))


def platform_rows(at: datetime, on: date) -> list[PlatformRow]:
    """The platforms ITS has looked at, with what each may be used for today: usable ones first, by name (T3).

    In two queries, however long the district's list is.
    """
    kinds = list(ExceptionKind.objects.filter(is_published=True))
    rows = [
        PlatformRow(
            event.platform,
            shown(event, on),
            tuple(kind for kind in kinds if event.is_approved_for(kind.code, on)),
        )
        for event in standing_events(at).values()
        if event.platform.merged_into_id is None and event.status not in UNTOLD
    ]
    return sorted(rows, key=lambda row: (not row.uses, row.platform.name.casefold()))


def uses_of_platforms(at: datetime) -> list[Use]:
    """The published exceptions as the registry of platforms knows them, in two queries."""
    newest: dict[int, ExceptionRule] = {}
    rules = ExceptionRule.objects.filter(kind__is_published=True, valid_from__lte=at)
    for rule in rules.select_related("kind").order_by("kind", "number"):
        newest[rule.kind_id] = rule
    texts = FormText.objects.filter(kind__in=newest, language="en", valid_from__lte=at)
    titles = dict(texts.order_by("number").values_list("kind", "title"))
    return [
        Use(
            code=rule.kind.code,
            name=rule.kind.name,
            clause=rule.conditions.clause,
            grades=rule.conditions.grades,
            consent_form=titles.get(rule.kind_id, rule.kind.name),
            needs_platform=rule.conditions.approved_platform,
        )
        for rule in newest.values()
    ]


def grades_in_words(grades: frozenset[str] | None) -> str:
    """ "Every grade", "Grades 09 to 12", or the grades one by one."""
    if grades is None:
        return _("Every grade")
    listed = [one for one in GRADES if one in grades]
    if not listed:
        return _("No grade")
    first, last = GRADES.index(listed[0]), GRADES.index(listed[-1])
    if len(listed) > 2 and last - first + 1 == len(listed):
        return _("Grades %(first)s to %(last)s") % {"first": listed[0], "last": listed[-1]}
    return _("Grades %(grades)s") % {"grades": ", ".join(listed)}


def _sentences(rule: Rule) -> Iterator[str]:
    yield grades_in_words(rule.grades) + (_(", enrolled") if rule.enrolled_only else "")
    yield str(ANSWERS[rule.answer_rule])
    if rule.guardian_on_thread == GuardianOnThread.ALWAYS:
        yield _("Every text is a group text with a parent on it")
    if rule.guardian_on_thread == GuardianOnThread.WHEN_ELECTED:
        yield _("A parent who wants the same texts gets them")
    if rule.employee_email_on_thread:
        yield _("Your district e-mail is on the thread")
    if rule.approved_platform:
        yield _("Only through a platform approved for it")


ANSWERS = {
    AnswerRule.ANY_ONE: gettext_lazy("One parent agrees"),
    AnswerRule.ALL: gettext_lazy("Every parent agrees"),
    AnswerRule.NO_OBJECTION: gettext_lazy("One parent agrees and none refuses"),
    AnswerRule.UNLESS_REFUSED: gettext_lazy("Allowed unless a parent refuses"),
}
