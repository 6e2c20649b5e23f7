"""The Celery application. What runs when is CELERY_BEAT_SCHEDULE in the settings."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cps_comms.settings")

app = Celery("cps_comms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def take_up(**_kwargs: Any) -> None:
    """A worker's first acts: say that it lives, and do what the last one left waiting."""
    app.send_task("core.heartbeat")
    app.send_task("core.sweep_outbox")
