"""Side effects leave by the outbox: a row in the caller's transaction, a task after its commit.

A row is run by the task `core.run`. A worker holds a row for `HOLD` while it works; when the worker dies
the hold lapses and the sweeper hands the row out again. So a task may run twice, and must be safe twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.models import OutboxMessage

HOLD = timedelta(minutes=2)
MOST_ATTEMPTS = 12
SWEEP_SIZE = 500
logger = logging.getLogger(__name__)


def later(
    task: str, *args: int | str, key: str | None = None, not_before: datetime | None = None
) -> None:
    """Run the Celery task named `task` with `args` (ids) after this transaction commits.

    With `key`, the row is written once however often it is asked for. With `not_before`, the sweeper hands
    it out when that moment has come.
    """
    facts = {"task": task, "args": list(args), "not_before": not_before or timezone.now()}
    if key is None:
        row, made = OutboxMessage.objects.create(**facts), True
    else:
        row, made = OutboxMessage.objects.get_or_create(key=key, defaults=facts)
    if made and not_before is None:
        transaction.on_commit(partial(hand_over, row.pk))


def later_all(messages: Iterable[OutboxMessage]) -> None:
    """The same for many rows with keys of their own, in a constant number of queries."""
    messages = list(messages)
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True, batch_size=500)
    due = OutboxMessage.objects.due(timezone.now()).filter(key__in=[one.key for one in messages])
    for message_id in due.values_list("pk", flat=True):
        transaction.on_commit(partial(hand_over, message_id))


def hand_over(message_id: int) -> None:
    """Give a row to a worker. When the broker is away the row stays, and the sweeper comes by."""
    try:
        current_app.tasks["core.run"].apply_async((message_id,), retry=False)
    except Exception as error:  # noqa: BLE001 -- whatever the broker raises, the row is safe
        logger.warning("outbox row %s waits for the sweeper: %s", message_id, type(error).__name__)


def run(message_id: int, perform: Callable[..., object] | None = None) -> bool:
    """Do a row's work if nobody else holds it; returns whether this call did it."""
    now = timezone.now()
    held = OutboxMessage.objects.due(now).filter(pk=message_id)
    if not held.update(held_until=now + HOLD, attempts=F("attempts") + 1):
        return False
    message = OutboxMessage.objects.get(pk=message_id)
    work = perform or current_app.tasks[message.task].run
    try:
        work(*message.args)
    except Exception as error:  # noqa: BLE001 -- a failed row must not stop the worker
        put_back(message, error)
        return False
    OutboxMessage.objects.filter(pk=message_id).update(
        state=OutboxMessage.State.DONE, done_at=timezone.now(), held_until=None, last_error=""
    )
    return True


def put_back(message: OutboxMessage, error: Exception) -> None:
    """Try again later, each time waiting longer; after `MOST_ATTEMPTS` a person must look."""
    name = type(error).__name__
    logger.error("outbox row %s (%s) failed: %s", message.pk, message.task, name)
    given_up = message.attempts >= MOST_ATTEMPTS
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxMessage.State.FAILED if given_up else OutboxMessage.State.WAITING,
        not_before=timezone.now() + timedelta(seconds=min(3600, 5 * 2**message.attempts)),
        held_until=None,
        last_error=name[:200],
    )


def sweep() -> int:
    """Hand over every waiting row; returns how many."""
    due = list(
        OutboxMessage.objects.due(timezone.now())
        .order_by("id")
        .values_list("pk", flat=True)[:SWEEP_SIZE]
    )
    for message_id in due:
        hand_over(message_id)
    return len(due)


def release_holds() -> int:
    """Forget the holds of workers that are gone. Only where no other worker can be running."""
    return OutboxMessage.objects.filter(
        state=OutboxMessage.State.WAITING, held_until__isnull=False
    ).update(held_until=None)


def retry(message: OutboxMessage) -> None:
    """Give a row that was given up another set of tries."""
    OutboxMessage.objects.filter(pk=message.pk, state=OutboxMessage.State.FAILED).update(
        state=OutboxMessage.State.WAITING, attempts=0, not_before=timezone.now()
    )
    transaction.on_commit(partial(hand_over, message.pk))
