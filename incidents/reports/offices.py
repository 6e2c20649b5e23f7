"""The offices that read reports: is anybody there, who is called now, who sits in them. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from incidents.models import DutyHours, OfficeSeat
from incidents.models.offices import FOUNDERS, ROLE_OF_OFFICE
from incidents.terms import OfficeCode
from schools.calendar import local_day, zone_of
from schools.lines.hours import Span, opening
from schools.models import RoleAssignment


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody who can be called out; `phone` is empty where only their e-mail is known."""

    user: User
    email: str
    phone: str
    # False for a colleague who is asked because nobody before them answered.
    scheduled: bool


def seats(office: str, on: date | None = None) -> QuerySet[OfficeSeat]:
    """Who sits in the office on the day."""
    found = OfficeSeat.objects.standing(on).filter(
        assignment__role=ROLE_OF_OFFICE[OfficeCode(office)]
    )
    return found.select_related("assignment__user", "confirmed_by").order_by("at", "pk")


def people_of(office: str, on: date | None = None) -> list[User]:
    """Everybody who sits in the office on the day, once each."""
    return list({seat.assignment.user_id: seat.assignment.user for seat in seats(office, on)}.values())  # fmt: skip


def is_up(office: str, at: datetime) -> bool:
    """Two confirmed people with open accounts: fewer, and nobody could check what the other does."""
    return len(people_of(office, local_day(at, str(zone_of(None, at))))) >= FOUNDERS


def down(at: datetime) -> list[OfficeCode]:
    """The offices in which nobody, or one person alone, reads at the moment."""
    return [office for office in OfficeCode if not is_up(office, at)]


def on_duty(office: str, at: datetime) -> list[OnDuty]:
    """Whom to call out now, one after the other: by the duty hours, then everybody else who sits there.

    Empty only where nobody sits in the office. Whether somebody is kept out of the case is asked by who calls.
    """
    zone = zone_of(None, at)
    people = {user.pk: user for user in people_of(office, local_day(at, str(zone)))}
    rows = DutyHours.objects.standing().filter(office=office, user__in=people)
    now = [row for row in rows.order_by("place", "pk") if opening([_span(row)], at, zone).is_open]
    found = {row.user_id: OnDuty(people[row.user_id], people[row.user_id].email, row.phone, scheduled=True) for row in reversed(now)}  # fmt: skip
    listed = [found[pk] for pk in dict.fromkeys(row.user_id for row in now)]
    phones = {row.user_id: row.phone for row in rows if row.phone}
    rest = [one for one in people.values() if one.pk not in found]
    return listed + [OnDuty(one, one.email, phones.get(one.pk, ""), scheduled=False) for one in rest]  # fmt: skip


def duty_rows(office: str) -> Sequence[DutyHours]:
    """The week as it is set, by day and time."""
    rows = DutyHours.objects.standing().filter(office=office)
    return list(rows.select_related("user").order_by("weekday", "opens", "place"))


def waiting(office: str) -> list[RoleAssignment]:
    """People to whom an administrator gave the office's role, and whom nobody of it has confirmed."""
    held = RoleAssignment.objects.current().filter(role=ROLE_OF_OFFICE[OfficeCode(office)])
    open_ones = held.filter(seat__isnull=True, user__is_active=True)
    return list(open_ones.select_related("user").order_by("recorded_at", "pk"))


def states(at: datetime | None = None) -> dict[str, bool]:
    """Each office and whether it is up: for `/readyz`, which names no person."""
    moment = at or timezone.now()
    return {f"office_{office}": is_up(office, moment) for office in OfficeCode}


def _span(row: DutyHours) -> Span:
    return Span(row.weekday, row.opens, row.closes)
