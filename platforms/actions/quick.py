"""A no without a finished audit, and the flag of an emergency (P2, P4): two people, one ground, a public reason.

An open audit goes on: what it comes to later stands over this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.workflow import IllegalMove
from platforms.access import audits as access
from platforms.access.roles import acting_user, may_work
from platforms.actions import audit_letters
from platforms.actions.statuses import Standing, set_status
from platforms.models import Breach, Platform, QuickDecision, Result, StatusEvent
from platforms.reports.quick import Grounds, stands_on
from platforms.terms import Cause, Status
from platforms.terms.audits import Ground
from trail.recording import record

# What it comes to, and why, by its ground.
FOLLOWS = {
    True: (Status.FLAGGED_FIXING, Cause.EMERGENCY),
    False: (Status.NOT_APPROVED, Cause.QUICK_NO),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody of ITS puts forward. `note` is for the second person, `public_reason` for everybody."""

    ground: Ground
    public_reason: str
    result: Result | None = None
    breach: Breach | None = None
    asked_until: date | None = None
    note: str = ""


@transaction.atomic
def put_forward(platform: Platform, proposal: Proposal, *, by: Actor) -> QuickDecision:
    """Put it before a second person; nothing changes until they confirm it."""
    may_work(by).require()
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    grounds = Grounds(
        proposal.ground,
        result=proposal.result,
        breach=proposal.breach,
        asked_until=proposal.asked_until,
        note=proposal.note,
        public_reason=proposal.public_reason,
    )
    stands_on(platform, grounds, timezone.localdate(), first=True).require()
    by_ground = proposal.ground
    quick = QuickDecision.objects.create(
        platform=platform,
        ground=by_ground,
        result=proposal.result if by_ground == Ground.HARD_KNOCKOUT else None,
        breach=proposal.breach if by_ground == Ground.BREACH else None,
        asked_until=proposal.asked_until if by_ground == Ground.VENDOR_SILENT else None,
        note=proposal.note.strip(),
        public_reason=proposal.public_reason.strip(),
        proposed_by=acting_user(by),
    )
    record("quick.put_forward", quick, by=by, topic=platform, ground=str(by_ground))
    audit_letters.tell_quick(quick)
    return quick


@transaction.atomic
def confirm(quick: QuickDecision, *, by: Actor) -> StatusEvent:
    """The second person's yes: it counts from this moment. Its ground must still hold."""
    quick = _locked(quick)
    access.may_confirm_quick(by, quick).require()
    _require_open(quick)
    stands_on(quick.platform, Grounds.of(quick), timezone.localdate()).require()
    quick.confirmed_by, quick.confirmed_at = acting_user(by), timezone.now()
    quick.save(update_fields=["confirmed_by", "confirmed_at"])
    record("quick.confirmed", quick, by=by, topic=quick.platform, ground=quick.ground)
    audit_letters.tell_quick_settled(quick, by)
    status, cause = FOLLOWS[quick.ground == Ground.BREACH]
    standing = Standing(
        status=status, cause=cause, reason=quick.public_reason, quick_decision=quick
    )
    return set_status(quick.platform, standing, by=by)


@transaction.atomic
def refuse(quick: QuickDecision, *, by: Actor, reason: str) -> QuickDecision:
    """The second person's no, or its author takes it back; the platform stays where it stands."""
    quick = _locked(quick)
    access.may_refuse_quick(by, quick).require()
    _require_open(quick)
    quick.refused_by, quick.refused_at = acting_user(by), timezone.now()
    quick.refused_reason = reason.strip()
    quick.save(update_fields=["refused_by", "refused_at", "refused_reason"])
    record("quick.refused", quick, by=by, topic=quick.platform, ground=quick.ground)
    audit_letters.tell_quick_settled(quick, by)
    return quick


def _locked(quick: QuickDecision) -> QuickDecision:
    rows = QuickDecision.objects.select_for_update(of=("self",))
    return rows.select_related("platform", "result__criterion", "breach").get(pk=quick.pk)


def _require_open(quick: QuickDecision) -> None:
    if quick.confirmed_at is not None:
        raise IllegalMove("confirmed", "settle")
    if quick.refused_at is not None:
        raise IllegalMove("refused", "settle")
