"""The first administrator: the one role that nobody inside the application can give."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from schools.models import RoleAssignment, Staff
from schools.terms import Role
from trail.recording import record


@transaction.atomic
def name_first_admin(email: str, *, by: Actor) -> User:
    """The system administrator with this address; made when there is none, refused when it is somebody else."""
    held = RoleAssignment.objects.current().filter(role=Role.ADMIN, user__is_active=True)
    mine = held.filter(user__email=email.strip().lower()).select_related("user").first()
    if mine is not None:
        return mine.user
    at_the_server = Reason("at_the_server", "G3", _("Only whoever runs the server names the first administrator."))  # fmt: skip
    not_first = Reason(
        "not_first", "G3", _("There is an administrator already; they give people access.")
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
