"""The Celery worker and beat as threads of the web process, for a site without Redis.

The memory broker forgets its queue when the process ends; the outbox does not, and is swept at the start.
"""

from __future__ import annotations

import threading

from celery.beat import EmbeddedService
from celery.worker import WorkController

from core import outbox
from cps_comms.celery import app


class Background:
    """One worker with two threads, and one beat."""

    def __init__(self) -> None:
        self.worker: WorkController = app.WorkController(
            pool="threads",
            concurrency=2,
            without_gossip=True,
            without_heartbeat=True,
            without_mingle=True,
        )
        self.worker_thread = threading.Thread(target=self.worker.start, daemon=True, name="worker")
        self.beat = EmbeddedService(app, thread=True)

    def start(self) -> None:
        """Begin with what the last process left behind."""
        outbox.release_holds()
        outbox.sweep()
        self.worker_thread.start()
        self.beat.start()

    def stop(self) -> None:
        """Take no new task; a task that is running may end with the process, its row stays."""
        self.beat.service.stop()
        self.worker.consumer.close()
