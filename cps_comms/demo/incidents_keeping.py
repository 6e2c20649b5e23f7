"""What the last pages of a report show: one that a hold keeps, and one that a machine sent."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from core.actor import ANYONE
from cps_comms.demo.district import practice_school
from cps_comms.demo.story import actor
from incidents.actions import automation, keeping
from incidents.actions.receiving import receive
from incidents.models import Case
from incidents.policy import Report
from incidents.terms import AboutWhom, ReporterRole, Source
from incidents.terms.keeping import HoldGround

HELD = "The other family's lawyer wrote on Monday and asked us to keep everything."
SPAM = "Great offers for every class, see the link, great offers for every class."


def tell(people: Mapping[str, User]) -> None:
    protections = actor(people["protections"])
    case = Case.objects.visible_to(people["protections"]).order_by("pk").first()
    if case is not None:
        keeping.place_hold(case, HoldGround.LITIGATION, HELD, by=protections)
    report = Report(
        reporter_role=ReporterRole.STUDENT,
        said=SPAM,
        about=(AboutWhom.STUDENT,),
        school_id=practice_school().pk,
    )
    spam = receive(report, source=Source.WEB, by=ANYONE).case
    automation.note_arrival(spam, SPAM, by=ANYONE, seconds=1, trapped=True, visitors=None)
