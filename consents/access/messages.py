"""Who reminds families, who sets the district's numbers, and who reads what families text back."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.call_backs import offices_of
from consents.models import Activity
from core.actor import Actor
from core.decision import Decision, Reason
from schools.roles import holds
from schools.terms import Role

NOT_THE_ASKER = Reason(
    "not_the_asker", "T6", _("Only the person who asked and the school's office remind families.")
)
NOT_ADMINISTRATOR = Reason(
    "not_administrator", "T6", _("Only a system administrator changes the district's numbers.")
)


def may_remind(by: Actor, activity: Activity, on: date | None = None) -> Decision:
    """Who asked, and the office of the activity's school."""
    asked = by.user_id is not None and by.user_id == activity.asked_by_id
    return Decision.unless((asked or _is_office(by, activity, on), NOT_THE_ASKER))


def may_set_rules(by: Actor) -> Decision:
    """The system administrator enters the district's hours and numbers."""
    return Decision.unless(
        (by.user_id is not None and holds(by.user_id, [Role.ADMIN]), NOT_ADMINISTRATOR)
    )


def _is_office(by: Actor, activity: Activity, on: date | None) -> bool:
    user = User.objects.filter(pk=by.user_id, is_active=True).first() if by.user_id else None
    return user is not None and offices_of(user, on).filter(pk=activity.school_id).exists()
