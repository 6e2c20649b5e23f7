"""Who reports while signed in, who takes what others tell, and who writes down a call (I1, I2)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from core.marks import mark_of_user
from incidents.access.cases import NOT_YOURS, acting_user, may_work
from incidents.models import Case, TakenReport, offices_of

NOT_SEATED: Final = Reason(
    "not_seated", "I1", _("Only people who sit in an office that reads reports take them by telephone and on paper.")
)  # fmt: skip


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
