"""Who uses a platform, on its page inside ITS (P1)."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from platforms.models import Platform
from platforms.reports import sections
from platforms.reports.survey_rows import audience_words
from platforms.reports.usage import schools_using

MOST_SHOWN: Final = 20
ORDER: Final = 40


def facts(platform: Platform, _user: User) -> dict[str, Any]:
    """The schools that use it, the largest first, and how many there are."""
    found = schools_using(platform)
    largest = sorted(found, key=lambda row: -(row.students or 0))[:MOST_SHOWN]
    return {
        "rows": [(row, audience_words(row.audiences)) for row in largest],
        "schools": len(found),
        "students": sum(row.students or 0 for row in found),
        "more": len(found) > MOST_SHOWN,
    }


sections.register("usage", _("In use"), "platforms/surveys/_usage.html", facts, order=ORDER)
