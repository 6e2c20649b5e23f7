"""Roles given and ended by people, and the delegates principals name for themselves."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from schools import access
from schools.actions.history import note_change
from schools.models import Delegation, RoleAssignment, School
from schools.terms import LinkSource, Role
from trail.recording import record


@transaction.atomic
def grant_role(
    user: User,
    role: Role,
    school: School,
    *,
    by: Actor,
    starts_on: date,
    ends_on: date | None = None,
) -> RoleAssignment:
    """Give a person a role at a school from a day, to a day or until further notice (T2a)."""
    School.objects.select_for_update().get(pk=school.pk)
    access.may_grant(by, role=role, school=school, user_id=user.pk).require()
    _may_hold(user, role, school, starts_on, ends_on).require()
    assignment = RoleAssignment.objects.create(
        user=user,
        role=role,
        school=school,
        starts_on=starts_on,
        ends_on=ends_on,
        source=LinkSource.PERSON,
    )
    record(
        "role.granted",
        assignment,
        by=by,
        topic=school,
        role=str(role),
        user=user.pk,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else None,
    )
    return assignment


def _may_hold(
    user: User, role: Role, school: School, starts_on: date, ends_on: date | None
) -> Decision:
    meeting = RoleAssignment.objects.filter(user=user, role=role, school=school).exclude(
        ends_on__lt=starts_on
    )
    if ends_on is not None:
        meeting = meeting.exclude(starts_on__gt=ends_on)
    return Decision.unless(
        (
            user.is_active,
            Reason("account_closed", "T1", _("This person's account is closed.")),
        ),
        (
            ends_on is None or ends_on >= starts_on,
            Reason("ends_before_start", "T1", _("The last day is before the first.")),
        ),
        (
            not meeting.exists(),
            Reason("held_already", "T1", _("This person holds that role in these days already.")),
        ),
    )


@transaction.atomic
def end_role(assignment: RoleAssignment, *, by: Actor, on: date | None = None) -> RoleAssignment:
    """End a role with its last day (default: yesterday, so that it no longer holds). Imports leave it ended."""
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    school = assignment.school
    if school is None:
        raise ValueError("only roles at schools end here")
    access.may_end(
        by, role=Role(assignment.role), school=school, user_id=assignment.user_id
    ).require()
    today = timezone.localdate()
    last = max(assignment.starts_on, on or _day_before(today))
    Decision.unless(
        (
            assignment.ends_on is None or last < assignment.ends_on,
            Reason("ended_already", "T1", _("This role has ended by then already.")),
        )
    ).require()
    note_change(assignment, "ends_on", assignment.ends_on, last, by=by)
    assignment.ends_on, assignment.end_recorded_at = last, timezone.now()
    assignment.save(update_fields=["ends_on", "end_recorded_at"])
    record(
        "role.ended",
        assignment,
        by=by,
        topic=school,
        role=assignment.role,
        user=assignment.user_id,
        ends_on=last.isoformat(),
    )
    return assignment


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _may_stand_in(
    principal: User, to: User, school: School, starts_on: date, ends_on: date
) -> Decision:
    given = Delegation.objects.filter(
        principal=principal,
        delegate=to,
        school=school,
        revoked_at=None,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    )
    works_here = RoleAssignment.objects.current().of_staff().filter(user=to, school=school)
    return Decision.unless(
        (
            to.is_active and works_here.exists(),
            Reason("not_staff_here", "T2a", _("A delegate is a member of this school's staff.")),
        ),
        (
            starts_on <= ends_on,
            Reason("ends_before_start", "T2a", _("The last day is before the first.")),
        ),
        (
            not given.exists(),
            Reason(
                "delegated_already", "T2a", _("This person is your delegate in these days already.")
            ),
        ),
    )


@transaction.atomic
def delegate(
    school: School, to: User, *, by: Actor, starts_on: date, ends_on: date, reason: str = ""
) -> Delegation:
    """A principal or chief lets another member of the school's staff act for them, between two days (T2a)."""
    access.may_delegate(by, school, to.pk).require()
    principal = User.objects.select_for_update().get(pk=by.id)
    _may_stand_in(principal, to, school, starts_on, ends_on).require()
    delegation = Delegation.objects.create(
        principal=principal,
        delegate=to,
        school=school,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
    )
    record(
        "delegation.given",
        delegation,
        by=by,
        topic=school,
        delegate=to.pk,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
    )
    return delegation


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: Actor) -> Delegation:
    """Take a delegate's right back at once."""
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    access.may_revoke(by, delegation).require()
    if delegation.revoked_at is None:
        delegation.revoked_at = timezone.now()
        delegation.save(update_fields=["revoked_at"])
        record("delegation.revoked", delegation, by=by, topic=delegation.school)
    return delegation
