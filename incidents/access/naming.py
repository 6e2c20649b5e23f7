"""Who settles who somebody in a case is, and who may no longer be kept out (I1, I2)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import acting_user, may_lead
from incidents.models import Case, Involved, Unnaming
from incidents.policy.names import could_be
from incidents.terms import KEPT_OUT

YOUR_NAME: Final = Reason(
    "your_name", "I1", _("The name could be your own. Somebody else of the office settles it.")
)
SECOND_PERSON: Final = Reason(
    "second_person", "I1", _("You asked for it yourself. A second person of the office decides.")
)


def may_settle(by: Actor, row: Involved) -> Decision:
    """Say who a name is: the office, but nobody whose own name it could be."""
    led = may_lead(by, row.case)
    if not led:
        return led
    own = could_be(str(row.words().get("name") or ""), acting_user(by).name)
    return Decision.unless((not (own and row.part in KEPT_OUT and not row.mark), YOUR_NAME))


def may_match(by: Actor, row: Involved, user: User) -> Decision:
    """Say that it is this person. Everybody may say so of themselves, and is out from that moment."""
    return may_lead(by, row.case) if user.pk == by.user_id else may_settle(by, row)


def may_answer_unnaming(by: Actor, asked: Unnaming) -> Decision:
    """Agree that somebody is let in again: a second person of the office."""
    led = may_lead(by, asked.case)
    return led and Decision.unless((asked.asked_by_id != by.user_id, SECOND_PERSON))


def needs_a_second(row: Involved) -> bool:
    """Whether ending the row could let somebody in who is kept out: then two people decide."""
    return row.part in KEPT_OUT and bool(row.mark or row.post)


def may_add(by: Actor, case: Case) -> Decision:
    return may_lead(by, case)
