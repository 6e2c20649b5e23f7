"""Roles above a school: the first administrator, the offices of the district, the chiefs of networks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from schools import access
from schools.actions.history import note_change
from schools.models import Network, RoleAssignment, Staff
from schools.terms import NETWORK_ROLES, REPORT_ROLES, Role
from trail.recording import record


@transaction.atomic
def name_first_admin(email: str, *, by: Actor) -> User:
    """The system administrator with this address; made when there is none, refused when it is somebody else."""
    held = RoleAssignment.objects.current().filter(role=Role.ADMIN, user__is_active=True)
    mine = held.filter(user__email=email.strip().lower()).select_related("user").first()
    if mine is not None:
        return mine.user
    at_the_server = Reason("at_the_server", "", _("Only whoever runs the server names the first administrator."))  # fmt: skip
    not_first = Reason(
        "not_first", "", _("There is an administrator already; they give people access.")
    )
    Decision.unless(
        (by.kind == ActorKind.COMMAND, at_the_server), (not held.exists(), not_first)
    ).require()
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        user = User.objects.create_user(email, email.strip().lower())
        Staff.objects.create(user=user)
    assignment = RoleAssignment.objects.create(
        user=user, role=Role.ADMIN, starts_on=timezone.localdate()
    )
    record("role.granted", assignment, by=by, role=str(Role.ADMIN), user=user.pk)
    return user


@transaction.atomic
def grant_office(
    user: User,
    role: Role,
    *,
    by: Actor,
    starts_on: date,
    ends_on: date | None = None,
    network: Network | None = None,
) -> RoleAssignment:
    """Give a role held for the district, or a network's chief; the roster brings none of these."""
    access.may_grant_office(by, role=role, user_id=user.pk).require()
    User.objects.select_for_update().get(pk=user.pk)
    _may_hold(user, role, network, starts_on, ends_on).require()
    assignment = RoleAssignment.objects.create(
        user=user, role=role, network=network, starts_on=starts_on, ends_on=ends_on
    )
    record("role.granted", assignment, by=by, role=str(role), user=user.pk)
    return assignment


def _may_hold(
    user: User, role: Role, network: Network | None, starts_on: date, ends_on: date | None
) -> Decision:
    held = RoleAssignment.objects.filter(user=user, role=role, network=network)
    apart = RoleAssignment.objects.filter(user=user, role__in=_apart_from(role))
    ended = held.exclude(ends_on__lt=starts_on)
    return Decision.unless(
        (user.is_active, Reason("account_closed", "", _("This person's account is closed."))),
        (
            (network is not None) == (role in NETWORK_ROLES),
            Reason("network_needed", "", _("A chief leads a network; other roles have none.")),
        ),
        (
            ends_on is None or ends_on >= starts_on,
            Reason("ends_before_start", "", _("The last day is before the first.")),
        ),
        (
            not apart.exclude(ends_on__lt=starts_on).exists(),
            Reason(
                "gives_and_reads",
                "I1",
                _("Whoever gives people access does not sit in an office that reads reports."),
            ),
        ),
        (
            not ended.exists(),
            Reason("held_already", "", _("This person holds that role in these days already.")),
        ),
    )


def _apart_from(role: Role) -> tuple[Role, ...]:
    """Roles that the same person does not hold beside this one."""
    if role == Role.ADMIN:
        return REPORT_ROLES
    return (Role.ADMIN,) if role in REPORT_ROLES else ()


@transaction.atomic
def name_founders(emails: Sequence[str], role: Role, *, by: Actor) -> list[RoleAssignment]:
    """The people an office that reads reports begins with; accounts are made where there are none (I1, I2)."""
    at_the_server = Reason("at_the_server", "I1", _("Only whoever runs the server founds an office."))  # fmt: skip
    Decision.unless((by.kind == ActorKind.COMMAND, at_the_server)).require()
    return [_founder(email.strip().lower(), role, by) for email in emails]


def _founder(email: str, role: Role, by: Actor) -> RoleAssignment:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, email)
        Staff.objects.create(user=user)
    held = RoleAssignment.objects.current().filter(user=user, role=role, ends_on=None).first()
    return held or grant_office(user, role, by=by, starts_on=timezone.localdate())


@transaction.atomic
def end_office(assignment: RoleAssignment, *, by: Actor) -> RoleAssignment:
    """End such a role at once. The last administrator stays: somebody must be able to give access."""
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk, school=None)
    access.may_end_office(by).require()
    others = (
        RoleAssignment.objects.current()
        .filter(role=Role.ADMIN, user__is_active=True)
        .exclude(user=assignment.user_id)
    )
    today = timezone.localdate()
    Decision.unless(
        (
            assignment.role != Role.ADMIN or others.exists(),
            Reason("last_admin", "", _("The last administrator cannot be ended.")),
        ),
        (
            assignment.ends_on is None or assignment.ends_on >= today,
            Reason("ended_already", "", _("This role has ended already.")),
        ),
    ).require()
    last = max(assignment.starts_on, date.fromordinal(today.toordinal() - 1))
    note_change(assignment, "ends_on", assignment.ends_on, last, by=by)
    assignment.ends_on, assignment.end_recorded_at = last, timezone.now()
    assignment.save(update_fields=["ends_on", "end_recorded_at"])
    record("role.ended", assignment, by=by, role=assignment.role, user=assignment.user_id)
    return assignment
