"""An office that has a case always has somebody who can read it; else the other office gets it, and an alarm goes out."""

from __future__ import annotations

import logging
from typing import Final

from core.actor import Actor
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.facts.manning import readers_in_offices
from incidents.models import Case, CaseOffice
from incidents.terms import OfficeCode, OfficeGround

logger = logging.getLogger(__name__)

BY: Final = Actor.job("incidents.keep_manned")


def keep_manned(case: Case) -> bool:
    """Whether somebody of an office can read the case, after sharing it where that was needed.

    Where everybody of the offices that have it is kept out (recused, named, reported it themself), every other
    office with somebody who can read it gets it too. Where there is none, it waits and an alarm is logged. An office
    without any people is another matter: it is down, and says so on its page.
    """
    readers = readers_in_offices(case)
    held = CaseOffice.objects.filter(case=case, ended_at=None).values_list("office", flat=True)
    having = {OfficeCode(one) for one in held}
    if not having & set(readers) or any(readers.get(one) for one in having):
        return True
    others = [office for office in readers if office not in having and readers[office]]
    for office in others:
        CaseOffice.objects.create(case=case, office=office, ground=OfficeGround.SHARED)
        step(case, "case.shared_unread", by=BY, office=str(office))
    if others:
        tell_readers(case, f"shared_unread:{case.steps.count()}", to_all=True)
    else:
        # Without the case's code: who reads this log may be whom it is about.
        logger.error("a report waits that nobody of the offices can read")
    return bool(others)
