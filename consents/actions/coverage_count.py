"""Count where the students of each activity stand, so that boards of a school or the district only add up."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone

from consents.models import Activity, CoverageCount
from consents.reports.counting import counted, due_for_counting

# A worker counts for this long at a time; the next run goes on with those counted longest ago.
SECONDS = 45


def count_coverage(seconds: float = SECONDS) -> int:
    """Count the activities whose count is missing or old, the oldest first; returns how many were counted."""
    until, done = time.monotonic() + seconds, 0
    for key in due_for_counting(timezone.now()):
        count_activity(key)
        done += 1
        if time.monotonic() > until:
            break
    return done


@transaction.atomic
def count_activity(activity_id: int) -> CoverageCount:
    """Judge every listed student now, in batches, and keep the numbers in place of the last ones.

    No actor and no trail: nothing is decided by these numbers, and every verdict is judged anew.
    """
    activity = Activity.objects.select_related("school", "kind", "year", "asked_by").get(
        pk=activity_id
    )
    at = timezone.now()
    row, _made = CoverageCount.objects.update_or_create(
        activity=activity, defaults={"counted_at": at, **counted(activity, at)}
    )
    return row
