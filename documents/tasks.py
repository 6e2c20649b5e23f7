"""Queue doors of documents."""

from celery import shared_task

from documents import making


@shared_task(name="documents.make")
def make(document_id: int) -> None:
    making.make(document_id)
