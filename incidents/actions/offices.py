"""An office is founded, people are confirmed and leave, and somebody hears when it is down (I1, I2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from incidents.access import offices as access
from incidents.access.cases import acting_user
from incidents.models import DutyHours, OfficeAlarm, OfficeSeat, SeatEnd
from incidents.models.offices import FOUNDERS, ROLE_OF_OFFICE
from incidents.reports import offices as reports
from incidents.terms import OfficeCode
from notices.posting import post
from notices.terms import Channel
from schools.actions.offices import name_founders
from schools.calendar import local_day, zone_of
from schools.models import RoleAssignment
from schools.terms import Role
from trail.recording import record

WATCH: Final = Actor.job("incidents.watch_offices")
HAS_PEOPLE: Final = Reason("has_people", "I1", _("This office has people already; they confirm whoever joins them."))  # fmt: skip
TWO_PEOPLE: Final = Reason("two_people", "I1", _("An office begins with two different people."))
NOT_ON_DUTY: Final = Reason("not_seated", "I1", _("Only people who sit in the office are on duty."))
DUTY_ENDED: Final = Reason("duty_ended", "I1", _("These hours were taken away already."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """When somebody of the office is called out, as which, and where beside their e-mail."""

    user: User
    days: Sequence[int]
    opens: time
    closes: time
    place: int = 1
    phone: str = ""


@transaction.atomic
def found(office: OfficeCode, emails: Sequence[str], *, by: Actor) -> list[OfficeSeat]:
    """Begin an office with two people, at the server. Seats of people who have all left are ended first."""
    Decision.unless(
        (len({one.strip().lower() for one in emails}) == FOUNDERS == len(emails), TWO_PEOPLE),
        (not reports.people_of(office), HAS_PEOPLE),
    ).require()
    role = ROLE_OF_OFFICE[office]
    assignments = name_founders(emails, role, by=by)
    for seat in OfficeSeat.objects.filter(assignment__role=role, end=None):
        SeatEnd.objects.create(seat=seat, ended_by=None, reason="The office is founded anew.")
    return [_seat(assignment, None, by) for assignment in assignments]


@transaction.atomic
def confirm(assignment: RoleAssignment, *, by: Actor) -> OfficeSeat:
    """Somebody of the office says that the administrator's grant is right: from now on the person reads its cases."""
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    access.may_confirm(by, assignment).require()
    return _seat(assignment, acting_user(by), by)


@transaction.atomic
def end_seat(seat: OfficeSeat, *, reason: str, by: Actor) -> SeatEnd:
    """The person reads the office's cases no more, from this moment. Their colleagues are told."""
    RoleAssignment.objects.select_for_update().get(pk=seat.assignment_id)
    access.may_end_seat(by, seat).require()
    told = reports.people_of(seat.office)
    end = SeatEnd.objects.create(seat=seat, ended_by=acting_user(by), reason=reason)
    DutyHours.objects.standing().filter(office=seat.office, user=seat.assignment.user_id).update(
        ended_at=timezone.now(), ended_by=acting_user(by)
    )
    record("seat.ended", seat, by=by, user=seat.assignment.user_id)
    _tell(told, "incidents/seat_ended", {"seat": seat.pk}, f"seat_ended:{seat.pk}")
    return end


@transaction.atomic
def add_duty(office: OfficeCode, duty: Duty, *, by: Actor) -> list[DutyHours]:
    """On these weekdays, from a time to a time, the person is called out: first, second, …"""
    access.may_run(by, office).require()
    seated = duty.user.pk in {one.pk for one in reports.people_of(office)}
    Decision.unless((seated, NOT_ON_DUTY)).require()
    rows = [
        DutyHours.objects.create(
            office=office,
            user=duty.user,
            weekday=day,
            opens=duty.opens,
            closes=duty.closes,
            place=duty.place,
            phone=duty.phone,
            added_by=acting_user(by),
        )
        for day in sorted(set(duty.days))
    ]
    for row in rows:
        record("duty.set", row, by=by, user=row.user_id, weekday=row.weekday, place=row.place)
    return rows


@transaction.atomic
def end_duty(row: DutyHours, *, by: Actor) -> DutyHours:
    row = DutyHours.objects.select_for_update().get(pk=row.pk)
    access.may_run(by, OfficeCode(row.office)).require()
    Decision.unless((row.ended_at is None, DUTY_ENDED)).require()
    row.ended_at, row.ended_by = timezone.now(), acting_user(by)
    row.save(update_fields=["ended_at", "ended_by"])
    record("duty.ended", row, by=by, user=row.user_id)
    return row


def watch(at: datetime) -> int:
    """Administrators hear once a day of each office that is down; its people hear of whoever waits to be confirmed."""
    for office in OfficeCode:
        for assignment in reports.waiting(office):
            key = f"seat_waits:{assignment.pk}"
            _tell(reports.people_of(office), "incidents/seat_waits", {"assignment": assignment.pk}, key)  # fmt: skip
    return sum(_raise_alarm(office, at) for office in reports.down(at))


@transaction.atomic
def _raise_alarm(office: OfficeCode, at: datetime) -> bool:
    day = local_day(at, str(zone_of(None, at)))
    people = reports.people_of(office, day)
    alarm, made = OfficeAlarm.objects.get_or_create(
        office=office, day=day, defaults={"people": len(people)}
    )
    if made:
        record("office.down", alarm, by=WATCH, office=str(office), people=len(people))
        held = RoleAssignment.objects.current(day).filter(role=Role.ADMIN)
        admins = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk")
        everybody = {one.pk: one for one in [*admins, *people]}
        _tell(everybody.values(), "incidents/office_down", {"alarm": alarm.pk}, f"office_down:{alarm.pk}")  # fmt: skip
    return made


def _seat(assignment: RoleAssignment, confirmer: User | None, by: Actor) -> OfficeSeat:
    seat = OfficeSeat.objects.create(assignment=assignment, confirmed_by=confirmer)
    record("seat.confirmed", seat, by=by, user=assignment.user_id, founded=confirmer is None)
    return seat


def _tell(people: Iterable[User], kind: str, facts: dict[str, int], key: str) -> None:
    for user in people:
        post(
            kind,
            channel=Channel.EMAIL,
            address=user.email,
            recipient=Actor(ActorKind.USER, str(user.pk), user.name),
            language="en",
            facts=facts,
            key=f"{key}:{user.pk}",
        )
