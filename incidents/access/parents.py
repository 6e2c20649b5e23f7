"""Who puts somebody in charge of telling parents, who decides, and who calls (I2)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import NOT_YOURS, may_work
from incidents.facts.parents import standing_charge
from incidents.models import Case

NOT_IN_CHARGE: Final = Reason(
    "not_in_charge", "I2", _("Only the person in charge of telling the parents decides this.")
)
NOT_A_READER: Final = Reason("not_a_reader", "I2", _("They do not read this case."))


def may_charge(by: Actor, case: Case, user: User) -> Decision:
    """Name who is in charge: whoever works on the case, and only somebody who reads it."""
    reads = Case.objects.visible_to(user).filter(pk=case.pk).exists()
    return Decision.unless((may_work(by, case), NOT_YOURS), (reads, NOT_A_READER))


def may_decide(by: Actor, case: Case) -> Decision:
    """Decide, and do the checklist: the named person alone, while they read the case."""
    charge = standing_charge(case)
    mine = charge is not None and charge.user_id == by.user_id
    return Decision.unless((may_work(by, case), NOT_YOURS), (mine, NOT_IN_CHARGE))
