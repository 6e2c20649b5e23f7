"""Parents who should have heard by now: silence about it is noticed as every other (I2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from core.actor import Actor
from incidents.actions.silence import chief_may_hear, raise_to
from incidents.models import Case
from incidents.reports.parents import late_of
from incidents.terms.desk import Level

BY: Final = Actor.job("incidents.watch_parents")
PARENTS: Final = "parents"
# After the moment that was missed: who has the case at once, a day later the chief, then the whole office.
AFTER: Final = {
    Level.READERS: timedelta(0),
    Level.CHIEF: timedelta(days=1),
    Level.OFFICE: timedelta(days=2),
}


def watch(at: datetime) -> int:
    """Look at every open case that still has its key; returns how many times somebody was told anew."""
    rows = Case.objects.open().filter(kept_key__isnull=False).select_related("school", "kept_key")
    known = _known()
    return sum(
        raise_to(case, PARENTS, due, level, by=BY)
        for case in rows.order_by("pk")
        for due, level in _reached(case, at)
        if (case.pk, due, str(level)) not in known
    )


def _known() -> set[tuple[int, datetime, str]]:
    rows = Case.objects.open().filter(silences__promise=PARENTS)
    return set(rows.values_list("pk", "silences__due", "silences__level"))


def _reached(case: Case, at: datetime) -> Iterator[tuple[datetime, Level]]:
    for due in late_of(case, at):
        for level, after in AFTER.items():
            if at >= due + after and (level != Level.CHIEF or chief_may_hear(case)):
                yield due, level
