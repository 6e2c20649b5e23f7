"""Every queue of the ITS desk, subject by subject."""

from __future__ import annotations

from typing import Final

from platforms.reports.desk import Queue

QUEUES: Final[tuple[Queue, ...]] = ()
