"""Who works on a case (I1, I2). That a case is seen at all is `Case.objects.visible_to`; this asks what one may do."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason, Refused
from incidents.models import Case, CaseOffice, offices_of
from incidents.terms import OfficeCode

NOT_SIGNED_IN: Final = Reason("not_signed_in", "I1", _("Sign in with your own account first."))
NOT_YOURS: Final = Reason("not_your_case", "I1", _("You do not work on this case."))
NOT_THE_OFFICE: Final = Reason(
    "not_the_office", "I1", _("Only the office that has the case does this.")
)
NOT_OIG: Final = Reason("not_oig", "I1", _("Only the Office of Inspector General does this."))


def acting_user(by: Actor) -> User:
    """The signed-in person; `Refused` for every other kind of actor and for closed accounts."""
    user = User.objects.filter(pk=by.user_id, is_active=True).first() if by.user_id else None
    if user is None:
        raise Refused(Decision((NOT_SIGNED_IN,)))
    return user


def may_work(by: Actor, case: Case) -> Decision:
    """Write notes, messages and steps: whoever the case is visible to now."""
    return Decision.unless((_sees(by, case), NOT_YOURS))


def may_lead(by: Actor, case: Case) -> Decision:
    """What only an office that has the case decides: reclassify, name, pause, share, close, dispose."""
    return Decision.unless((_sees(by, case) and bool(offices_with(by, case)), NOT_THE_OFFICE))


def may_investigate(by: Actor, case: Case) -> Decision:
    """What only the Inspector General's office sees: originals to take away, related reports across schools."""
    led = _sees(by, case) and OfficeCode.OIG in offices_with(by, case)
    return Decision.unless((led, NOT_OIG))


def offices_with(by: Actor, case: Case) -> list[str]:
    """The offices that have the case and that the person sits in."""
    if by.user_id is None:
        return []
    held = CaseOffice.objects.filter(case=case, ended_at=None).values_list("office", flat=True)
    mine = offices_of(acting_user(by))
    return [one for one in mine if one in set(held)]


def _sees(by: Actor, case: Case) -> bool:
    if by.user_id is None:
        return False
    return Case.objects.visible_to(acting_user(by)).filter(pk=case.pk).exists()
