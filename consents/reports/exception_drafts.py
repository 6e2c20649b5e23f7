"""What a draft of an exception would change: what is still missing, and every example under the old and new version.

An example whose outcome changes is published only once somebody has seen exactly that change.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents import wording
from consents.builtin import Example
from consents.decide import Outcome, outcome
from consents.models import ExceptionDraft, ExceptionKind, ExceptionRule
from consents.reports.exception_words import VersionLike, differences
from consents.terms import AnswerRule
from core.decision import Decision, Reason

NO_GRADES = Reason("no_grades", "T5", _("No grade is covered: enter the grades."))
NO_SOURCE = Reason("no_source", "T5", _("Say where the conditions were read: enter the source."))
NOT_VERIFIED = Reason(
    "not_verified", "T5", _("Enter the day on which the source was last verified, today at latest.")
)
NO_CLAUSE = Reason("no_clause", "T5", _("Enter the clause that verdicts cite."))
NO_ADULTS = Reason("no_adults", "T2", _("No kind of adult is covered: choose at least one."))
NOBODY_APPROVES = Reason(
    "nobody_approves", "T6", _("Somebody must approve: the principal, or the CEO by a program.")
)
OPT_OUT_NEEDS_PLATFORM = Reason(
    "opt_out_needs_platform",
    "T1",
    _(
        "Silence never lets anybody text a phone. An exception that is allowed unless refused must be for"
        " an approved platform only."
    ),
)
NO_EXAMPLE = Reason(
    "no_example", "T5", _("Enter at least one example, so that a later change can be seen.")
)
NO_ENGLISH = Reason("no_english", "T1", _("The form has no English words; families fall back to them."))  # fmt: skip
NOTHING_SAID = Reason("nothing_said", "T5", _("Say what changes, and why."))
NOTHING_CHANGED = Reason("nothing_changed", "T5", _("Nothing differs from the version in force."))


@dataclass(frozen=True, slots=True)
class Replayed:
    """One example under the old and the new version. `position` in the draft; None where it was taken out."""

    example: Example
    before: Outcome | None
    after: Outcome | None
    position: int | None

    @property
    def is_removed(self) -> bool:
        return self.position is None

    @property
    def expected(self) -> Outcome:
        return Outcome(self.example.allowed, self.example.reasons)

    @property
    def changed(self) -> bool:
        """Whether somebody must see it: another outcome than before, or than the example says."""
        if self.is_removed:
            return True
        before = self.expected if self.before is None else self.before
        return self.after != before or self.after != self.expected

    @property
    def mark(self) -> str:
        """What a tick stands for: this very example with these very outcomes."""
        rows = [one.as_row if one else None for one in (self.before, self.after)]
        words = json.dumps([fingerprint(self.example), *rows], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()


def fingerprint(example: Example) -> str:
    """An example by what it asks, whatever its title and expectation."""
    asked = json.dumps([str(example.adult_category), example.question], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def replay(draft: ExceptionDraft) -> list[Replayed]:
    """Every example of the draft, then those of the version before that the draft leaves out."""
    base, rule, terms = draft.base, draft.conditions, draft.terms
    cases = draft.cases
    kept = {fingerprint(case) for case in cases}
    found = [
        Replayed(
            case,
            outcome(case, base.conditions, base.terms) if base else None,
            outcome(case, rule, terms),
            position,
        )
        for position, case in enumerate(cases)
    ]
    gone = [case for case in base.cases if fingerprint(case) not in kept] if base else []
    return found + [
        Replayed(case, outcome(case, base.conditions, base.terms), None, None)
        for case in gone
        if base
    ]


def complete(version: VersionLike, *, has_english: bool, today: date | None = None) -> Decision:
    """Whether an exception may be asked for as it stands: every condition and its source is entered (T5)."""
    rule, today = version.conditions, today or timezone.localdate()
    opt_out = rule.answer_rule == AnswerRule.UNLESS_REFUSED
    verified = version.verified_on
    return Decision.unless(
        (rule.grades is None or rule.grades, NO_GRADES),
        (rule.clause.strip(), NO_CLAUSE),
        (version.terms.adult_categories, NO_ADULTS),
        (rule.principal_approval or rule.ceo_program, NOBODY_APPROVES),
        (rule.approved_platform or not opt_out, OPT_OUT_NEEDS_PLATFORM),
        (version.source.strip(), NO_SOURCE),
        (verified is not None and verified <= today, NOT_VERIFIED),
        (version.cases, NO_EXAMPLE),
        (has_english, NO_ENGLISH),
    )


def may_publish_version(draft: ExceptionDraft) -> Decision:
    """Everything a draft still lacks before it can be the next version."""
    has_english = wording.ENGLISH in draft.words or has_form(draft.kind, wording.ENGLISH)
    about_change = Decision.unless(
        (draft.changes.strip(), NOTHING_SAID), (differs(draft) or draft.words, NOTHING_CHANGED)
    )
    return Decision(complete(draft, has_english=has_english).refusals + about_change.refusals)


def may_publish_kind(kind: ExceptionKind, rule: ExceptionRule | None) -> Decision:
    """Whether schools may ask for the exception: its version in force is complete."""
    if rule is None:
        return Decision((NO_GRADES, NO_SOURCE, NOT_VERIFIED))
    return complete(rule, has_english=has_form(kind, wording.ENGLISH))


def differs(draft: ExceptionDraft) -> bool:
    """Whether the draft would make another version: its conditions or its examples are not those before."""
    base = draft.base
    return base is None or bool(differences(base, draft)) or base.examples != draft.examples


def has_form(kind: ExceptionKind, language: str) -> bool:
    return kind.form_texts.filter(language=language, number=newest_form(kind)).exists()


def newest_form(kind: ExceptionKind) -> int:
    """The number of the newest words of the form, in force or to come; 0 where there are none."""
    return int(kind.form_texts.aggregate(number=Max("number"))["number"] or 0)
