"""The second person's decision (P2-P4): computed, never typed; frozen with all it rests on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import outbox
from core.actor import Actor
from core.decision import Decision, Reason
from platforms import uses
from platforms.access.audits import may_look_second
from platforms.access.roles import acting_user
from platforms.actions import audit_letters
from platforms.actions.audits import locked, move
from platforms.actions.statuses import Standing, set_status
from platforms.models import Audit, AuditDecision, AuditStep
from platforms.policy import Decided
from platforms.reports import receipts
from platforms.reports.assessing import blocks_decision
from platforms.reports.judging import question
from platforms.terms import Cause, Status
from platforms.terms.audits import AuditMove, AuditStage, Outcome
from platforms.workflow.audits import AUDIT
from trail.recording import record

NO_USES = Reason(
    "no_uses", "P3", _("The outcome is an approval for stated uses: name at least one use.")
)
STRANGE_USE = Reason("strange_use", "P3", _("This use is not among those the district publishes."))
NO_REASON = Reason("no_public_reason", "P2", _("Say in plain words why, for the public list."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the decider adds to a computed outcome; `uses` are kept only where it is an approval for stated uses."""

    public_reason: str
    uses: Collection[str] = ()
    conditions: str = ""


@transaction.atomic
def decide(audit: Audit, words: Words, *, by: Actor) -> AuditDecision:
    """Decide what was handed in. A flag is in force at once; an approval waits for the CIO's authorisation (P3)."""
    audit = locked(audit)
    may_look_second(by, audit).require()
    AUDIT.next(AuditStage(audit.stage), AuditMove.DECIDE)
    now = timezone.now()
    today = timezone.localdate(now)
    blocks_decision(audit, today).require()
    asked = question(audit, today)
    decided = asked.decided()
    said = _said(decided, words)
    receipt = receipts.receipt_of(audit, asked, said=said, decided_by=acting_user(by), at=now)
    # The step comes first: a decided audit is not changed any more, by anybody.
    step = move(audit, AuditMove.DECIDE, by=by)
    decision = AuditDecision.objects.create(
        audit=audit,
        outcome=decided.outcome,
        score=None if decided.shown_score is None else Decimal(str(decided.shown_score)),
        reasons=list(decided.reasons),
        until=decided.until,
        receipt=receipt,
        sha256=receipts.sha256(receipt),
        decided_by=acting_user(by),
        decided_at=now,
        **said,
    )
    record(
        "audit.outcome",
        decision,
        by=by,
        topic=audit.platform,
        outcome=str(decided.outcome),
        sha256=decision.sha256,
    )
    _follow(decision, step, by=by)
    return decision


def _said(decided: Decided, words: Words) -> dict[str, object]:
    """The words as they are kept, or every reason why they cannot be."""
    limited = decided.outcome == Outcome.APPROVED_FOR_USES
    named = sorted(set(words.uses)) if limited else []
    Decision.unless(
        (words.public_reason.strip(), NO_REASON),
        (named or not limited, NO_USES),
        (set(named) <= set(uses.names()), STRANGE_USE),
    ).require()
    return {
        "public_reason": words.public_reason.strip(),
        "uses": named,
        "conditions": words.conditions.strip(),
    }


def _follow(decision: AuditDecision, step: AuditStep, *, by: Actor) -> None:
    """The paper is drawn, those who worked on it are told, and a flag counts from now on."""
    outbox.later(
        "platforms.draw_decision", decision.pk, key=f"platforms.draw_decision:{decision.pk}"
    )
    audit_letters.tell_decided(step)
    if decision.outcome == Outcome.FLAGGED:
        standing = Standing(
            status=Status.FLAGGED_FIXING,
            cause=Cause.AUDIT,
            reason=decision.public_reason,
            decision=decision,
        )
        set_status(decision.audit.platform, standing, by=by)
