"""Queue doors of schools."""

from celery import shared_task

from schools.actions import uploads


@shared_task(name="schools.run_import")
def run_import(run_id: int) -> None:
    uploads.run_stored(run_id)
