"""Reports about one adult of the practice school, and a bullied student, followed up as the offices and leaders do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from core.actor import ANYONE, Actor
from cps_comms.demo.district import practice_school
from cps_comms.demo.people import PEOPLE, sign_in_name
from cps_comms.demo.story import actor
from incidents.actions import links, outcomes, parents, patterns, pauses
from incidents.actions.outcomes import Words
from incidents.actions.parents import Tried
from incidents.actions.receiving import receive
from incidents.models import Case
from incidents.policy import Person, Report
from incidents.terms import AboutWhom, Part, ReporterRole, Safe, Source
from incidents.terms.outcomes import AdultKind, Consequence, Finding
from incidents.terms.parents import Check, Result, Way
from schools.models import GuardianLink, RoleAssignment, School, Student
from schools.terms import Role

HANDLE: Final = "@practice_coach"
SAYS: Final = "He writes to me at night and says I must not tell anybody."
ALSO: Final = "The same man wrote to my daughter at her old school."
MEAN: Final = "They share pictures of me in the group chat and laugh."


def tell(people: Mapping[str, User]) -> None:
    school = practice_school()
    children = _children(school)
    oig, protector = actor(people["oig"]), actor(people["protections"])
    adult = _adult(school)
    first = _about(adult, children[0], SAYS)
    second = _about(adult, None, ALSO)
    for case in (first, second):
        patterns.look(case.pk)
    _follow(first, children[0], oig, people["oig"])
    _bullying(school, children, protector)


def _children(school: School) -> list[Student]:
    """Students with somebody to tell."""
    links_ = GuardianLink.objects.with_authority().filter(guardian__ended_at=None)
    rows = Student.objects.enrolled().filter(school=school, pk__in=links_.values("student"))
    return list(rows.order_by("pk")[3:5])


def _adult(school: School) -> User:
    """Somebody of the school's staff who never signs in to the practice."""
    held = RoleAssignment.objects.current().filter(school=school, role=Role.TEACHER)
    others = User.objects.filter(pk__in=held.values("user"), staff__isnull=False)
    return others.order_by("-pk").exclude(email__in=map(sign_in_name, PEOPLE)).first() or others[0]


def _about(adult: User, child: Student | None, said: str) -> Case:
    people = [
        Person(Part.ACCUSED, name=adult.name, is_adult=True, user_id=adult.pk, note=HANDLE),
        *([Person(Part.HURT, name=str(child), is_adult=False, student_id=child.pk)] if child else []),
    ]  # fmt: skip
    report = Report(
        reporter_role=ReporterRole.GUARDIAN,
        said=said,
        about=(AboutWhom.SCHOOL_ADULT,),
        people=tuple(people),
        school_id=child.school_id if child else None,
    )
    return receive(report, source=Source.WEB, by=ANYONE).case


def _follow(case: Case, child: Student, oig: Actor, user: User) -> None:
    """What the Inspector General did so far: half of the checklist, a pause, two questions, a finding."""
    now = timezone.now()
    accused, hurt = case.involved.get(part=Part.ACCUSED), case.involved.get(part=Part.HURT)
    pauses.pause(accused, by=oig, reason="Until we have spoken with the student.", warned=True)
    links.ask_verdict(case, accused, hurt, now - timedelta(days=1), by=oig)
    links.ask_platform(case, "WhatsApp", timezone.localdate(now), by=oig)
    parents.put_in_charge(case, user, by=oig)
    parents.check(case, child, Check.AUTHORITIES, by=oig, at=now, spoke_with="DCFS hotline, call taker")  # fmt: skip
    outcomes.find(accused, Finding.SUBSTANTIATED, by=oig, reason="The messages are on the phone.")
    outcomes.order(
        accused,
        Words(
            ordered_by="Office of the Chief Talent Officer",
            ordered_on=timezone.localdate(now),
            adult_kind=AdultKind.EMPLOYEE,
            consequences=(Consequence.ACCESS_SUSPENDED, Consequence.DISCIPLINE),
        ),
        by=oig,
    )


def _bullying(school: School, children: list[Student], protector: Actor) -> None:
    """A bullied student; one family was reached, the other one's telephone rang."""
    report = Report(
        reporter_role=ReporterRole.STUDENT,
        said=MEAN,
        about=(AboutWhom.STUDENT,),
        people=(
            Person(Part.HURT, name=str(children[0]), is_adult=False, student_id=children[0].pk),
            Person(Part.ACCUSED, name=str(children[1]), is_adult=False, student_id=children[1].pk),
        ),
        school_id=school.pk,
        parent_safe=Safe.YES,
    )
    case = receive(report, source=Source.WEB, by=ANYONE).case
    for child, result in zip(children, (Result.REACHED, Result.NOT_REACHED), strict=True):
        link = GuardianLink.objects.with_authority().filter(student=child).order_by("pk")[0]
        tried = Tried(way=Way.PHONE, result=result, at=timezone.now())
        parents.log(case, child, link.guardian_id, tried, by=protector)
