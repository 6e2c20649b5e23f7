"""Wiring only: settings, root URLs, Celery, and the commands that span apps."""

from cps_comms.celery import app as celery_app

__all__ = ["celery_app"]
