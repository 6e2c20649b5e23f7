"""Who sits in the offices that read reports: a role, confirmed by somebody of that office; and who is on duty when."""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import not_before, one_of
from incidents.terms import OfficeCode
from schools.models import RoleAssignment
from schools.terms import Role
from trail.guards import Guard

ROLE_OF_OFFICE: Final = {
    OfficeCode.OIG: Role.OIG,
    OfficeCode.STUDENT_PROTECTIONS: Role.PROTECTIONS,
}
OFFICE_OF_ROLE: Final = {role: office for office, role in ROLE_OF_OFFICE.items()}
# An office is founded with this many people, and down with fewer: nobody confirms or checks themself.
FOUNDERS: Final = 2

# Seats that nobody ended, of roles that were given without an end, of the office of the new seat.
_STANDING: Final = (
    "SELECT {what} FROM incidents_officeseat s JOIN schools_roleassignment r ON r.id = s.assignment_id "
    "WHERE r.role = (SELECT n.role FROM schools_roleassignment n WHERE n.id = NEW.assignment_id) "
    "AND NOT EXISTS (SELECT 1 FROM incidents_seatend e WHERE e.seat_id = s.id)"
)
_CONFIRMER: Final = _STANDING.format(what="1") + " AND r.user_id = NEW.confirmed_by_id"
_COUNT: Final = _STANDING.format(what="COUNT(DISTINCT r.user_id)") + " AND r.ends_on IS NULL"


class SeatQuerySet(models.QuerySet["OfficeSeat"]):
    def standing(self, on: date | None = None) -> Self:
        """Seats that nobody ended, whose role holds on the day, of people whose account is open.

        Whoever gives people access reads no report, whatever else they hold.
        """
        held = RoleAssignment.objects.current(on)
        return self.filter(
            assignment__in=held.filter(role__in=OFFICE_OF_ROLE),
            assignment__user__is_active=True,
            end__isnull=True,
        ).exclude(assignment__user__in=held.filter(role=Role.ADMIN).values("user"))


class OfficeSeat(models.Model):
    """A second person of the office confirmed somebody's role in it. An administrator's grant alone opens no case.

    `confirmed_by` is null only for the people an office was founded with (at the server).
    """

    append_only = True
    guards = (
        Guard(
            "own_seat",
            "INSERT",
            "NEW.confirmed_by_id = (SELECT n.user_id FROM schools_roleassignment n WHERE n.id = NEW.assignment_id)",
            "nobody confirms their own seat",
        ),
        Guard(
            "second_person",
            "INSERT",
            f"NEW.confirmed_by_id IS NOT NULL AND NOT EXISTS ({_CONFIRMER})",
            "a seat is confirmed by somebody who sits in the same office",
        ),
        Guard(
            "founded_once",
            "INSERT",
            f"NEW.confirmed_by_id IS NULL AND ({_COUNT}) >= {FOUNDERS}",
            "an office is founded once",
        ),
    )

    assignment = models.OneToOneField(RoleAssignment, models.PROTECT, related_name="seat")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SeatQuerySet.as_manager()

    def __str__(self) -> str:
        return f"seat {self.assignment_id}"

    @property
    def office(self) -> OfficeCode:
        return OFFICE_OF_ROLE[Role(self.assignment.role)]


class SeatEnd(models.Model):
    """Somebody of the office ended a seat: their own, or a colleague's. From then on it opens nothing."""

    append_only = True

    seat = models.OneToOneField(OfficeSeat, models.PROTECT, related_name="end")
    # Null where the office was founded anew at the server, after everybody had left.
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"end of seat {self.seat_id}"


class DutyQuerySet(models.QuerySet["DutyHours"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class DutyHours(models.Model):
    """Somebody of the office can be called out on this weekday (0 is Monday), from a time to a time of the district's zone.

    `place` is the order in which they are called; a time to that is not later is on the next day. A change is a new
    row, the old one ends. `phone` is for paging (a text without any word of a report); the e-mail is the account's.
    """

    office = models.CharField(max_length=20, choices=OfficeCode)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=list(WEEKDAYS.items()))
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("to"))
    place = models.PositiveSmallIntegerField(_("called"), default=1)
    phone = models.CharField(_("telephone for paging"), max_length=30, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duty hours"
        ordering = ["office", "weekday", "opens", "place"]
        constraints = [
            one_of("office", OfficeCode.values),
            not_before("ended_at", "added_at"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="incidents_dutyhours_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.weekday} {self.opens}"


class OfficeAlarm(models.Model):
    """An office was down on a day, and the administrators were told: once a day while it lasts."""

    append_only = True

    office = models.CharField(max_length=20, choices=OfficeCode)
    day = models.DateField()
    people = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day"], name="incidents_officealarm_once")
        ]

    def __str__(self) -> str:
        return f"{self.office} down on {self.day}"


def offices_of(user: User, on: date | None = None) -> list[str]:
    """The offices whose cases the user reads on the day."""
    roles = OfficeSeat.objects.standing(on).filter(assignment__user=user)
    held = set(roles.values_list("assignment__role", flat=True))
    return sorted(str(office) for office, role in ROLE_OF_OFFICE.items() if role in held)
