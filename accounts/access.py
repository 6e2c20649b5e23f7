"""Who may do what with accounts. Every answer carries its reasons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason

# The word of schools.terms.Role; role assignments live above, and are asked through the user.
ADMIN = "admin"
NOT_ADMIN = Reason("not_admin", "T1", _("Only system administrators manage API keys."))


def is_admin(user: User | None) -> bool:
    """A system administrator of these days."""
    return (
        user is not None
        and user.is_active
        and user.role_assignments.current().filter(role=ADMIN).exists()
    )


def may_manage_keys(by: Actor) -> Decision:
    """Make, see and revoke the keys by which other systems ask."""
    user = User.objects.filter(pk=by.user_id).first() if by.user_id else None
    return Decision.unless((is_admin(user), NOT_ADMIN))
