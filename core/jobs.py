"""A scheduled job runs once a slot, whatever the scheduler does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone

from core.models import JobRun


def once(job: str, slot: str, work: Callable[[], Mapping[str, int | str]]) -> bool:
    """Do `work` if (job, slot) was never finished; the row and the work commit together.

    Returns whether this call did it. `work` returns counts for the row's summary.
    """
    with transaction.atomic():
        run, _made = JobRun.objects.get_or_create(job=job, slot=slot)
        run = JobRun.objects.select_for_update().get(pk=run.pk)
        if run.finished_at is not None:
            return False
        run.summary = dict(work())
        run.finished_at = timezone.now()
        run.save(update_fields=["summary", "finished_at"])
    return True
