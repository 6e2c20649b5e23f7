"""Who audits, who looks second, and who decides (P2). Nobody decides their own work."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from platforms.access.roles import (
    DECIDERS,
    ITS_STAFF,
    NOT_A_DECIDER,
    NOT_ITS,
    OWN_PROPOSAL,
    is_its,
)
from platforms.models import Audit, QuickDecision
from platforms.terms.audits import AuditMove
from schools.roles import holds

REQUESTED_IT: Final = Reason(
    "requested_it", "P2", _("You asked for this audit, so somebody else decides it.")
)
AUDITS_IT: Final = Reason("audits_it", "P2", _("You are its auditor, so somebody else decides it."))
ASSESSED_IT: Final = Reason(
    "assessed_it", "P2", _("You assessed in this audit, so somebody else decides it.")
)
FOUND_IT: Final = Reason(
    "found_it", "P2", _("The finding it rests on is yours. A second person confirms it.")
)
NOT_TO_ASSIGN: Final = Reason(
    "not_to_assign", "P2", _("An audit is given to somebody of ITS with an open account.")
)


def may_look_second(by: Actor, audit: Audit) -> Decision:
    """Decide an audit, accept what does not apply and what binds, send it back: four eyes."""
    me = by.user_id
    return Decision.unless(
        (me is not None and holds(me, DECIDERS), NOT_A_DECIDER),
        (me is None or me != audit.requested_by_id, REQUESTED_IT),
        (me is None or me != audit.auditor_id, AUDITS_IT),
        (me is None or me not in assessors_of(audit), ASSESSED_IT),
    )


def assessors_of(audit: Audit) -> set[int]:
    """Who wrote a finding, chose what the audit binds by, or handed it in."""
    rows = audit.results.values_list("assessed_by_id", flat=True)
    chosen = audit.scopes.values_list("by_id", flat=True)
    handed_in = audit.steps.filter(move=AuditMove.SUBMIT).values_list("by_id", flat=True)
    return set(rows.union(chosen, handed_in))


def may_confirm_quick(by: Actor, quick: QuickDecision) -> Decision:
    """Confirm a quick no or an emergency flag: not who put it forward, not who made its finding."""
    me = by.user_id
    found_by = quick.result.assessed_by_id if quick.result else None
    return Decision.unless(
        (me is not None and holds(me, DECIDERS), NOT_A_DECIDER),
        (me is None or me != quick.proposed_by_id, OWN_PROPOSAL),
        (me is None or me != found_by, FOUND_IT),
    )


def may_refuse_quick(by: Actor, quick: QuickDecision) -> Decision:
    """Say no to it, with a reason: a second person, or who put it forward and takes it back."""
    mine = by.user_id == quick.proposed_by_id and is_its(by.user_id)
    decides = by.user_id is not None and holds(by.user_id, DECIDERS)
    return Decision.unless((mine or decides, NOT_A_DECIDER if is_its(by.user_id) else NOT_ITS))


def may_be_assigned(user: User) -> Decision:
    """Whether an audit may be given to the person."""
    return Decision.unless((user.is_active and holds(user.pk, ITS_STAFF), NOT_TO_ASSIGN))
