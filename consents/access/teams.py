"""A team is its owner's."""

from __future__ import annotations

from consents.access import reasons
from consents.models import Team
from core.actor import Actor
from core.decision import Decision


def may_change(by: Actor, team: Team) -> Decision:
    return Decision.unless((by.user_id == team.owner_id, reasons.NOT_YOUR_TEAM))
