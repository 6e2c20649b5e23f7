"""Who has a stake in what a family answers, and so keeps out of its records (T2a)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from consents.models import ActivityVersion, VersionStudent
from consents.terms import Stage
from consents.workflow import UNDECIDED


def has_stake(user_id: int, student_ids: Collection[int]) -> bool:
    """Whether the user asked to have one of the students texted, or would be the one who texts."""
    return stakes_of(user_id).filter(student_rows__student__in=student_ids).exists()


def students_with_stake(user_id: int) -> QuerySet[VersionStudent]:
    """The rows of the students whose families' records and answers the user keeps out of."""
    return VersionStudent.objects.filter(version__in=stakes_of(user_id).values("pk"))


def stakes_of(user_id: int) -> QuerySet[ActivityVersion]:
    """The versions of this or a coming school year that the user gains from.

    Who asked counts also while it is a draft and after a no: it can be asked again. Who is named counts
    from when it was asked until it is denied or taken back, so that nobody is shut out by another's draft.
    """
    asked = Q(asked_by=user_id) | Q(activity__asked_by=user_id)
    named = Q(
        adult_rows__staff__user=user_id,
        asked_at__isnull=False,
        approvals__stage__in=[*UNDECIDED, Stage.APPROVED],
    )
    return ActivityVersion.objects.filter(
        asked | named, activity__year__ends_on__gte=timezone.localdate()
    )
