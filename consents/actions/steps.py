"""Move an approval: its row, the step that says who and why, the trail, and who hears of it."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from consents.access.activities import acting_user
from consents.access.approvals import Approver, approvers
from consents.models import Approval, ApprovalStep
from consents.terms import Move, Stage
from consents.workflow import APPROVAL
from core.actor import Actor, ActorKind
from notices import posting
from notices.terms import Channel
from trail.recording import record

VERBS = {
    Move.ASK: "approval.asked",
    Move.QUESTION: "approval.questioned",
    Move.REPLY: "approval.replied",
    Move.APPROVE: "approval.approved",
    Move.RELEASE: "approval.released",
    Move.DENY: "approval.denied",
    Move.REVOKE: "approval.revoked",
    Move.RETRACT: "approval.retracted",
}


def move(
    approval: Approval,
    what: Move,
    *,
    by: Actor,
    acting: Approver | None = None,
    note: str = "",
    why: dict[str, str] | None = None,
) -> ApprovalStep:
    """Take the step the workflow's table allows, and write it down; `IllegalMove` otherwise.

    `acting` says for whom a delegate acts; `why` holds `necessary` and `authorised` (T6).
    """
    approval.stage = APPROVAL.next(Stage(approval.stage), what)
    approval.save(update_fields=["stage"])
    on_behalf_of = acting.on_behalf_of if acting else None
    step = ApprovalStep.objects.create(
        approval=approval,
        move=what,
        stage=approval.stage,
        by=acting_user(by),
        on_behalf_of=on_behalf_of,
        note=note,
        **(why or {}),
    )
    record(
        VERBS[what],
        approval,
        by=by,
        topic=approval.version.activity,
        step=step.pk,
        version=approval.version.number,
        school=approval.school_id,
        on_behalf_of=on_behalf_of.pk if on_behalf_of else None,
    )
    return step


def tell_approvers(approval: Approval, step: ApprovalStep) -> None:
    """Everybody who may decide hears that a request waits for them."""
    tell("consents/approval_asked", (one.user for one in approvers(approval)), step)


def tell_asker(approval: Approval, step: ApprovalStep) -> None:
    """The person who asked hears what the principal said."""
    tell("consents/approval_decided", [approval.version.asked_by], step)


def tell(kind: str, users: Iterable[User], step: ApprovalStep) -> None:
    """One e-mail to the district address of each; it holds a link to the page, and no child's name."""
    for user in dict.fromkeys(users):
        post_to(user, kind, facts={"step": step.pk}, key=f"{kind}:{step.pk}:{user.pk}")


def post_to(user: User, kind: str, *, facts: dict[str, int], key: str) -> None:
    """A notice to a member of staff."""
    posting.post(
        kind,
        channel=Channel.EMAIL,
        address=user.email,
        recipient=Actor(ActorKind.USER, str(user.pk), user.name),
        language="en",
        facts=facts,
        key=key,
    )
