"""An office pauses an adult's texting: a deliberate step that the adult will notice (I4, T1).

In the register of permissions it is a pause like every other: everybody reads that the district paused, no message
leaves, and nothing there leads to a case.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents.access.pauses import Office
from consents.actions import pauses as register
from consents.models import Lift, Pause
from core.actor import Actor
from core.decision import Decision, Reason, Refused
from incidents.access.cases import acting_user, may_lead, offices_with
from incidents.access.pauses import NOT_PAUSED, may_pause_person
from incidents.actions.steps import step
from incidents.facts.people import rows_of, staff_of
from incidents.models import Case, CasePause, Involved
from incidents.models.offices import ROLE_OF_OFFICE
from incidents.terms import OfficeCode

NOT_WARNED: Final = Reason(
    "not_warned", "I4", _("Tick that you know: the adult will notice the pause.")
)
# What the register of permissions keeps as the reason; its readers are not the case's.
NEUTRAL: Final = "Paused by the district."


@transaction.atomic
def pause(row: Involved, *, by: Actor, reason: str, warned: bool) -> CasePause:
    """From now on the adult may text no student. Why is kept in the case alone."""
    case = Case.objects.select_for_update().get(pk=row.case_id)
    may_lead(by, case).require()
    Decision.unless((warned, NOT_WARNED)).require()
    may_pause_person(row).require()
    staff = staff_of(row)
    office = OfficeCode(offices_with(by, case)[0])
    made = CasePause(case=case, involved=row, office=office, by=acting_user(by))
    kept = register.pause(
        staff,  # type: ignore[arg-type]
        by=by,
        reason=NEUTRAL,
        office=Office(ROLE_OF_OFFICE[office]),
    )
    made.seal({"pause": kept.pk, "staff": kept.staff_id, "reason": reason})
    made.save(force_insert=True)
    step(case, "case.adult_paused", by=by, row=str(made.name))
    return made


@transaction.atomic
def lift(row: Involved, *, by: Actor) -> CasePause:
    """The pause of this case ends; one that another office, or another case, holds goes on."""
    case = Case.objects.select_for_update().get(pk=row.case_id)
    may_lead(by, case).require()
    held = CasePause.objects.filter(involved__in=rows_of(row), ended_at=None).first()
    if held is None:
        raise Refused(Decision((NOT_PAUSED,)))
    return end(held, by=by)


def end(held: CasePause, *, by: Actor) -> CasePause:
    """End it in both registers; somebody of the office may have lifted it in the other already."""
    kept = Pause.objects.get(pk=held.words()["pause"])
    if not Lift.objects.filter(pause=kept).exists():
        register.lift(kept, by=by, as_office=True)
    held.ended_at, held.ended_by = timezone.now(), acting_user(by)
    held.save(update_fields=["ended_at", "ended_by"])
    step(held.case, "case.adult_pause_lifted", by=by, row=str(held.name))
    return held
