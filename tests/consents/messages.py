"""Messages for tests: let what is due leave, and read what a guardian got."""

from django.utils import timezone

from core import outbox
from core.models import OutboxMessage
from notices.models import Notice
from notices.terms import NoticeState
from notices.wording import worded

NOON = "2026-10-05T12:00:00-05:00"


def leave():
    """The worker and the sweeper: everything whose time has come."""
    while due := list(OutboxMessage.objects.due(timezone.now()).values_list("pk", flat=True)):
        for pk in due:
            outbox.run(pk)


def left_to(guardian, kind="consents/asked"):
    """The messages of a kind that left to the guardian, oldest first."""
    found = Notice.objects.filter(
        kind=kind, recipient_kind="guardian", recipient_id=str(guardian.pk), state=NoticeState.SENT
    )
    return list(found.order_by("left_at", "pk"))


def words(notice):
    return worded(notice).body
