"""Queue doors of the outbox."""

from celery import shared_task
from django.utils import timezone

from core import outbox
from core.models import Heartbeat


@shared_task(name="core.run")
def run(message_id: int) -> None:
    outbox.run(message_id)


@shared_task(name="core.sweep_outbox")
def sweep_outbox() -> None:
    outbox.sweep()


@shared_task(name="core.heartbeat")
def heartbeat() -> None:
    """Beat sends it and a worker runs it, so a fresh time means that both live."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})
