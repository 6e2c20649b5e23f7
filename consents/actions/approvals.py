"""A principal's word on a request: approve, deny, ask back, and take back; and the asker's reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from consents import standing
from consents.access import activities as activity_access
from consents.access import approvals as access
from consents.access.approvals import Approver
from consents.actions.news_queue import look_again
from consents.actions.steps import move, tell, tell_approvers, tell_asker
from consents.actions.stopping import look_later
from consents.models import Approval, ApprovalStep
from consents.terms import Move, Stage
from consents.workflow import APPROVAL
from core import outbox
from core.actor import Actor

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def approve(
    approval: Approval, *, by: Actor, necessary: str, authorised: str, note: str = ""
) -> ApprovalStep:
    """Texting is necessary (why a district channel will not do) and authorised (the clause): T2a, T6.

    Where the exception asks no principal, the same step is the outreach office's release (T4). Families are
    asked once this commits.
    """
    what = Move.RELEASE if access.by_office(approval) else Move.APPROVE
    approval, acting = _to_decide(approval, what, by)
    why = {"necessary": necessary, "authorised": authorised}
    step = move(approval, what, by=by, acting=acting, note=note, why=why)
    tell_asker(approval, step)
    outbox.later("consents.ask_families", approval.pk, key=f"ask:{approval.pk}")
    return step


@transaction.atomic
def deny(approval: Approval, *, by: Actor, note: str) -> ApprovalStep:
    """No, and why."""
    approval, acting = _to_decide(approval, Move.DENY, by)
    step = move(approval, Move.DENY, by=by, acting=acting, note=note)
    tell_asker(approval, step)
    return step


@transaction.atomic
def question(approval: Approval, *, by: Actor, note: str) -> ApprovalStep:
    """Send the request back with a question."""
    approval, acting = _to_decide(approval, Move.QUESTION, by)
    step = move(approval, Move.QUESTION, by=by, acting=acting, note=note)
    tell_asker(approval, step)
    return step


@transaction.atomic
def reply(approval: Approval, *, by: Actor, note: str) -> ApprovalStep:
    """The asker answers the principal's question; the request waits for the principal again."""
    approval = _locked(approval)
    activity_access.may_take_back(by, approval.version).require()
    step = move(approval, Move.REPLY, by=by, note=note)
    tell_approvers(approval, step)
    return step


@transaction.atomic
def revoke(approval: Approval, *, by: Actor, note: str) -> list[ApprovalStep]:
    """Take back this school's approval of the activity, at once: of every version it has approved.

    An older version would otherwise stand again. Every adult named is told.
    """
    approval = _locked(approval)
    access.may_revoke(by, approval).require()
    APPROVAL.next(Stage(approval.stage), Move.REVOKE)
    acting = access.in_charge_of_activity(by, approval.version.activity, approval.school)
    standing_rows = _approved_with(approval)
    steps = [move(row, Move.REVOKE, by=by, acting=acting, note=note) for row in standing_rows]
    told: set[User] = {approval.version.asked_by, approval.version.activity.asked_by}
    for row in standing_rows:
        told.update(staff.user for staff in standing.adults_of(row.version))
    tell("consents/revoked", sorted(told, key=lambda user: user.pk), steps[-1])
    look_later(approval.version.activity)
    look_again(approval.version.activity_id)
    return steps


def _to_decide(approval: Approval, what: Move, by: Actor) -> tuple[Approval, Approver | None]:
    """The approval, locked and open to the move, and as whom the actor decides; `Refused` otherwise."""
    approval = _locked(approval)
    access.may_approve(by, approval).require()
    APPROVAL.next(Stage(approval.stage), what)
    return approval, access.approver_for(by, approval)


def _locked(approval: Approval) -> Approval:
    return (
        Approval.objects.select_for_update(of=("self",))
        .select_related(
            "school", "version__activity__school", "version__activity__asked_by", "version__rule"
        )
        .get(pk=approval.pk)
    )


def _approved_with(approval: Approval) -> list[Approval]:
    """This school's approvals of the activity that stand, oldest version first."""
    return list(
        Approval.objects.select_for_update(of=("self",))
        .filter(
            school=approval.school,
            version__activity=approval.version.activity,
            stage=Stage.APPROVED,
        )
        .select_related("version__activity")
        .order_by("version__number")
    )
