"""Notice what became different, write it down once, and let those concerned hear of it.

A verdict is derived at every question; no job has to run for a text to be forbidden. Here the register only
notices: it compares what holds now with the last row of the same people (`VerdictChange`), each slice in a
transaction of its own. Nothing keeps a place in a queue of events: a look repeated, cut off or doubled
finds nothing new.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from consents.actions import conflicts, others
from consents.actions.follow_ups import close_answered
from consents.actions.news_telling import tell_guardians, tell_staff, tell_students
from consents.actions.stopping import stop_all
from consents.models import Activity, VerdictChange
from consents.reports import news as reports
from consents.reports.news import News
from consents.reports.threads import Case
from core import outbox
from core.actor import Actor
from trail.recording import entry, record_all

JOB = "consents.read_all"
# How far back the quick look goes. A long import is dated by its beginning; the hourly look finds the rest.
RECENTLY = timedelta(minutes=70)
# Activities a task looks at before it hands the rest on: a task is stopped after ten minutes.
A_TASK = 200


def read_activity(
    activity_id: int, students: Collection[int] | None, *, by: Actor, tell: bool = True
) -> int:
    """Look at these students of an activity (None: all whom it concerns); returns how many changes there were."""
    activity = Activity.objects.get(pk=activity_id)
    adults = reports.adults_of(activity)
    found = reports.concerned(activity, students)
    changes = sum(
        _read_slice(activity, adults, portion, by) for portion in reports.slices(found, adults)
    )
    if tell:
        tell_waiting(timezone.now())
    return changes


def read_recent(at: datetime, *, by: Actor) -> int:
    """Look at what the roster, the offices and the platform registry touched lately."""
    touched = reports.touched(at - RECENTLY)
    wanted = reports.activities_to_read(at).filter(pk__in=list(touched))
    changes = sum(
        read_activity(key, touched[key], by=by, tell=False)
        for key in list(wanted.values_list("pk", flat=True))
    )
    tell_waiting(at)
    return changes


def read_all(at: datetime, *, by: Actor, after: int = 0) -> int:
    """Look at every activity beyond that key; what does not fit into one task is handed on."""
    rows = reports.activities_to_read(at).filter(pk__gt=after)
    keys = list(rows.values_list("pk", flat=True)[: A_TASK + 1])
    changes = sum(read_activity(key, None, by=by, tell=False) for key in keys[:A_TASK])
    if len(keys) > A_TASK:
        with transaction.atomic():
            outbox.later(JOB, keys[A_TASK - 1], key=f"{JOB}:{at:%Y%m%d%H}:{keys[A_TASK - 1]}")
    tell_waiting(at)
    return changes


def tell_waiting(at: datetime) -> None:
    """Tell adults and students what nobody has told them yet."""
    tell_staff(at)
    tell_students(at)


@transaction.atomic
def _read_slice(activity: Activity, adults: list[int], students: Collection[int], by: Actor) -> int:
    """One portion: notice, write, and do what follows from it at once."""
    at = timezone.now()
    activity = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("school", "kind", "year")
        .get(pk=activity.pk)
    )
    news = reports.read(activity, adults, list(students), at)
    _write(news, by)
    close_answered(activity.pk, list(students), by=by, at=at)
    conflicts.follow(news, by=by)
    if news.begun:
        others.tell_others(activity, news.begun, by=by, at=at)
    if news.ended:
        rows = reports.to_acknowledge(news)
        stop_all(
            ((Case(row.staff_id, row.activity_id, row.student_id), row.reasons) for row in rows),
            by=by,
        )
        tell_guardians(news)
    return len(news.changes)


def _write(news: News, by: Actor) -> None:
    VerdictChange.objects.bulk_create(news.changes, batch_size=500)
    record_all(
        entry(
            "verdict.changed", row, by=by, topic=news.activity,
            staff=row.staff_id, student=row.student_id, allowed=row.allowed, reasons=row.reasons,
        )
        for row in news.changes
    )  # fmt: skip
