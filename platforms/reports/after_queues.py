"""The desk's queues of what follows a decision: publishing, vendors' dates, ends, schools that move (P3-P5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from platforms.models import (
    AuditDecision,
    Extension,
    PlanItem,
    ProcurementFlag,
    Proposal,
    Room,
    TransitionPlan,
)
from platforms.reports.desk import Backlog, Part, Queue, Reader, backlog
from platforms.reports.standing import standing_events
from platforms.terms import LAPSING
from platforms.terms.after import ExtensionStage, ProposalStage
from platforms.terms.audits import Outcome
from platforms.terms.rooms import PlanStage

SOON: Final = timedelta(days=90)


def _to_publish(_reader: Reader) -> Backlog:
    rows = AuditDecision.objects.filter(
        outcome__in=[Outcome.APPROVED, Outcome.APPROVED_FOR_USES], status_events__isnull=True
    )
    return backlog(rows, "decided_at")


def _proposals(_reader: Reader) -> Backlog:
    return backlog(Proposal.objects.open(), "proposed_at")


def _flags(_reader: Reader) -> Backlog:
    return backlog(ProcurementFlag.objects.filter(stage=ProposalStage.OPEN), "proposed_at")


def _silent_rooms(reader: Reader) -> Backlog:
    return backlog(Room.objects.silent_on(reader.on), "due_on", late=Q(due_on__lt=reader.on))


def _late_items(reader: Reader) -> Backlog:
    rows = PlanItem.objects.late_on(reader.on).filter(plan__stage=PlanStage.RUNNING)
    return backlog(rows, "due_on", late=Q(due_on__lt=reader.on))


def _approvals(reader: Reader) -> Backlog:
    """Approvals in force whose last day is near."""
    stands = [event.on(reader.on) for event in standing_events(reader.at).values()]
    ends = [
        one.until
        for one in stands
        if one.status in LAPSING and one.until and one.until <= reader.on + SOON
    ]
    return Backlog(len(ends))


def _moving(reader: Reader) -> Backlog:
    rows = TransitionPlan.objects.standing().filter(moved_at__isnull=True)
    return backlog(rows, "created_at", late=Q(due_on__lt=reader.on))


def _more_time(_reader: Reader) -> Backlog:
    return backlog(Extension.objects.filter(stage=ExtensionStage.ASKED), "asked_at")


AFTER_QUEUES: Final = (
    Queue(
        part=Part.DECISIONS,
        label=_("Approvals to publish"),
        measure=_to_publish,
        url_name="platforms:after",
        hint=_("Decided; they wait for the CIO's authorisation."),
    ),
    Queue(
        part=Part.DECISIONS,
        label=_("Changes to confirm"),
        measure=_proposals,
        url_name="platforms:proposals",
        hint=_("Moving off, kept uses, flags, retirement."),
    ),
    Queue(
        part=Part.DECISIONS,
        label=_("Flags for Procurement to sign"),
        measure=_flags,
        url_name="platforms:procurement_flags",
        query="show=open",
    ),
    Queue(
        part=Part.AFTER,
        label=_("Vendors silent past their day"),
        measure=_silent_rooms,
        url_name="platforms:rooms",
    ),
    Queue(
        part=Part.AFTER,
        label=_("Items of vendors' plans past their day"),
        measure=_late_items,
        url_name="platforms:plans",
    ),
    Queue(
        part=Part.AFTER,
        label=_("Approvals that end within 90 days"),
        measure=_approvals,
        url_name="platforms:endings",
        rests=True,
    ),
    Queue(
        part=Part.AFTER,
        label=_("Schools still to move off a platform"),
        measure=_moving,
        url_name="platforms:transitions",
        rests=True,
    ),
    Queue(
        part=Part.AFTER,
        label=_("Schools that ask for more time"),
        measure=_more_time,
        url_name="platforms:transitions",
    ),
)
