"""Who loads criteria sets, and who says that one is used (P2)."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from platforms.access.roles import is_its, may_confirm, may_work
from platforms.models import AdoptionProposal

NOT_THE_COMMAND: Final = Reason(
    "not_the_command", "P2", _("Criteria sets are loaded by the operator: manage.py load_criteria.")
)
NEEDS_NEXT_VERSION: Final = Reason(
    "needs_next_version",
    "P2",
    _(
        "This version is there with other content, and stays as it is. Give the new one the next version."
    ),
)
NEVER_BACKWARDS: Final = Reason(
    "never_backwards",
    "P2",
    _("A set is used from today or a later day, never from a day that is over."),
)
WAITS_ALREADY: Final = Reason(
    "waits_already", "P2", _("This set has been put forward already and waits for a second person.")
)
NOT_YOURS: Final = Reason("not_yours", "P2", _("Only who put it forward takes it back."))


def may_load(by: Actor) -> Decision:
    """Put a set into the register: the operator's command alone, so a file is read in full view of its errors."""
    return Decision.unless((by.kind == ActorKind.COMMAND, NOT_THE_COMMAND))


def may_propose(by: Actor, from_on: date, today: date) -> Decision:
    """Put a set forward: anybody of ITS, from today on."""
    ahead = Decision.unless((from_on >= today, NEVER_BACKWARDS))
    return Decision((*may_work(by).refusals, *ahead.refusals))


def may_adopt(by: Actor, proposal: AdoptionProposal, today: date) -> Decision:
    """Confirm it: a reviewer who did not put it forward, while its day is not over."""
    ahead = Decision.unless((proposal.from_on >= today, NEVER_BACKWARDS))
    return Decision((*may_confirm(by, proposal.proposed_by_id).refusals, *ahead.refusals))


def may_refuse(by: Actor, proposal: AdoptionProposal) -> Decision:
    """Say no to it: a reviewer who did not put it forward, on whatever day."""
    return may_confirm(by, proposal.proposed_by_id)


def may_withdraw(by: Actor, proposal: AdoptionProposal) -> Decision:
    """Take one's own back."""
    mine = by.user_id is not None and by.user_id == proposal.proposed_by_id
    return Decision.unless((mine and is_its(by.user_id), NOT_YOURS))
