"""What waits on the ITS desk of the survey (P1)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from platforms.reports import survey_names, surveys
from platforms.reports.desk import Part, Queue

SURVEY_QUEUES: Final[tuple[Queue, ...]] = (
    Queue(
        part=Part.SURVEY,
        label=_("Names to match"),
        measure=survey_names.waiting,
        url_name="platforms:survey_names",
        hint=_("What schools typed that the catalogue does not know"),
    ),
    Queue(
        part=Part.SURVEY,
        label=_("Schools that have not answered"),
        measure=surveys.silent,
        url_name="platforms:surveys",
        rests=True,
    ),
)
