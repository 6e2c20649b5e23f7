"""The Celery worker and beat as threads of the web process, for a site without Redis.

The memory broker forgets its queue when the process ends; the outbox does not, and is swept at the start.
"""

from __future__ import annotations

import threading

from celery.beat import Service
from celery.worker import WorkController

from core import outbox
from cps_comms.celery import app, take_up


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
        # Beat sleeps a second at most, so that it can end soon.
        self.beat = Service(app, max_interval=1)
        self.threads = [
            threading.Thread(target=self.worker.start, daemon=True, name="worker"),
            threading.Thread(target=self.beat.start, daemon=True, name="beat"),
        ]

    def start(self) -> None:
        """Nobody else works here, so whoever held a row is gone."""
        outbox.release_holds()
        take_up()
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Take no new task; a task that is running may end with the process, its row stays."""
        self.beat.stop()
        self.worker.signal_consumer_close()
