"""Who may take an activity's recipients to a bulk system."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.approvals import in_charge_of
from consents.access.threads import own_place
from consents.models import Activity, ActivityVersion, ExportRun
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from schools.roles import roles_at
from schools.terms import Role

# The school's office feeds the systems; a network chief does not.
OFFICE = frozenset({Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CLERK})

NOT_AN_EXPORTER = Reason(
    "not_an_exporter",
    "T3",
    _(
        "Only the school's office and the adults the activity names take its recipients to a platform."
    ),
)


def may_take_recipients(
    user: User, activity: Activity, version: ActivityVersion, on: date | None = None
) -> Decision:
    """The office of the activity's school, its delegate, and the named adults, who send the texts."""
    at_office = bool(OFFICE & roles_at(user.pk, activity.school, on))
    acting = in_charge_of(Actor(ActorKind.USER, str(user.pk), user.name), activity.school, on)
    delegated = acting is not None and acting.on_behalf_of is not None
    return Decision.unless(
        (at_office or delegated or own_place(user, version) is not None, NOT_AN_EXPORTER)
    )


def exports_of(activity: Activity) -> QuerySet[ExportRun]:
    """Every list that was asked for, with what became of it."""
    return ExportRun.objects.filter(activity=activity).select_related("by", "result")
