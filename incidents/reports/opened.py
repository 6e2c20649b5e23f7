"""Whether a reader has opened the story of a case lately, and was shown who reported it. Reads only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from accounts.models import User
from incidents.models import Case, CaseStep, Reveal

READ: Final = "case.read"
# So long a story stays open for its reader; opening it again is written again.
LASTS: Final = timedelta(hours=1)


def was_opened(case: Case, user: User, since: datetime) -> bool:
    return CaseStep.objects.filter(case=case, deed=READ, user=user, at__gt=since).exists()


def is_revealed(case: Case, user: User, at: datetime) -> bool:
    return Reveal.objects.open_for(user, case, at).exists()
