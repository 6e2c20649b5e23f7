"""Who asks ITS about a tool, who says what to a request, and who answers it (P6)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from platforms.access.roles import may_confirm, may_work
from platforms.models import Consult
from schools.models import RoleAssignment

NO_ROLE: Final = Reason("no_role", "P6", _("Only people who work for the district ask here."))
NOT_YOURS: Final = Reason("not_yours", "P6", _("Only whoever asked takes a request back."))
NOT_A_PARTY: Final = Reason("not_a_party", "P6", _("Only whoever asked, and ITS, write here."))


def may_ask(by: Actor) -> Decision:
    """Anybody with a role today."""
    held = by.user_id is not None and (
        RoleAssignment.objects.current().filter(user_id=by.user_id).exists()
    )
    return Decision.unless((held, NO_ROLE))


def may_withdraw(by: Actor, consult: Consult) -> Decision:
    return Decision.unless((by.user_id == consult.asked_by_id, NOT_YOURS))


def may_speak(by: Actor, consult: Consult) -> Decision:
    """Write a message, or open an answered request again: the asker and ITS."""
    party = by.user_id == consult.asked_by_id or may_work(by)
    return Decision.unless((party, NOT_A_PARTY))


def may_take(by: Actor) -> Decision:
    """Take a request up, and say which tool is meant: ITS."""
    return may_work(by)


def may_answer(by: Actor, consult: Consult) -> Decision:
    """A reviewer, and never of a request that is their own."""
    return may_confirm(by, consult.asked_by_id)
