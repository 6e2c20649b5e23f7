"""Draw a decision's paper and keep it (P2). Only tasks and commands draw: it takes seconds."""

from __future__ import annotations

from django.db import transaction

from core.actor import Actor
from documents import actions as documents
from documents.models import KeptFile
from platforms.access.roles import may_work
from platforms.models import AuditDecision
from platforms.reports.decision_paper import drawn, paper_of, source_of

DRAWER = Actor.job("platforms.draw_decision")


def draw_decision(decision_id: int) -> KeptFile:
    """Draw it from its receipt, once; safe twice."""
    decision = AuditDecision.objects.get(pk=decision_id)
    kept = paper_of(decision)
    if kept is not None:
        return kept
    return documents.keep_file(
        drawn(decision), "application/pdf", source=source_of(decision), by=DRAWER
    )


def is_drawn(decision: AuditDecision) -> bool:
    """Whether the paper is there."""
    return paper_of(decision) is not None


@transaction.atomic
def open_paper(decision: AuditDecision, *, by: Actor) -> bytes:
    """The drawn paper; who opened it is written down. The caller has asked whether it is drawn."""
    may_work(by).require()
    return documents.open_kept(KeptFile.objects.get(source=source_of(decision)), by=by)
