"""Who may look after what leaves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from schools.roles import holds
from schools.terms import Role

NOT_ADMINISTRATOR = Reason(
    "not_administrator", "", _("Only a system administrator looks after what leaves the system.")
)


def may_operate(actor: Actor) -> Decision:
    """System administrators see the queue of work and may send what failed again."""
    user_id = actor.user_id
    return Decision.unless(
        (user_id is not None and holds(user_id, [Role.ADMIN]), NOT_ADMINISTRATOR)
    )
