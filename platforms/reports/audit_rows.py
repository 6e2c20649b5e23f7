"""An audit as its pages show it: each criterion with all that is known of it, by group. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from platforms.models import (
    Audit,
    AuditStep,
    Claim,
    Criterion,
    Evidence,
    NaReview,
    Result,
    ResultEvidence,
)
from platforms.models.audits import OPEN, AuditQuerySet
from platforms.policy.assessing import is_weak
from platforms.policy.outcome import Result as Asked
from platforms.reports.claims import claims_for
from platforms.reports.judging import as_asked, binding
from platforms.terms.audits import AuditMove, AuditStage, Grade, Knockout, Value
from platforms.terms.criteria import Source

VALUE_TONES: Final = {
    Value.MET: "good",
    Value.PARTIAL: "wait",
    Value.NOT_MET: "bad",
    Value.NA: "neutral",
    Value.UNKNOWN: "info",
}
STAGE_TONES: Final = {
    AuditStage.REQUESTED: "neutral",
    AuditStage.ASSESSING: "info",
    AuditStage.SUBMITTED: "wait",
    AuditStage.DECIDED: "good",
    AuditStage.DROPPED: "neutral",
}
STEP_WORDS: Final = {
    AuditMove.ASSIGN: _("Given to somebody"),
    AuditMove.SUBMIT: _("Handed in"),
    AuditMove.RETURN: _("Sent back"),
    AuditMove.DECIDE: _("Decided"),
    AuditMove.DROP: _("Dropped"),
}
STEP_TONES: Final = {
    AuditMove.ASSIGN: "info",
    AuditMove.SUBMIT: "wait",
    AuditMove.RETURN: "bad",
    AuditMove.DECIDE: "good",
    AuditMove.DROP: "neutral",
}


@dataclass(slots=True)
class Row:
    """A criterion of an audit with what was found, on what, what came before, and what the vendor says."""

    criterion: Criterion
    on: date
    results: list[Result] = field(default_factory=list)
    pieces: list[Evidence] = field(default_factory=list)
    claim: Claim | None = None
    before: Result | None = None
    review: NaReview | None = None

    @property
    def result(self) -> Result | None:
        """What counts."""
        return self.results[0] if self.results else None

    @property
    def earlier(self) -> list[Result]:
        """What it superseded, the newest first."""
        return self.results[1:]

    @property
    def value(self) -> Value:
        return Value(self.result.value) if self.result else Value.UNKNOWN

    @property
    def tone(self) -> str:
        return VALUE_TONES[self.value]

    @property
    def is_known(self) -> bool:
        return self.value != Value.UNKNOWN

    @property
    def expired(self) -> list[Evidence]:
        return [one for one in self.pieces if one.valid_until and one.valid_until < self.on]

    @property
    def grade(self) -> Grade:
        """The grade it counts with: on expired evidence it is the vendor's word again."""
        if self.result is None or self.expired:
            return Grade.CLAIMED
        return Grade(self.result.grade)

    @property
    def is_weak(self) -> bool:
        """Called met, where the evidence is too weak for what must be met."""
        return is_weak(as_asked(self.criterion, self.on), Asked(self.value, self.grade))

    @property
    def is_knockout(self) -> bool:
        return self.criterion.knockout_on(self.on) != Knockout.NONE

    @property
    def is_hard(self) -> bool:
        return self.criterion.knockout_on(self.on) == Knockout.HARD

    @property
    def changed_words(self) -> bool:
        """The criterion read otherwise when it was looked at before."""
        return self.before is not None and self.before.criterion.text != self.criterion.text

    @property
    def cites(self) -> list[tuple[str, str]]:
        """The standards it answers to, each with its places."""
        found = self.criterion.cites
        return [
            (str(Source(name).label), ", ".join(found[name])) for name in Source if found.get(name)
        ]

    @property
    def needs_review(self) -> bool:
        """Does not apply, which no second person has accepted."""
        return self.value == Value.NA and not (self.review and self.review.accepted)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of criteria with how far it is."""

    code: str
    title: str
    rows: Sequence[Row]

    @property
    def known(self) -> int:
        return sum(row.is_known for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def troubled(self) -> int:
        """Rows that someone must look at: weak, expired."""
        return sum(row.is_weak or bool(row.expired) for row in self.rows)

    @property
    def failed(self) -> int:
        """Knock-outs that are not met."""
        missed = (Value.NOT_MET, Value.PARTIAL)
        return sum(row.is_knockout and row.value in missed for row in self.rows)


def rows_of(audit: Audit, on: date) -> list[Row]:
    """Every criterion that binds, in the set's order, in the same few queries however much there is."""
    rows = {one.pk: Row(one, on) for one in binding(audit)}
    found = audit.results.select_related("assessed_by").order_by("-pk")
    for result in found:
        if result.criterion_id in rows:
            rows[result.criterion_id].results.append(result)
    standing = {row.result.pk: row for row in rows.values() if row.result}
    for link in ResultEvidence.objects.filter(result__in=standing).select_related("evidence__file"):
        standing[link.result_id].pieces.append(link.evidence)
    for review in NaReview.objects.filter(result__in=standing).select_related("by").order_by("pk"):
        standing[review.result_id].review = review
    for criterion, claim in claims_for(audit).items():
        if criterion in rows:
            rows[criterion].claim = claim
    before = findings_before(audit)
    for row in rows.values():
        row.before = before.get(row.criterion.code)
    return list(rows.values())


def groups_of(rows: Iterable[Row]) -> list[Group]:
    """The rows by group, in the set's order."""
    return [
        Group(code, each[0].criterion.group_title, each)
        for code, found in groupby(rows, lambda row: row.criterion.group)
        if (each := list(found))
    ]


def decided_before(audit: Audit) -> Audit | None:
    """The platform's last decided audit before this one: to be read, never carried."""
    earlier = Audit.objects.filter(
        platform=audit.platform_id, stage=AuditStage.DECIDED, pk__lt=audit.pk
    )
    return earlier.order_by("-pk").first()


def findings_before(audit: Audit) -> dict[str, Result]:
    """What that audit found, by the criterion's code."""
    last = decided_before(audit)
    if last is None:
        return {}
    rows = last.results.standing().select_related("criterion", "assessed_by", "audit")
    return {row.criterion.code: row for row in rows}


def steps_of(audit: Audit) -> list[tuple[AuditStep, str, str]]:
    """Its steps, the newest first, each with its words and tone."""
    steps = audit.steps.select_related("by", "auditor").order_by("-pk")
    return [
        (step, str(STEP_WORDS[AuditMove(step.move)]), STEP_TONES[AuditMove(step.move)])
        for step in steps
    ]


@dataclass(frozen=True, slots=True)
class Listed:
    """An audit in a list: how far it is, and whether it is late."""

    audit: Audit
    known: int
    total: int
    late: bool

    @property
    def tone(self) -> str:
        return STAGE_TONES[AuditStage(self.audit.stage)]


def audit_list(user: User) -> AuditQuerySet:
    """The audits the user may see."""
    return Audit.objects.visible_to(user).select_related(
        "platform__vendor", "criteria_set", "auditor", "decision"
    )


def listed(audits: Sequence[Audit], on: date) -> list[Listed]:
    """The rows of a page with how far each audit is, in two more queries."""
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    sets = {one.criteria_set_id for one in audits}
    for one in Criterion.objects.filter(criteria_set__in=sets):
        criteria[one.criteria_set_id].append(one)
    known: dict[int, set[int]] = defaultdict(set)
    rows = Result.objects.filter(audit__in=audits).standing().exclude(value=Value.UNKNOWN)
    for audit_id, criterion_id in rows.values_list("audit", "criterion"):
        known[audit_id].add(criterion_id)
    made = []
    for audit in audits:
        binds = {one.pk for one in criteria[audit.criteria_set_id] if one.binds(audit.tags)}
        late = audit.stage in OPEN and audit.due_on is not None and audit.due_on < on
        made.append(Listed(audit, len(binds & known[audit.pk]), len(binds), late))
    return made
