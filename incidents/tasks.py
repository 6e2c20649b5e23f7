"""Doors that work after the request comes in by."""

from celery import shared_task
from django.utils import timezone

from incidents.actions import drafts


@shared_task(name="incidents.forget_drafts")
def forget_drafts() -> None:
    drafts.forget_old(timezone.now())
