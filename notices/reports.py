"""What the operations page reads: work that waits, jobs that ran, parts that live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min

from core.models import Heartbeat, JobRun, OutboxMessage
from notices.models import Notice
from notices.terms import NoticeState

# Beat sends a beat every 30 seconds.
ALIVE = timedelta(minutes=3)
# The sweeper comes by every minute: work that waits longer is stuck.
PROMPT = timedelta(minutes=5)
SHOWN = 50
JOBS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Pulse:
    """A part of the system and when it last said it was alive."""

    name: str
    at: datetime | None
    alive: bool


@dataclass(frozen=True, slots=True)
class Work:
    """The outbox at a glance."""

    waiting: int
    failed: int
    oldest: datetime | None
    late: bool


def pulse(at: datetime) -> Pulse:
    """The worker's heartbeat: beat sends it, a worker runs it, so both live when it is fresh."""
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        return Pulse("worker", None, alive=False)
    return Pulse("worker", beat.at, alive=at - beat.at <= ALIVE)


def work(at: datetime) -> Work:
    """How much waits, how long the first has been waiting past its time, and how much was given up."""
    due = OutboxMessage.objects.due(at)
    oldest = due.aggregate(oldest=Min("not_before"))["oldest"]
    return Work(
        waiting=OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING).count(),
        failed=OutboxMessage.objects.stuck().count(),
        oldest=oldest,
        late=oldest is not None and at - oldest > PROMPT,
    )


def failed_work() -> list[OutboxMessage]:
    """What was given up and waits for a person, oldest first."""
    return list(OutboxMessage.objects.stuck().order_by("pk")[:SHOWN])


def waiting_work() -> list[OutboxMessage]:
    """What will be tried again, and has failed at least once."""
    return list(
        OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING).order_by("not_before")[
            :SHOWN
        ]
    )


def notice_counts() -> dict[str, int]:
    """Notices by state; every state is there."""
    counted = dict(Notice.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: counted.get(state, 0) for state in NoticeState.values}


def failed_notices() -> list[Notice]:
    return list(Notice.objects.failed().order_by("pk")[:SHOWN])


def last_runs() -> list[JobRun]:
    """The newest run of each scheduled job."""
    newest = JobRun.objects.values("job").annotate(newest=Max("pk")).values("newest")
    return list(JobRun.objects.filter(pk__in=newest).order_by("job")[:JOBS_SHOWN])
