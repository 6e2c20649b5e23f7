"""Findings of an audit (P2): each a new row, with the evidence it rests on. Nothing is carried but evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.decision import Decision
from core.workflow import IllegalMove
from platforms.access.audits import may_look_second
from platforms.access.roles import acting_user, may_work
from platforms.actions.audits import locked, require_assessing
from platforms.models import (
    Audit,
    AuditScope,
    Criterion,
    Evidence,
    NaReview,
    Result,
    ResultEvidence,
    ScopeReview,
)
from platforms.policy.assessing import Piece, problems
from platforms.reports.assessing import (
    NOT_THE_STANDING_NA,
    NOT_THE_STANDING_SCOPE,
    NOT_THIS_AUDIT,
    PROBLEMS,
    scope_of,
    standing_results,
)
from platforms.terms.audits import AuditStage, Grade, Origin, Value
from trail.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an auditor found for a criterion. `seen` is the key of the result their page showed, None for none."""

    criterion: Criterion
    value: Value
    grade: Grade = Grade.CLAIMED
    note: str = ""
    evidence: Sequence[Evidence] = field(default_factory=tuple)
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A finding written down, and the one that came in between from somewhere else, if any: it stays beside it."""

    result: Result
    between: Result | None


@transaction.atomic
def assess(audit: Audit, findings: Sequence[Finding], *, by: Actor) -> list[Kept]:
    """Write findings down, all or none. A later row supersedes; what it supersedes stays."""
    may_work(by).require()
    audit = locked(audit)
    require_assessing(audit)
    may_be_kept(audit, findings).require()
    user, now = acting_user(by), timezone.now()
    standing = standing_results(audit)
    kept = []
    for one in findings:
        plain = one.value in (Value.NA, Value.UNKNOWN)
        before = standing.get(one.criterion.pk)
        result = Result.objects.create(
            audit=audit,
            criterion=one.criterion,
            value=one.value,
            grade=Grade.CLAIMED if plain else one.grade,
            note=one.note.strip(),
            assessed_by=user,
            assessed_at=now,
        )
        ResultEvidence.objects.bulk_create(
            ResultEvidence(result=result, evidence=piece) for piece in one.evidence
        )
        kept.append(Kept(result, before if before and before.pk != one.seen else None))
        record(
            "audit.assessed",
            result,
            by=by,
            topic=audit,
            criterion=one.criterion.code,
            value=str(one.value),
            grade=result.grade,
            evidence=[piece.pk for piece in one.evidence],
        )
    return kept


def may_be_kept(audit: Audit, findings: Sequence[Finding]) -> Decision:
    """Every rule that some finding breaks, once."""
    today, broken = timezone.localdate(), []
    for one in findings:
        ours = one.criterion.criteria_set_id == audit.criteria_set_id
        if not ours or any(piece.platform_id != audit.platform_id for piece in one.evidence):
            broken.append(NOT_THIS_AUDIT)
        broken += [
            PROBLEMS[code]
            for code in problems(
                one.value,
                one.grade,
                note=one.note,
                evidence=[Piece(Origin(row.origin), row.valid_until) for row in one.evidence],
                on=today,
            )
        ]
    return Decision(tuple(dict.fromkeys(broken)))


@transaction.atomic
def review_na(result: Result, *, accepted: bool, by: Actor, note: str = "") -> NaReview:
    """A second person accepts, or does not, that a criterion does not apply. What stands is reviewed, nothing older."""
    audit = locked(result.audit)
    may_look_second(by, audit).require()
    require_submitted(audit)
    standing = standing_results(audit).get(result.criterion_id)
    holds = standing is not None and standing.pk == result.pk and result.value == Value.NA
    Decision.unless((holds, NOT_THE_STANDING_NA)).require()
    review = NaReview.objects.create(
        result=result, accepted=accepted, note=note.strip(), by=acting_user(by)
    )
    record("audit.na_reviewed", review, by=by, topic=audit, result=result.pk, accepted=accepted)
    return review


@transaction.atomic
def review_scope(scope: AuditScope, *, accepted: bool, by: Actor, note: str = "") -> ScopeReview:
    """The same of the tags an audit binds by."""
    audit = locked(scope.audit)
    may_look_second(by, audit).require()
    require_submitted(audit)
    Decision.unless((scope_of(audit) == scope, NOT_THE_STANDING_SCOPE)).require()
    review = ScopeReview.objects.create(
        scope=scope, accepted=accepted, note=note.strip(), by=acting_user(by)
    )
    record("audit.scope_reviewed", review, by=by, topic=audit, scope=scope.pk, accepted=accepted)
    return review


def require_submitted(audit: Audit) -> None:
    """A second person looks at what was handed in; `IllegalMove` at any other stage."""
    if audit.stage != AuditStage.SUBMITTED:
        raise IllegalMove(audit.stage, "review")
