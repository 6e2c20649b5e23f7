"""Whose the next action is: for each reason of a no, one person or office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consents.reports.next_steps import People
from consents.terms import BoardState, Reason

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OFFICE = _("The student's school office")
ITS = _("ITS")
OUTREACH = _("The outreach office")
FAMILY = _("The family; do not press")
STUDENT = _("The student, from that day on")
NOBODY = ""

# Whose it is to change each reason. "asker" and "principal" are named from the activity.
BY_REASON: dict[Reason, str | _StrPromise] = {
    Reason.STUDENT_NOT_ENROLLED: OFFICE,
    Reason.GRADE_NOT_COVERED: "asker",
    Reason.ADULT_NOT_DESIGNATED: "asker",
    Reason.ADULT_NOT_ACTIVE: OFFICE,
    Reason.ADULT_PAUSED: "principal",
    Reason.NOT_APPROVED: "principal",
    Reason.APPROVAL_REVOKED: "asker",
    Reason.PROGRAM_NOT_APPROVED: OUTREACH,
    Reason.PLATFORM_NOT_APPROVED: ITS,
    Reason.NOT_THIS_ACTIVITY: "asker",
    Reason.ANOTHER_SCHOOL_YEAR: "asker",
}
BY_STATE: dict[BoardState, str | _StrPromise] = {
    BoardState.GRANTED: NOBODY,
    BoardState.EXPIRING: "asker",
    BoardState.TURNING_18: STUDENT,
    BoardState.CONFLICT: OFFICE,
    BoardState.REFUSED: FAMILY,
    BoardState.HELD: OFFICE,
    BoardState.SILENT: "asker",
    BoardState.UNREACHABLE: OFFICE,
}


def owner_of(state: BoardState, first: Reason | None, people: People) -> str:
    """Who takes the next step for a student in this state; empty where nothing is to be done."""
    owner = BY_STATE.get(state)
    if owner is None and first is not None:
        owner = BY_REASON.get(first, OFFICE)
    if owner == "asker":
        return people.asker
    return people.principal if owner == "principal" else str(owner or NOBODY)
