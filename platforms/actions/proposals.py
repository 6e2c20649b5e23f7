"""What follows a decision takes two people: one puts it forward, another confirms what both have seen (P4)."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.decision import Decision
from core.workflow import IllegalMove
from platforms.access import after as access
from platforms.access.proposals import Said, can_stand, stand_today
from platforms.access.roles import acting_user, may_confirm, may_work
from platforms.actions import transitions
from platforms.actions.statuses import Standing, set_status
from platforms.models import Platform, Proposal, ProposalTarget
from platforms.reports.silences import silences
from platforms.terms import Cause, Status
from platforms.terms.after import ProposalKind, ProposalMove, ProposalStage
from platforms.workflow.after import PROPOSAL
from trail.recording import record


@transaction.atomic
def propose(platform: Platform, kind: ProposalKind, said: Said, *, by: Actor) -> Proposal:
    """Put it before a second person. One proposal waits at a time; `IllegalMove` while another does."""
    access.may_propose(by, kind).require()
    Platform.objects.select_for_update().get(pk=platform.pk)
    if platform.proposals.open().exists():
        raise IllegalMove(ProposalStage.OPEN, "propose")
    can_stand(platform, kind, said).require()
    proposal = Proposal.objects.create(
        platform=platform,
        kind=kind,
        public_reason=said.public_reason,
        until=_until(platform, kind, said),
        uses=sorted(said.uses) if kind == ProposalKind.KEEP_USES else [],
        emergency=said.emergency.strip() if kind == ProposalKind.MOVE_OFF else "",
        proposed_by=acting_user(by),
    )
    if kind == ProposalKind.MOVE_OFF:
        ProposalTarget.objects.bulk_create(
            ProposalTarget(proposal=proposal, platform=one) for one in dict.fromkeys(said.targets)
        )
    record("proposal.made", proposal, by=by, topic=platform, kind=str(kind))
    return proposal


@transaction.atomic
def confirm(proposal: Proposal, *, by: Actor) -> Proposal:
    """A second person says yes: the standing changes at once, and schools get their plans.

    Everything is asked again: days passed since it was put forward.
    """
    Platform.objects.select_for_update().get(pk=proposal.platform_id)
    found = _taken(proposal)
    stage = PROPOSAL.next(ProposalStage(found.stage), ProposalMove.CONFIRM)
    kind = ProposalKind(found.kind)
    may_confirm(by, found.proposed_by_id).require()
    can_stand(found.platform, kind, said_of(found)).require()
    found.silenced = silences(found.platform).counts
    found.event = set_status(found.platform, _standing(found), by=by)
    _close(found, stage, by, "proposal.confirmed")
    if kind == ProposalKind.MOVE_OFF:
        transitions.open_plans(found, by=by)
    return found


@transaction.atomic
def refuse(proposal: Proposal, reason: str, *, by: Actor) -> Proposal:
    """The second person says no, with a reason; nothing changes."""
    found = _taken(proposal)
    stage = PROPOSAL.next(ProposalStage(found.stage), ProposalMove.REFUSE)
    may_confirm(by, found.proposed_by_id).require()
    return _close(found, stage, by, "proposal.refused", reason)


@transaction.atomic
def withdraw(proposal: Proposal, *, by: Actor) -> Proposal:
    """Who put it forward takes it back."""
    found = _taken(proposal)
    stage = PROPOSAL.next(ProposalStage(found.stage), ProposalMove.WITHDRAW)
    may_withdraw(by, found).require()
    return _close(found, stage, by, "proposal.withdrawn")


def may_withdraw(by: Actor, proposal: Proposal) -> Decision:
    """Who put it forward, while they still work on the registry."""
    own = Decision.unless((by.user_id == proposal.proposed_by_id, access.NOT_YOURS))
    return Decision((*may_work(by).refusals, *own.refusals))


def said_of(proposal: Proposal) -> Said:
    """What the proposal says, as it is judged."""
    return Said(
        public_reason=proposal.public_reason,
        until=proposal.until,
        uses=proposal.uses,
        emergency=proposal.emergency,
        targets=list(proposal.targets.all()),
    )


def _taken(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",))
    return rows.select_related("platform", "proposed_by").get(pk=proposal.pk)


def _until(platform: Platform, kind: ProposalKind, said: Said) -> date | None:
    """The off date: its own when schools are moved off, the standing one where uses are kept until it or end."""
    if kind == ProposalKind.MOVE_OFF:
        return said.until
    if kind in {ProposalKind.KEEP_USES, ProposalKind.END_KEPT}:
        return stand_today(platform).until
    return None


def _standing(proposal: Proposal) -> Standing:
    """What the confirmed proposal makes of the platform."""
    status, cause = RESULTS[ProposalKind(proposal.kind)]
    return Standing(
        status=status,
        cause=cause,
        reason=proposal.public_reason,
        uses=proposal.uses,
        until=proposal.until,
    )


def _close(
    found: Proposal, stage: ProposalStage, by: Actor, verb: str, reason: str = ""
) -> Proposal:
    found.stage = stage
    found.closed_by, found.closed_at = acting_user(by), timezone.now()
    found.closed_reason = reason
    found.save()
    record(
        verb,
        found,
        by=by,
        topic=found.platform,
        kind=found.kind,
        **{f"silenced_{code}": count for code, count in found.silenced.items()},
    )
    return found


RESULTS: Final = {
    ProposalKind.MOVE_OFF: (Status.FLAGGED_MOVING, Cause.MOVING),
    ProposalKind.FLAG: (Status.FLAGGED_FIXING, Cause.NO_AGREEMENT),
    ProposalKind.KEEP_USES: (Status.FLAGGED_MOVING, Cause.KEPT_USES),
    ProposalKind.END_KEPT: (Status.FLAGGED_MOVING, Cause.MOVING),
    ProposalKind.RETIRE: (Status.RETIRED, Cause.RETIREMENT),
}
