"""Who reports while signed in, who takes what others tell, and who writes down a call (I1, I2)."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from core.marks import mark_of_user
from incidents.access import closing
from incidents.access.cases import NOT_YOURS, acting_user, may_work
from incidents.facts.mandated import standing_of_case
from incidents.models import Case, TakenReport, offices_of
from incidents.terms.desk import Outcome
from incidents.terms.mandated import Step

NOT_SEATED: Final = Reason(
    "not_seated", "I1", _("Only people who sit in an office that reads reports take them by telephone and on paper.")
)  # fmt: skip

LACKS: Final = {
    Step.CALL: Reason(
        "no_call", "I1", _("Nobody has called the child-protection line. That the principal knows does not do.")
    ),
    Step.WRITE: Reason(
        "no_confirmation", "I1", _("The call to the child-protection line is not confirmed in writing.")
    ),
}  # fmt: skip


def may_take(by: Actor) -> Decision:
    """Write down what somebody tells by telephone or handed in on paper."""
    seated = by.user_id is not None and bool(offices_of(acting_user(by)))
    return Decision.unless((seated, NOT_SEATED))


def may_tell_of_call(by: Actor, case: Case) -> Decision:
    """Say what one did about the child: who reads the case, and who of staff reported it."""
    reported = by.user_id is not None and TakenReport.objects.own(acting_user(by)).filter(case=case)
    return Decision.unless(((reported and reported.exists()) or may_work(by, case), NOT_YOURS))


def mark_of(by: Actor) -> str:
    return mark_of_user(acting_user(by).pk)


def call_in_the_way(case: Case, _outcome: Outcome) -> list[Reason]:
    """No case with signs of abuse ends before a call is on record and, where the line took it, its confirmation."""
    step = standing_of_case(case, timezone.now()).step
    return [LACKS[step]] if step in LACKS else []


closing.register("child_protection_call", call_in_the_way)
