"""Queue doors of delivery."""

from celery import shared_task

from notices import delivery


@shared_task(name="notices.deliver")
def deliver(notice_id: int) -> None:
    delivery.deliver(notice_id)
