from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.models import OutboxMessage
from core.tasks import sweep_outbox

pytestmark = pytest.mark.django_db

State = OutboxMessage.State


def row(**facts):
    return OutboxMessage.objects.create(task="core.heartbeat", **facts)


def test_a_row_runs_after_the_commit_and_is_done(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outbox.later("core.heartbeat")
        assert OutboxMessage.objects.get().state == State.WAITING

    assert OutboxMessage.objects.get().state == State.DONE


def test_a_rolled_back_row_never_was():
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.later("core.heartbeat")
        raise RuntimeError

    assert not OutboxMessage.objects.exists()


def test_a_key_is_written_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        outbox.later("core.heartbeat", key="k")
        outbox.later("core.heartbeat", key="k")

    assert (OutboxMessage.objects.count(), len(callbacks)) == (1, 1)


def test_a_row_is_done_once_however_often_it_is_handed_out():
    done = []
    message = row(args=[7])

    ran = [outbox.run(message.pk, done.append) for _ in range(2)]

    assert (ran, done) == ([True, False], [7])


def test_a_held_row_is_left_to_its_worker():
    message = row(held_until=timezone.now() + timedelta(minutes=1))

    assert outbox.run(message.pk, lambda: None) is False


def test_the_hold_of_a_dead_worker_lapses():
    message = row(held_until=timezone.now() - timedelta(seconds=1))

    assert outbox.run(message.pk, lambda: None) is True


def failing():
    raise ValueError("Ana Gómez, 773-555-0101")


def test_a_failed_row_waits_longer_and_keeps_no_words_of_the_error(caplog):
    message = row()

    outbox.run(message.pk, failing)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (State.WAITING, 1, "ValueError")
    assert message.not_before > timezone.now()
    assert "Ana" not in caplog.text


def test_a_row_is_given_up_after_the_last_attempt_and_can_be_retried():
    message = row(attempts=outbox.MOST_ATTEMPTS - 1)

    outbox.run(message.pk, failing)
    message.refresh_from_db()
    given_up = message.state
    outbox.retry(message)

    message.refresh_from_db()
    assert (given_up, message.state, message.attempts) == (State.FAILED, State.WAITING, 0)


def test_the_sweeper_runs_what_waits_and_nothing_else():
    waiting, later = row(), row(not_before=timezone.now() + timedelta(hours=1))
    done = row(state=State.DONE)

    sweep_outbox()

    states = [OutboxMessage.objects.get(pk=one.pk).state for one in (waiting, later, done)]
    assert states == [State.DONE, State.WAITING, State.DONE]


def test_a_row_stays_when_the_broker_is_away(monkeypatch, django_capture_on_commit_callbacks):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(current_app.tasks["core.run"], "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.later("core.heartbeat")

    assert OutboxMessage.objects.get().state == State.WAITING


def test_holds_are_released_at_the_start_of_the_only_worker():
    held = row(held_until=timezone.now() + timedelta(minutes=1))

    assert outbox.release_holds() == 1
    assert outbox.run(held.pk, lambda: None) is True
