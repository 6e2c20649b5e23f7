"""Cases whose time is over, for tests of holds and disposal."""

from datetime import UTC, datetime

import time_machine

from incidents.models import Case
from incidents.terms import OfficeCode, Stage
from tests.factories import SchoolFactory
from tests.incident_factories import bullying, case_of

OFFICE = OfficeCode.STUDENT_PROTECTIONS
LONG_AGO = datetime(2012, 3, 5, 12, tzinfo=UTC)


def closed_long_ago(school=None, **facts):
    """A closed case of Student Protections in which nothing was done or written for years."""
    with time_machine.travel(LONG_AGO, tick=False):
        case = case_of(bullying(school or SchoolFactory(), **facts))
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED)
    case.refresh_from_db()
    return case
