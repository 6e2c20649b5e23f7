"""Who works on the registry: ITS audits, a reviewer decides, Procurement buys (P2, P3, P5)."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason, Refused
from schools.roles import holds
from schools.terms import Role

ITS_STAFF: Final = (Role.ITS, Role.REVIEWER)
DECIDERS: Final = (Role.REVIEWER,)

NOT_SIGNED_IN: Final = Reason("not_signed_in", "P2", _("Sign in with your own account first."))
NOT_ITS: Final = Reason("not_its", "P2", _("Only ITS works on the platform registry."))
NOT_A_DECIDER: Final = Reason("not_a_decider", "P2", _("Only an ITS reviewer decides."))
NOT_PROCUREMENT: Final = Reason("not_procurement", "P5", _("Only Procurement works on this desk."))
OWN_PROPOSAL: Final = Reason(
    "own_proposal", "P2", _("You put this forward yourself. A second person confirms it.")
)


def acting_user(by: Actor) -> User:
    """The signed-in person; `Refused` for every other kind of actor and for closed accounts."""
    user = User.objects.filter(pk=by.user_id, is_active=True).first() if by.user_id else None
    if user is None:
        raise Refused(Decision((NOT_SIGNED_IN,)))
    return user


def is_its(user_id: int | None, on: date | None = None) -> bool:
    return user_id is not None and holds(user_id, ITS_STAFF, on)


def may_work(by: Actor) -> Decision:
    """Keep the catalogue, run the survey, audit (P1, P2): auditors and reviewers."""
    return Decision.unless((is_its(by.user_id), NOT_ITS))


def may_decide(by: Actor) -> Decision:
    """Hold the office that decides; that it is not one's own work is asked beside this."""
    return Decision.unless((by.user_id is not None and holds(by.user_id, DECIDERS), NOT_A_DECIDER))


def may_confirm(by: Actor, proposed_by_id: int | None) -> Decision:
    """Confirm what another person put forward: never one's own (four eyes)."""
    return Decision.unless(
        (by.user_id is not None and holds(by.user_id, DECIDERS), NOT_A_DECIDER),
        (by.user_id is None or by.user_id != proposed_by_id, OWN_PROPOSAL),
    )


def may_buy(by: Actor) -> Decision:
    """Procurement's own desk (P5)."""
    held = by.user_id is not None and holds(by.user_id, (Role.PROCUREMENT,))
    return Decision.unless((held, NOT_PROCUREMENT))
