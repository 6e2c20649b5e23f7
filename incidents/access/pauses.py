"""Who pauses an adult's texting because of a case (T1, I4)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.decision import Decision, Reason
from incidents.facts.people import rows_of, staff_of
from incidents.models import CasePause, Involved
from incidents.terms import Part

NOT_ACCUSED: Final = Reason("not_accused", "I4", _("Only who the report is about can be paused."))
NOT_KNOWN: Final = Reason(
    "not_known",
    "I4",
    _("Nobody has confirmed which account is theirs: say who it is under “People” first."),
)
PAUSED_ALREADY: Final = Reason("paused_already", "I4", _("They are paused because of this case."))
NOT_PAUSED: Final = Reason("not_paused", "I4", _("They are not paused because of this case."))


def may_pause_person(row: Involved) -> Decision:
    """Whether this person of the case can be paused; that the office leads the case is asked beside it."""
    standing = CasePause.objects.filter(involved__in=rows_of(row), ended_at=None).exists()
    return Decision.unless(
        (row.part == Part.ACCUSED and row.ended_at is None, NOT_ACCUSED),
        (staff_of(row), NOT_KNOWN),
        (not standing, PAUSED_ALREADY),
    )
