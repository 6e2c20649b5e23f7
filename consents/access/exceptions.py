"""Who may read and change the exceptions: everybody on staff reads a published one; administrators change them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import ExceptionKind
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from schools.roles import holds
from schools.terms import Role

# Offices that also see what is not published: they answer questions about it.
SEE_ALL = (Role.ADMIN, Role.RECORDS)
AT_THE_SERVER = (ActorKind.COMMAND, ActorKind.JOB)

NOT_ADMIN = Reason(
    "not_admin", "T5", _("Only system administrators write, publish and load exceptions.")
)
NO_SUCH_PACK = Reason("no_such_pack", "T5", _("No pack of this name ships with the product."))


def may_edit(by: Actor, on: date | None = None) -> Decision:
    """Drafting, publishing and loading packs: system administrators, and whoever runs the server (T5)."""
    is_admin = by.user_id is not None and holds(by.user_id, (Role.ADMIN,), on)
    return Decision.unless((is_admin or by.kind in AT_THE_SERVER, NOT_ADMIN))


def visible_to(user: User | AnonymousUser, on: date | None = None) -> QuerySet[ExceptionKind]:
    """Published ones for everybody on staff; the others for those who prepare them."""
    if isinstance(user, AnonymousUser):
        return ExceptionKind.objects.none()
    kinds = ExceptionKind.objects.all()
    return kinds if holds(user.pk, SEE_ALL, on) else kinds.filter(is_published=True)
