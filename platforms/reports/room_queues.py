"""What waits on the ITS desk of vendors' rooms and remediation plans (P2, P4). Reads only."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from platforms.models import PlanItem
from platforms.reports.desk import Backlog, Part, Queue, Reader, backlog
from platforms.reports.rooms import rooms_in
from platforms.terms.rooms import ItemStage, PlanStage


def answered(reader: Reader) -> Backlog:
    """Rooms a vendor handed in, or declined in: ITS reads them."""
    return backlog(rooms_in("answered", reader.on), "opened_at")


def silent(reader: Reader) -> Backlog:
    """Rooms whose day is past with nothing handed in."""
    return backlog(rooms_in("overdue", reader.on), "due_on", late=Q(pk__isnull=False))


def missed(reader: Reader) -> Backlog:
    """Items of running plans past their date."""
    items = PlanItem.objects.late_on(reader.on).filter(plan__stage=PlanStage.RUNNING)
    return backlog(items, "due_on", late=Q(pk__isnull=False))


def said_done(_reader: Reader) -> Backlog:
    """Items the vendor says are done: ITS looks."""
    items = PlanItem.objects.filter(
        stage=ItemStage.SAID_DONE, plan__stage__in=[PlanStage.AGREED, PlanStage.RUNNING]
    )
    return backlog(items, "steps__at")


ROOM_QUEUES: Final = (
    Queue(
        part=Part.AUDITS,
        label=_("Vendors that answered"),
        measure=answered,
        url_name="platforms:rooms",
        query="show=answered",
        hint=_("Their word to read, their files to take as evidence."),
    ),
    Queue(
        part=Part.AUDITS,
        label=_("Vendors past their date"),
        measure=silent,
        url_name="platforms:rooms",
        query="show=overdue",
        hint=_("More time, or a quick no by two people."),
    ),
    Queue(
        part=Part.AFTER,
        label=_("Items said to be done"),
        measure=said_done,
        url_name="platforms:plans",
        hint=_("Look, then find them done or open them again."),
    ),
    Queue(
        part=Part.AFTER,
        label=_("Missed dates of plans"),
        measure=missed,
        url_name="platforms:plans",
        query="show=late",
    ),
)
