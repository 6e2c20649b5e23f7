"""The desk's queues of what follows a decision: publishing, vendors' dates, ends, schools that move (P3-P5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from platforms.models import (
    Extension,
    PlatformRule,
    ProcurementFlag,
    Proposal,
    TransitionPlan,
)
from platforms.reports.after import to_publish
from platforms.reports.desk import Backlog, Part, Queue, Reader, backlog
from platforms.reports.standing import approvals_on
from platforms.terms.after import ExtensionStage, ProposalStage


def _to_publish(_reader: Reader) -> Backlog:
    return backlog(to_publish(), "decided_at")


def _proposals(_reader: Reader) -> Backlog:
    return backlog(Proposal.objects.open(), "proposed_at")


def _flags(_reader: Reader) -> Backlog:
    return backlog(ProcurementFlag.objects.filter(stage=ProposalStage.OPEN), "proposed_at")


def _approvals(reader: Reader) -> Backlog:
    """Approvals in force whose last day is within the district's days ahead."""
    last = reader.on + timedelta(days=max(PlatformRule.objects.numbers(reader.at).ending_days))
    approvals = approvals_on(reader.on).values()
    return Backlog(sum(one.until is not None and one.until <= last for one in approvals))


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
        label=_("Approvals that end soon"),
        measure=_approvals,
        url_name="platforms:endings",
        query="kind=approval",
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
