"""Parents who should have heard by now: whoever reads the case is told that something waits (I2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from core.actor import Actor
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.models import Case
from incidents.reports.parents import late_of

BY = Actor.job("incidents.watch_parents")
LATE = "case.parents_late"


def watch(at: datetime) -> int:
    """Each open case that is late, once a day until it is done; returns how many."""
    return sum(_watch_one(key, at) for key in Case.objects.open().values_list("pk", flat=True))


@transaction.atomic
def _watch_one(key: int, at: datetime) -> bool:
    case = Case.objects.select_for_update(of=("self",)).get(pk=key)
    if not hasattr(case, "kept_key"):
        return False
    late = late_of(case, at)
    if not late:
        return False
    days = (at - late[0]) // timedelta(days=1)
    due = late[0].isoformat()
    if case.steps.filter(deed=LATE, facts__due=due, facts__days=days).exists():
        return False
    step(case, LATE, by=BY, due=due, days=days)
    tell_readers(case, f"parents:{due}:{days}", to_all=True)
    return True
