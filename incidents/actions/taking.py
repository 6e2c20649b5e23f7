"""Staff report, and write down what they were told by telephone or on paper: the same action takes it all (I1, I2)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from django.db import transaction

from core.actor import ANYONE, Actor
from core.marks import mark_of_user
from incidents.access import taking as access
from incidents.access.cases import acting_user
from incidents.actions.receiving import Received, receive
from incidents.models import TakenReport
from incidents.policy import Report
from incidents.policy.mandated import asks
from incidents.terms import Concern, Source

HEARD: Final = (Source.PHONE, Source.PAPER)


@transaction.atomic
def report_as_staff(report: Report, *, once: str, by: Actor) -> Received | None:
    """Take a report of somebody who signed in. None where this very form was sent before.

    The case's history and the trail name no account: who reported stands in sealed words.
    """
    return _taken(report, Source.STAFF, once, by, ANYONE, None)


@transaction.atomic
def take_report(
    report: Report, *, source: Source, once: str, by: Actor, aware_at: datetime | None = None
) -> Received | None:
    """Take what somebody told by telephone or handed in on paper. None where this very form was sent before.

    `aware_at`: when anybody of the district first knew of it. Whoever took it reads it as their office does, and no
    more once they are kept out (D8).
    """
    access.may_take(by).require()
    if source not in HEARD:
        raise ValueError("reports by telephone and on paper are taken here")
    return _taken(report, source, once, by, by, aware_at)


def _taken(
    report: Report, source: Source, once: str, taker: Actor, by: Actor, aware_at: datetime | None
) -> Received | None:
    user = acting_user(taker)
    digest = hashlib.sha256(f"{user.pk}|{once}".encode()).hexdigest()
    if TakenReport.objects.filter(once=digest).exists():
        return None
    received = receive(report, source=source, by=by, aware_at=aware_at)
    case = received.case
    row = TakenReport(
        case=case,
        source=source,
        mark=mark_of_user(user.pk),
        asks_call=asks(Concern(case.concern)),
        once=digest,
    )
    row.seal({"user": user.pk})
    row.save(force_insert=True)
    return received
