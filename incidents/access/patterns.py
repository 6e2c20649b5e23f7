"""Who sees that several reports are about one person (I1)."""

from __future__ import annotations

from accounts.models import User
from core.actor import Actor
from core.decision import Decision
from incidents.access.cases import NOT_OIG, acting_user
from incidents.models import offices_of
from incidents.terms import OfficeCode


def is_oig(user: User) -> bool:
    """Whether the person sits in the Inspector General's office."""
    return OfficeCode.OIG in offices_of(user)


def may_set_rule(by: Actor) -> Decision:
    return Decision.unless((is_oig(acting_user(by)), NOT_OIG))
