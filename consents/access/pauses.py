"""Who may pause an adult, lift a pause, and read why (T1). Everybody else learns only that it is paused."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import Pause
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import Delegation, Network, RoleAssignment, School, Staff
from schools.terms import Role

# Offices of the district that may pause anybody.
DISTRICT_OFFICES = (Role.ADMIN, Role.OIG, Role.PROTECTIONS)

NOT_YOURS_TO_PAUSE = Reason(
    "not_yours_to_pause",
    "T1",
    _(
        "The principal of the adult's school, the network chief or an office of the district pauses."
    ),
)
ONESELF = Reason("oneself", "T1", _("Nobody pauses themself, nor lifts a pause of their own."))
PAUSED_ALREADY = Reason("paused_already", "T1", _("Your office has paused this adult already."))
NOT_YOUR_PAUSE = Reason(
    "not_your_pause", "T1", _("The office that paused the adult lifts the pause.")
)


@dataclass(frozen=True, slots=True)
class Office:
    """In which capacity somebody pauses: a role, and the place where it is held."""

    role: Role
    school: School | None = None
    network: Network | None = None


def office_over(user: User, staff: Staff) -> Office | None:
    """The office in which the user may pause the adult: of the district, the network, or the adult's school."""
    held = user.role_assignments.current()
    district = held.filter(role__in=DISTRICT_OFFICES).order_by("pk").first()
    if district is not None:
        return Office(Role(district.role))
    places = RoleAssignment.objects.current().filter(user=staff.user_id, school__isnull=False)
    schools = School.objects.filter(pk__in=places.values("school"))
    networks = held.filter(role=Role.CHIEF).values("network")
    led = schools.filter(network__in=networks).select_related("network").first()
    if led is not None:
        return Office(Role.CHIEF, network=led.network)
    # A principal is paused from above.
    below = schools.exclude(pk__in=places.filter(role=Role.PRINCIPAL).values("school"))
    school = below.filter(pk__in=_led_by(user)).order_by("pk").first()
    return Office(Role.PRINCIPAL, school=school) if school else None


def _led_by(user: User) -> list[int]:
    """The schools whose principal the user is, or stands in for these days."""
    held = user.role_assignments.current().filter(role=Role.PRINCIPAL)
    principals = RoleAssignment.objects.current().filter(role=Role.PRINCIPAL)
    given = [
        row.school_id
        for row in Delegation.objects.current().filter(delegate=user)
        if principals.filter(user=row.principal_id, school=row.school_id).exists()
    ]
    return [*held.values_list("school_id", flat=True), *given]


def may_pause(by: Actor, staff: Staff) -> Decision:
    user = _user(by)
    office = office_over(user, staff) if user else None
    standing = Pause.objects.standing().filter(staff=staff)
    again = office is not None and any(_is(pause, office) for pause in standing)
    return Decision.unless(
        (by.user_id != staff.user_id, ONESELF),
        (office, NOT_YOURS_TO_PAUSE),
        (not again, PAUSED_ALREADY),
    )


def may_lift(by: Actor, pause: Pause) -> Decision:
    """Whoever sits in the office that paused; for a school's pause also the chief above it."""
    user = _user(by)
    mine = user is not None and (sits_in(user, pause) or _is_above(user, pause))
    return Decision.unless((by.user_id != pause.staff.user_id, ONESELF), (mine, NOT_YOUR_PAUSE))


def may_read_reason(user: User, pause: Pause) -> bool:
    """Who paused, and whoever sits in that office now; never the adult it is about."""
    if user.pk == pause.staff.user_id:
        return False
    return user.pk == pause.by_id or sits_in(user, pause)


def sits_in(user: User, pause: Pause) -> bool:
    """Whether the user holds the very office that paused."""
    if pause.office == Role.PRINCIPAL:
        return pause.school_id in _led_by(user)
    held = user.role_assignments.current().filter(role=pause.office)
    return held.filter(network=pause.network_id).exists()


def pauses_in_reach(user: User) -> QuerySet[Pause]:
    """The pauses of adults whom the user could pause, or could have: own schools, network, or all."""
    held = user.role_assignments.current()
    if held.filter(role__in=DISTRICT_OFFICES).exists():
        return Pause.objects.exclude(staff__user=user)
    networks = held.filter(role=Role.CHIEF).values("network")
    schools = School.objects.filter(Q(pk__in=_led_by(user)) | Q(network__in=networks))
    there = RoleAssignment.objects.filter(school__in=schools)
    mine = Q(staff__user__in=there.values("user")) | Q(by=user)
    return Pause.objects.filter(mine).exclude(staff__user=user)


def sees_pauses(user: User) -> bool:
    held = user.role_assignments.current()
    offices = held.filter(role__in=[*DISTRICT_OFFICES, Role.CHIEF])
    return offices.exists() or bool(_led_by(user))


def _is(pause: Pause, office: Office) -> bool:
    school = office.school.pk if office.school else None
    network = office.network.pk if office.network else None
    return (pause.office, pause.school_id, pause.network_id) == (office.role, school, network)


def _is_above(user: User, pause: Pause) -> bool:
    if pause.school is None or pause.school.network_id is None:
        return False
    held = user.role_assignments.current().filter(role=Role.CHIEF)
    return held.filter(network=pause.school.network_id).exists()


def _user(by: Actor) -> User | None:
    return User.objects.filter(pk=by.user_id or 0, is_active=True).first()
