"""Who reads a case now: asked anew each time, as `Case.objects.visible_to` does for each of them."""

from __future__ import annotations

from accounts.models import User
from incidents.models import Case, CaseOffice, OfficeSeat, Recipient
from incidents.models.offices import ROLE_OF_OFFICE
from incidents.terms import OfficeCode


def readers_of(case: Case) -> list[User]:
    """Everybody who would find the case on their desk at this moment; never anybody kept out of it."""
    held = CaseOffice.objects.filter(case=case, ended_at=None).values_list("office", flat=True)
    roles = [ROLE_OF_OFFICE[OfficeCode(one)] for one in held]
    seats = OfficeSeat.objects.standing().filter(assignment__role__in=roles)
    named = Recipient.objects.filter(case=case, ended_at=None)
    people = {*seats.values_list("assignment__user", flat=True), *named.values_list("user", flat=True)}  # fmt: skip
    asked = User.objects.filter(pk__in=people, is_active=True).order_by("pk")
    return [user for user in asked if reads(user, case)]


def reads(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()
