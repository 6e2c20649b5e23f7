"""Who sees which students of an activity's board, and the numbers of their families."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.threads import is_paused
from consents.models import Activity, ActivityVersion, SavedFilter
from consents.models.activities import SCHOOL_WIDE
from core.decision import Decision, Reason
from schools import signing
from schools.models import Student

NOT_YOUR_FILTER = Reason(
    "not_your_filter", "T1", _("Only the person who kept this filter drops it.")
)


def students_seen(
    user: User, activity: Activity, version: ActivityVersion, on: date | None = None
) -> list[Student]:
    """The listed students, in the order of their names: all of them for who asked and who is named, else one's own.

    A school's staff see the students of their schools; those of other schools are theirs to know.
    """
    students = version.students.select_related("school")
    listed = signing.with_papers(students).order_by("family_name", "given_name", "pk")
    if is_in_it(user, activity, version):
        return list(listed)
    visible = Student.objects.visible_to(user, on)
    return list(listed.filter(pk__in=visible.values("pk")))


def is_in_it(user: User, activity: Activity, version: ActivityVersion) -> bool:
    """Asked for it, or would text for it; `version` is fetched with its adults."""
    named = {row.staff.user_id for row in version.adult_rows.all()}
    return user.pk == activity.asked_by_id or user.pk in named


def may_see_numbers(user: User, activity: Activity, version: ActivityVersion) -> bool:
    """Families' telephone numbers on the travel page: those on the trip, and the school's own office.

    Nobody whom the district pauses (T1).
    """
    if is_paused(user):
        return False
    if is_in_it(user, activity, version):
        return True
    held = user.role_assignments.current().filter(role__in=SCHOOL_WIDE, school=activity.school_id)
    return held.exists()


def may_drop(user: User, saved: SavedFilter) -> Decision:
    return Decision.unless((saved.owner_id == user.pk, NOT_YOUR_FILTER))
