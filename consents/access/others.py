"""May a guardian object, by the link of a message alone, to what another guardian allowed?"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consents import standing
from consents.access.answers import NO_AUTHORITY, YEAR_OVER, has_authority
from consents.models import ActivityVersion, Answer, OtherTold
from core.decision import Decision, Reason
from schools import signing
from schools.calendar import local_day

NOTHING_OPEN = Reason(
    "nothing_to_object_to", "T1", _("You have answered already, or the form is over.")
)


def may_object(told: OtherTold, at: datetime) -> Decision:
    """Whoever was told may, while they may sign and have not answered. Objecting only takes permission away."""
    day = local_day(at, told.year.timezone)
    return Decision.unless(
        (has_authority(told.guardian, told.student_id), NO_AUTHORITY),
        (day <= told.year.ends_on, YEAR_OVER),
        (open_versions(told, at), NOTHING_OPEN),
    )


def open_versions(told: OtherTold, at: datetime) -> list[ActivityVersion]:
    """The newest approved version of each activity of this exception that the guardian has not answered.

    One person in two rows has answered under either.
    """
    answered = Answer.objects.filter(
        guardian__in=signing.rows_of(told.guardian), student=told.student_id, invalidation=None
    ).values("version__activity")
    newest: dict[int, ActivityVersion] = {}
    for version in _listed(told).exclude(activity__in=answered).order_by("number"):
        if standing.is_approved(version, told.student):
            newest[version.activity_id] = version
    return [
        version
        for _key, version in sorted(newest.items())
        if not standing.is_taken_off(version, told.student)
        and standing.today_at(version, at) <= standing.ends_on_of(version)
    ]


def _listed(told: OtherTold) -> QuerySet[ActivityVersion]:
    return (
        ActivityVersion.objects.filter(
            activity__kind=told.kind_id,
            activity__year=told.year_id,
            student_rows__student=told.student_id,
            asked_at__isnull=False,
        )
        .select_related("activity__school", "activity__year", "activity__kind", "rule")
        .prefetch_related(*standing.FETCH)
    )
