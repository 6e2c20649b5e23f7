"""The desk's queues of audits and of what a second person decides (P2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from platforms.models import AdoptionProposal, Audit, AuditStep, QuickDecision, Result
from platforms.reports.desk import Backlog, Part, Queue, Reader, backlog
from platforms.terms.audits import AuditStage, Value
from platforms.terms.criteria import AdoptionStage


def _in_stage(stage: AuditStage) -> Callable[[Reader], Backlog]:
    """Audits that are there now, since their last step."""
    moved = AuditStep.objects.filter(audit=OuterRef("pk")).order_by("-pk")
    rows = Audit.objects.filter(stage=stage).annotate(
        waits_since=Coalesce(Subquery(moved.values("at")[:1]), F("requested_at"))
    )
    return lambda reader: backlog(rows, "waits_since", late=Q(due_on__lt=reader.on))


def _na_to_accept(_reader: Reader) -> Backlog:
    rows = Result.objects.standing().filter(
        value=Value.NA, na_reviews__isnull=True, audit__stage=AuditStage.SUBMITTED
    )
    return backlog(rows, "assessed_at")


def _quick(_reader: Reader) -> Backlog:
    rows = QuickDecision.objects.filter(confirmed_at__isnull=True, refused_at__isnull=True)
    return backlog(rows, "proposed_at")


def _criteria(reader: Reader) -> Backlog:
    rows = AdoptionProposal.objects.filter(stage=AdoptionStage.PUT_FORWARD)
    return backlog(rows, "proposed_at", late=Q(from_on__lt=reader.on))


AUDIT_QUEUES: Final = (
    Queue(
        part=Part.AUDITS,
        label=_("Audits to assign"),
        measure=_in_stage(AuditStage.REQUESTED),
        url_name="platforms:audits",
        query="stage=requested",
    ),
    Queue(
        part=Part.AUDITS,
        label=_("Audits being assessed"),
        measure=_in_stage(AuditStage.ASSESSING),
        url_name="platforms:audits",
        query="stage=assessing",
        rests=True,
    ),
    Queue(
        part=Part.DECISIONS,
        label=_("Audits for the second person"),
        measure=_in_stage(AuditStage.SUBMITTED),
        url_name="platforms:audits",
        query="stage=submitted",
        hint=_("Nobody decides what they assessed or asked for."),
    ),
    Queue(
        part=Part.DECISIONS,
        label=_("“Does not apply” to accept"),
        measure=_na_to_accept,
        url_name="platforms:audits",
        query="stage=submitted",
        rests=True,
    ),
    Queue(
        part=Part.DECISIONS,
        label=_("Quick decisions to confirm"),
        measure=_quick,
        url_name="platforms:quick_decisions",
    ),
    Queue(
        part=Part.DECISIONS,
        label=_("Criteria sets to adopt"),
        measure=_criteria,
        url_name="platforms:criteria_sets",
    ),
)
