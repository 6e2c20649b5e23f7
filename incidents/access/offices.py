"""Who does what in an office that reads reports (I1, I2): its own people, and for a seat never oneself."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import acting_user
from incidents.models import OfficeSeat, SeatEnd, offices_of
from incidents.models.offices import ROLE_OF_OFFICE
from incidents.terms import OfficeCode
from schools.models import RoleAssignment
from schools.roles import holds
from schools.terms import Role

NOT_SEATED: Final = Reason(
    "not_seated", "I1", _("Only somebody who sits in this office does this.")
)
TO_ONESELF: Final = Reason("to_oneself", "I1", _("Nobody confirms their own seat."))
ROLE_ENDED: Final = Reason("role_ended", "I1", _("This person does not hold the role today."))
CLOSED: Final = Reason("account_closed", "I1", _("This person's account is closed."))
GIVES_ACCESS: Final = Reason(
    "gives_and_reads", "I1", _("Whoever gives people access does not sit in an office that reads reports.")
)  # fmt: skip
SEATED: Final = Reason("seated_already", "I1", _("This person sits here already."))
ENDED: Final = Reason("seat_ended", "I1", _("This seat was ended. An administrator gives the role anew, then you confirm it."))  # fmt: skip


def may_run(by: Actor, office: OfficeCode) -> Decision:
    """See the office's page and set its duty hours."""
    seated = by.user_id is not None and office in offices_of(acting_user(by))
    return Decision.unless((seated, NOT_SEATED))


def may_confirm(by: Actor, assignment: RoleAssignment) -> Decision:
    """Open the office's cases to somebody an administrator gave its role: a second person, who sits there."""
    office = _office(assignment)
    seat = OfficeSeat.objects.filter(assignment=assignment).first()
    ended = seat is not None and SeatEnd.objects.filter(seat=seat).exists()
    return Decision.unless(
        (office is not None and may_run(by, office), NOT_SEATED),
        (assignment.user_id != by.user_id, TO_ONESELF),
        (RoleAssignment.objects.current().filter(pk=assignment.pk).exists(), ROLE_ENDED),
        (assignment.user.is_active, CLOSED),
        (not holds(assignment.user_id, [Role.ADMIN]), GIVES_ACCESS),
        (seat is None or ended, SEATED),
        (not ended, ENDED),
    )


def may_end_seat(by: Actor, seat: OfficeSeat) -> Decision:
    """End one's own seat, or that of a colleague: everybody of the office is told."""
    ended = SeatEnd.objects.filter(seat=seat).exists()
    return Decision.unless((may_run(by, seat.office), NOT_SEATED), (not ended, ENDED))


def _office(assignment: RoleAssignment) -> OfficeCode | None:
    return next((one for one, role in ROLE_OF_OFFICE.items() if role == assignment.role), None)
