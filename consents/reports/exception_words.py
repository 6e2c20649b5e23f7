"""An exception in words: every condition with its label, and what one version changes against another. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.reports.kinds import ANSWERS, grades_in_words
from consents.terms import GuardianOnThread, Starter
from schools.terms import AdultCategory

if TYPE_CHECKING:
    from datetime import date

    from consents.builtin import Example, Terms
    from consents.policy import Rule


class VersionLike(Protocol):
    """A published version or a draft of one."""

    source: str
    verified_on: date | None

    @property
    def conditions(self) -> Rule: ...
    @property
    def terms(self) -> Terms: ...
    @property
    def cases(self) -> list[Example]: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """One condition in words."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One condition that differs between two versions."""

    label: str
    before: str
    after: str


def facts_of(version: VersionLike) -> list[Fact]:
    """Every condition, in the order of the editor's form; the same labels for every exception."""
    rule, terms = version.conditions, version.terms
    verified = version.verified_on
    return [
        Fact(_("What it is for"), terms.purpose),
        Fact(_("Clause"), rule.clause),
        Fact(_("Grades"), grades_in_words(rule.grades)),
        Fact(_("Students"), _("Enrolled only") if rule.enrolled_only else _("Enrolled or not")),
        Fact(_("Who starts"), str(Starter(terms.starts_by).label)),
        Fact(_("Who approves"), approvers_in_words(rule)),
        Fact(_("Adults it covers"), adults_in_words(terms.adult_categories)),
        Fact(_("Answers"), str(ANSWERS[rule.answer_rule])),
        Fact(
            _("Guardian on the thread"), str(GuardianOnThread(rule.guardian_on_thread).label)
        ),
        Fact(_("Employee's district e-mail on the thread"), _yes_or_no(rule.employee_email_on_thread)),
        Fact(_("Only over an approved platform"), _yes_or_no(rule.approved_platform)),
        Fact(_("How long"), days_in_words(terms.longest_days)),
        Fact(_("Family exempt"), _yes_or_no(terms.family_exempt)),
        Fact(_("The other guardian is told"), _yes_or_no(terms.tells_others)),
        Fact(_("Source"), version.source or _("not entered")),
        Fact(
            _("Last verified"),
            date_format(verified, "DATE_FORMAT") if verified else _("not verified"),
        ),
    ]  # fmt: skip


def differences(old: VersionLike, new: VersionLike) -> list[Difference]:
    """The conditions that are not the same."""
    pairs = zip(facts_of(old), facts_of(new), strict=True)
    return [
        Difference(before.label, before.words, after.words)
        for before, after in pairs
        if before.words != after.words
    ]


def approvers_in_words(rule: Rule) -> str:
    """Who must say yes before a family is asked (T2a, T4, T6); it follows from the rule."""
    if rule.principal_approval and rule.ceo_program:
        return _("The CEO approves the program, and the principal the activity")
    if rule.ceo_program:
        return _("The CEO approves the program")
    return _("The principal") if rule.principal_approval else _("Nobody")


def adults_in_words(covered: frozenset[AdultCategory]) -> str:
    """ "Employee, Stipend staff"."""
    return ", ".join(str(one.label) for one in AdultCategory if one in covered) or _("Nobody")


def days_in_words(longest: int | None) -> str:
    """How long a permission can last: never past the school year (T7)."""
    if longest is None:
        return _("Until the activity ends, and no longer than the school year")
    return ngettext(
        "An activity of at most %(days)d day, and no longer than the school year",
        "An activity of at most %(days)d days, and no longer than the school year",
        longest,
    ) % {"days": longest}


def _yes_or_no(value: bool) -> str:  # noqa: FBT001 -- the value is the subject
    return _("Yes") if value else _("No")
