"""The verbs of this app that people do. Posting and delivery have rooms of their own."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core import outbox
from core.actor import Actor
from core.models import OutboxMessage
from core.workflow import IllegalMove
from notices import access
from notices.models import Notice
from notices.terms import NoticeState
from trail.recording import record


@transaction.atomic
def send_again(notice: Notice, *, by: Actor) -> None:
    """Give a notice that could not be sent another set of tries."""
    access.may_operate(by).require()
    failed = Notice.objects.filter(pk=notice.pk, state=NoticeState.FAILED)
    if not failed.update(state=NoticeState.WAITING, attempts=0, last_error=""):
        raise IllegalMove(notice.state, "send_again")
    record("notice.sent_again", notice, by=by)
    outbox.later(
        "notices.deliver",
        notice.pk,
        key=f"notices.deliver:{notice.pk}:{timezone.now().isoformat()}",
    )


@transaction.atomic
def retry_work(message: OutboxMessage, *, by: Actor) -> None:
    """Give work that was given up another set of tries."""
    access.may_operate(by).require()
    if message.state != OutboxMessage.State.FAILED:
        raise IllegalMove(message.state, "retry")
    record("work.retried", message, by=by, task=message.task)
    outbox.retry(message)
