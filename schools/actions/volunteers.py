"""Volunteers, stipend staff, vendors' staff: a principal adds somebody, a second person checks, an end day is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from schools import access
from schools.calendar import year_at
from schools.models import District, RoleAssignment, School, Staff, Volunteer
from schools.terms import AdultCategory, LinkSource, Role, VolunteerStage
from schools.workflow import VOLUNTEER, VolunteerMove
from trail.recording import record

NO_YEAR = Reason("no_year", "T7", _("No school year holds today at this school."))
TOO_LONG = Reason(
    "too_long", "T7", _("Nobody helps past the end of the school year: renew it then.")
)
OVER = Reason("over", "T7", _("This day is over: choose a later one."))
NOT_DISTRICT = Reason(
    "not_district_address",
    "T2b",
    _("The address must be the district's: it keeps the record of every group text."),
)
WAITS = Reason("waits", "T1", _("This person waits to be checked already."))
IS_STAFF = Reason(
    "is_staff", "T1", _("This is an employee's address: give them a role at the school instead.")
)
CLOSED = Reason(
    "account_closed",
    "T1",
    _(
        "This person's account was closed, and not because they left. A system administrator opens it first."
    ),
)
HELPS_ALREADY = Reason(
    "helps_already", "T1", _("This person helps at the school until then already.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whom a principal wants to have help, with what, and until when."""

    name: str
    email: str
    category: AdultCategory
    ends_on: date
    why: str


@transaction.atomic
def add(school: School, wish: Wish, *, by: Actor) -> Volunteer:
    """Enter somebody; until a second person has checked them they hold no role and see nothing."""
    School.objects.select_for_update().get(pk=school.pk)
    access.may_add_volunteer(by, school).require()
    _may_help(school, wish).require()
    row = Volunteer.objects.create(
        school=school,
        name=wish.name,
        email=wish.email.lower(),
        category=wish.category,
        ends_on=wish.ends_on,
        why=wish.why,
        asked_by=User.objects.get(pk=by.id),
    )
    record("volunteer.added", row, by=by, topic=school, category=str(wish.category))
    return row


@transaction.atomic
def check(row: Volunteer, *, by: Actor, note: str = "") -> Volunteer:
    """The second person has checked: from today they may be named in activities, until their last day."""
    row = _locked(row)
    access.may_check_volunteer(by, row).require()
    stage = VOLUNTEER.next(row.stage, VolunteerMove.CHECK)
    wish = Wish(
        name=row.name,
        email=row.email,
        category=AdultCategory(row.category),
        ends_on=row.ends_on,
        why=row.why,
    )
    _still_may(row.school, wish).require()
    user = _account(wish)
    row.assignment = RoleAssignment.objects.create(
        user=user,
        role=Role.VOLUNTEER,
        school=row.school,
        starts_on=timezone.localdate(),
        ends_on=row.ends_on,
        source=LinkSource.PERSON,
    )
    _decide(row, stage, by, note)
    record(
        "volunteer.checked", row, by=by, topic=row.school, user=user.pk,
        ends_on=row.ends_on.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def refuse(row: Volunteer, *, by: Actor, note: str) -> Volunteer:
    """No, and why; the principal may enter them anew."""
    row = _locked(row)
    access.may_check_volunteer(by, row).require()
    _decide(row, VOLUNTEER.next(row.stage, VolunteerMove.REFUSE), by, note)
    record("volunteer.refused", row, by=by, topic=row.school)
    return row


def _locked(row: Volunteer) -> Volunteer:
    rows = Volunteer.objects.select_for_update(of=("self",)).select_related("school__network")
    return rows.get(pk=row.pk)


def _decide(row: Volunteer, stage: str, by: Actor, note: str) -> None:
    row.stage, row.note = stage, note
    row.decided_at, row.decided_by = timezone.now(), User.objects.get(pk=by.id)
    row.save(update_fields=["stage", "note", "decided_at", "decided_by", "assignment"])


def _may_help(school: School, wish: Wish) -> Decision:
    waiting = Volunteer.objects.filter(
        school=school, email__iexact=wish.email, stage=VolunteerStage.WAITING
    )
    refusals = Decision.unless((not waiting.exists(), WAITS)).refusals
    return Decision(refusals + _still_may(school, wish).refusals)


def _still_may(school: School, wish: Wish) -> Decision:
    year = year_at(school, timezone.now())
    ours = (District.objects.order_by("pk").first() or District()).owns_address(wish.email)
    employee = Staff.objects.filter(
        user__email__iexact=wish.email, category=AdultCategory.EMPLOYEE, left_on__isnull=True
    )
    helps = RoleAssignment.objects.filter(
        user__email__iexact=wish.email,
        role=Role.VOLUNTEER,
        school=school,
        ends_on__gte=wish.ends_on,
    )
    closed = User.objects.filter(email__iexact=wish.email, is_active=False).exclude(
        staff__left_on__isnull=False
    )
    return Decision.unless(
        (year, NO_YEAR),
        (year is None or wish.ends_on <= year.ends_on, TOO_LONG),
        (wish.ends_on >= timezone.localdate(), OVER),
        (ours, NOT_DISTRICT),
        (not employee.exists(), IS_STAFF),
        (not closed.exists(), CLOSED),
        (not helps.exists(), HELPS_ALREADY),
    )


def _account(wish: Wish) -> User:
    """The person's account and row of staff, made or brought up to date; they set a password themself."""
    user = User.objects.filter(email__iexact=wish.email).first()
    if user is None:
        user = User.objects.create_user(wish.email, wish.name)
    elif not user.is_active:
        # Closed because its owner left: whoever helps now is no longer gone.
        user.is_active = True
        user.save(update_fields=["is_active"])
    staff, made = Staff.objects.get_or_create(user=user, defaults={"category": wish.category})
    if not made:
        staff.category, staff.left_on, staff.left_recorded_at = wish.category, None, None
        staff.save(update_fields=["category", "left_on", "left_recorded_at"])
    return user
