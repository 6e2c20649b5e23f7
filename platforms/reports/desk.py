"""What waits on the ITS desk, and how long it has waited (P1-P6). Reads only.

A subject adds its queues to `platforms.reports.queues.QUEUES`: a `Queue` names its list, and `measure` answers
for one reader how many rows of that list wait, since when the oldest does, and how many are past their day,
in one query. The desk draws every queue, the menu adds up those that wait for the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, QuerySet, TextChoices
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Part(TextChoices):
    """The parts of the desk, in the order of a platform's way."""

    SURVEY = "survey", _("Survey")
    AUDITS = "audits", _("Audits")
    DECISIONS = "decisions", _("Decisions")
    AFTER = "after", _("After the decision")
    ASKED = "asked", _("Asked by schools")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the desk, and when."""

    user: User
    at: datetime

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many wait, since when the oldest does, and how many are past their day."""

    count: int = 0
    oldest: datetime | date | None = None
    late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A list where something waits. `rests`: it wants nobody's hand now, so the menu does not count it."""

    part: Part
    label: str | _StrPromise
    measure: Callable[[Reader], Backlog]
    url_name: str
    # What narrows the list to what is counted, as an address has it.
    query: str = ""
    hint: str | _StrPromise = ""
    rests: bool = False

    @property
    def url(self) -> str:
        return reverse(self.url_name) + (f"?{self.query}" if self.query else "")

    @property
    def is_routed(self) -> bool:
        """Whether its list has an address, as `core.navigation` asks of a menu's entry."""
        try:
            return bool(self.url)
        except NoReverseMatch:
            return False


@dataclass(frozen=True, slots=True)
class Line:
    """A queue as the desk shows it."""

    queue: Queue
    backlog: Backlog
    on: date

    @property
    def days(self) -> int | None:
        """How many days the oldest has waited."""
        oldest = self.backlog.oldest
        if oldest is None:
            return None
        day = timezone.localdate(oldest) if isinstance(oldest, datetime) else oldest
        return max(0, (self.on - day).days)

    @property
    def tone(self) -> str:
        if self.backlog.late:
            return "bad"
        waits = self.backlog.count and not self.queue.rests
        return "wait" if waits else "neutral"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One part of the desk with its lines."""

    label: str
    lines: list[Line]


def shelves(queues: Iterable[Queue], reader: Reader) -> list[Shelf]:
    """Every queue with its numbers, part by part: one query a queue, however long the lists are."""
    order = list(Part)
    ordered = sorted(
        (one for one in queues if one.is_routed), key=lambda queue: order.index(queue.part)
    )
    lines = [Line(queue, queue.measure(reader), reader.on) for queue in ordered]
    return [
        Shelf(str(part.label), list(each))
        for part, each in groupby(lines, lambda one: one.queue.part)
    ]


def waiting(queues: Iterable[Queue], reader: Reader) -> int:
    """How many things want the reader's hand now."""
    return sum(
        queue.measure(reader).count for queue in queues if queue.is_routed and not queue.rests
    )


def backlog(rows: QuerySet, since: str, late: Q | None = None) -> Backlog:  # type: ignore[type-arg]
    """The backlog of a list whose rows wait since that field; `late` says which are past their day."""
    found = rows.order_by().aggregate(
        count=Count("pk", distinct=True),
        oldest=Min(since),
        late=Count("pk", filter=late if late is not None else Q(pk__isnull=True), distinct=True),
    )
    return Backlog(**found)
