"""Queue doors of the trail."""

from celery import shared_task

from trail import sealing


@shared_task(name="trail.seal")
def seal() -> None:
    while sealing.seal() == sealing.BATCH:
        continue
