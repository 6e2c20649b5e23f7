"""A report whose six words everybody knows: a bullied student wrote, was answered, and wants to hear when there is news."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from core.actor import ANYONE
from cps_comms.demo.district import practice_school
from cps_comms.demo.story import actor
from incidents import wording
from incidents.actions.messages import write_as_reporter, write_as_staff
from incidents.actions.receiving import make_way_back, receive
from incidents.actions.visits import reporter_of
from incidents.actions.wishes import change_contact
from incidents.policy import Report
from incidents.reports.contact import Contact
from incidents.terms import AboutWhom, ReporterRole, Safe, Source
from incidents.terms.returning import MessageKind, Ping

SAID = "Two kids in my class made a group chat about me. They post pictures of me and laugh."
ANSWER = (
    "Thank you for telling us. You did the right thing. We read it today and talk to you this week."
)
MORE = "They made a second chat now. I can show you."


def tell(people: Mapping[str, User]) -> None:
    report = Report(
        reporter_role=ReporterRole.STUDENT,
        said=SAID,
        about=(AboutWhom.STUDENT,),
        school_id=practice_school().pk,
        platform_name="A group chat",
        parent_safe=Safe.YES,
    )
    case = receive(report, source=Source.WEB, by=ANYONE).case
    make_way_back(case, wording.PRACTICE)
    me = reporter_of(case)
    change_contact(case, Contact(phone="+13125550142", ping=Ping.TEXT), by=me)
    write_as_staff(case, ANSWER, by=actor(people["protections"]))
    write_as_reporter(case, MORE, by=me, kind=MessageKind.ADDED)
