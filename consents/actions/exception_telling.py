"""Tell the other administrators what one of them changed about an exception."""

from __future__ import annotations

from accounts.models import User
from consents.actions.steps import post_to
from consents.models import ExceptionDraft, ExceptionPublication
from core.actor import Actor
from schools.models import RoleAssignment
from schools.terms import Role


def tell_admins(
    kind: str, about: ExceptionDraft | ExceptionPublication, *, by: Actor, **facts: int
) -> None:
    """One e-mail to every other system administrator; who did it knows."""
    held = RoleAssignment.objects.current().filter(role=Role.ADMIN)
    others = User.objects.filter(pk__in=held.values("user"), is_active=True)
    for user in others.exclude(pk=by.user_id or 0).order_by("pk"):
        post_to(user, kind, facts={"about": about.pk, **facts}, key=f"{kind}:{about.pk}:{user.pk}")
