"""Who marks a tablet of the school: its office. A mark of who gains from an answer excuses nothing there."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.call_backs import offices_of
from consents.models import SchoolTablet
from core.decision import Decision, Reason
from schools.models import School

MOST_HOURS = 24
NOT_THE_OFFICE = Reason(
    "not_the_office", "T2a", _("Only the school's office marks a tablet for families to sign on.")
)


def may_mark(user: User, school: School, on: date | None = None) -> Decision:
    return Decision.unless((offices_of(user, on).filter(pk=school.pk).exists(), NOT_THE_OFFICE))


def live_of(user: User, at: datetime) -> QuerySet[SchoolTablet]:
    """The marks that still mean something, at the user's schools."""
    rows = SchoolTablet.objects.live(at).filter(school__in=offices_of(user))
    return rows.select_related("school", "marked_by")
