"""A report with names that the office has still to settle, and one that two offices work on."""

from dataclasses import replace

from django.utils import timezone

from accounts.models import User
from core.actor import ANYONE, Actor, ActorKind
from cps_comms.demo.district import practice_school
from incidents.actions import handing, naming
from incidents.actions.receiving import receive
from incidents.policy import Person, Report
from incidents.terms import AboutWhom, OfficeCode, Part, ReporterRole, Safe, Source
from incidents.terms.people import Outside

TYPED = Report(
    ReporterRole.STUDENT,
    said="Mr. Wojcik writes to me on another app every night. He says it is our secret.",
    about=(AboutWhom.SCHOOL_ADULT,),
    people=(
        Person(Part.ACCUSED, name="Mr. Wojcik", role="math teacher", is_adult=True),
        Person(Part.KEEP_FROM, name="Ms Okafor", is_adult=True),
        Person(Part.TRUSTED, name="Ms Lindqvist", is_adult=True),
    ),
    parent_safe=Safe.YES,
)
STRANGER = Report(
    ReporterRole.GUARDIAN,
    said="Somebody who says he is 15 asks my son for pictures. He is not from school.",
    about=(AboutWhom.OTHER_ADULT,),
    people=(Person(Part.ACCUSED, name="Kai from the game", is_adult=True),),
    parent_safe=Safe.YES,
)


def tell(people: dict[str, User]) -> None:
    oig = Actor(ActorKind.USER, str(people["oig"].pk), people["oig"].name)
    school = practice_school()
    receive(_at(TYPED, school.pk), source=Source.WEB, by=ANYONE)
    case = receive(_at(STRANGER, school.pk), source=Source.WEB, by=ANYONE).case
    row = case.involved.get(part=Part.ACCUSED)
    naming.settle_outside(row, why="Nobody of this name works here; the account is abroad.", by=oig)
    handing.share(case, OfficeCode.STUDENT_PROTECTIONS, why="The family needs support.", by=oig)
    handing.refer(
        case,
        Outside.CYBERTIP,
        made_at=timezone.now(),
        number="CT-104882",
        who="Oscar Grant, through the web form",
        handed="The account's name and the times of the messages; no pictures.",
        tells_reporter=True,
        by=oig,
    )


def _at(report: Report, school: int) -> Report:
    return replace(report, school_id=school)
