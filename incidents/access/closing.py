"""Who closes a case, and what still stands in the way (I4, I5). Other subjects add what must be done first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import may_lead
from incidents.facts.clocks import deeds_of
from incidents.models import Case
from incidents.policy.closing import Handled, Lack, lacks
from incidents.terms.desk import Outcome

# What a subject still wants done before the case ends so; nothing where all is done.
Check = Callable[[Case, Outcome], Iterable[Reason]]
_checks: dict[str, Check] = {}

REASONS: Final = {
    Lack.NOT_TOLD: Reason(
        Lack.NOT_TOLD, "I1", _("Nobody has answered whoever reported it yet.")
    ),
    Lack.NOT_ACTED: Reason(
        Lack.NOT_ACTED, "I1", _("Nothing is written down that was done. Write the first action down.")
    ),
}  # fmt: skip


def register(name: str, check: Check) -> None:
    """Let `check(case, outcome)` say what stands in the way; a second call for the same name replaces the first."""
    _checks[name] = check


def in_the_way(case: Case, outcome: Outcome) -> Decision:
    """Everything that is still to be done before the case can end with the outcome, in a fixed order."""
    deeds = deeds_of([case])[case.pk]
    handled = Handled(told=bool(deeds.told), acted=bool(deeds.acted))
    own = [REASONS[one] for one in lacks(handled, outcome)]
    others = [reason for _name, check in sorted(_checks.items()) for reason in check(case, outcome)]
    return Decision((*own, *others))


def may_close(by: Actor, case: Case, outcome: Outcome) -> Decision:
    """An office that has the case, once nothing stands in the way."""
    led = may_lead(by, case)
    return in_the_way(case, outcome) if led else led
