"""Who hears of an audit's steps and of quick decisions: colleagues of ITS, at their district addresses."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from accounts.models import User
from core.actor import Actor, ActorKind
from notices.posting import Draft, post_all
from notices.terms import Channel
from platforms.access.audits import assessors_of
from platforms.access.roles import DECIDERS
from platforms.models import AuditStep, QuickDecision
from schools.models import RoleAssignment


def tell_auditor(step: AuditStep) -> None:
    """The audit is yours, or came back to you."""
    _tell(
        "platforms/audit_moved",
        [step.audit.auditor],
        {"step": step.pk},
        f"audit:{step.pk}",
        step.by_id,
    )


def tell_reviewers(step: AuditStep) -> None:
    """Handed in: those who may decide it."""
    audit = step.audit
    own = {audit.requested_by_id, audit.auditor_id, *assessors_of(audit)}
    who = [user for user in reviewers() if user.pk not in own]
    _tell("platforms/audit_handed_in", who, {"step": step.pk}, f"audit:{step.pk}", step.by_id)


def tell_decided(step: AuditStep) -> None:
    """Decided: who asked for it and who audited it."""
    who = [step.audit.requested_by, step.audit.auditor]
    _tell("platforms/audit_moved", who, {"step": step.pk}, f"audit:{step.pk}", step.by_id)


def tell_quick(quick: QuickDecision) -> None:
    """Put forward: those who may confirm it."""
    found_by = quick.result.assessed_by_id if quick.result else None
    who = [user for user in reviewers() if user.pk not in (quick.proposed_by_id, found_by)]
    _tell("platforms/quick_put_forward", who, {"quick": quick.pk}, f"quick:{quick.pk}", None)


def tell_quick_settled(quick: QuickDecision, by: Actor) -> None:
    """Confirmed or refused: who put it forward."""
    key = f"quick-settled:{quick.pk}"
    _tell("platforms/quick_settled", [quick.proposed_by], {"quick": quick.pk}, key, by.user_id)


def reviewers() -> list[User]:
    """Everybody who decides, with an open account."""
    held = RoleAssignment.objects.current(timezone.localdate()).filter(role__in=DECIDERS)
    return list(
        User.objects.filter(role_assignments__in=held, is_active=True).distinct().order_by("pk")
    )


def _tell(
    kind: str, who: Iterable[User | None], facts: dict[str, int], key: str, but: int | None
) -> None:
    """One message each, never to who did it."""
    people = {user.pk: user for user in who if user is not None and user.pk != but}
    post_all(
        Draft(
            kind=kind,
            channel=Channel.EMAIL,
            address=user.email,
            recipient=Actor(ActorKind.USER, str(user.pk)),
            language="en",
            facts=facts,
            key=f"{kind}:{key}:{user.pk}",
        )
        for user in people.values()
    )
