"""Every queue of the ITS desk, subject by subject."""

from __future__ import annotations

from typing import Final

from platforms.reports import consults
from platforms.reports.after_queues import AFTER_QUEUES
from platforms.reports.audit_queues import AUDIT_QUEUES
from platforms.reports.catalogue_queues import CATALOGUE_QUEUES
from platforms.reports.desk import Queue
from platforms.reports.room_queues import ROOM_QUEUES
from platforms.reports.survey_queues import SURVEY_QUEUES

QUEUES: Final[tuple[Queue, ...]] = (
    *SURVEY_QUEUES,
    *AUDIT_QUEUES,
    *ROOM_QUEUES,
    *AFTER_QUEUES,
    *CATALOGUE_QUEUES,
    consults.QUEUE,
)
