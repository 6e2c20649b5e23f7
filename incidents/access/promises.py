"""Who changes the numbers of the promises (I1, I2)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import acting_user
from incidents.models import offices_of

NOT_AN_OFFICE: Final = Reason(
    "not_an_office", "I1", _("Only the two offices that read reports change these numbers.")
)


def may_change_promises(by: Actor) -> Decision:
    sits = by.user_id is not None and bool(offices_of(acting_user(by)))
    return Decision.unless((sits, NOT_AN_OFFICE))
