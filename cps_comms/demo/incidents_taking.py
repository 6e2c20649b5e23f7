"""A teacher reports and has not called yet, and an office took a call and a paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from cps_comms.demo.district import practice_school
from cps_comms.demo.story import actor
from incidents.actions import mandated, taking
from incidents.actions.mandated import Told
from incidents.models import TakenReport
from incidents.policy import Person, Report
from incidents.terms import AboutWhom, Part, ReporterRole, Safe, Source
from incidents.terms.mandated import Said
from schools.models import School

PAPER: Final = Report(
    ReporterRole.STUDENT,
    said="He says I owe him an answer and that he waits for me after practice.",
    about=(AboutWhom.UNKNOWN,),
    parent_safe=Safe.NO,
)


def tell(people: Mapping[str, User]) -> None:
    school, teacher = practice_school(), people["teacher"]
    taking.report_as_staff(seen(school, teacher), once="practice-teacher", by=actor(teacher))
    case = TakenReport.objects.own(teacher).latest("pk").case
    at = timezone.now() - timedelta(minutes=5)
    mandated.say(case, Told(said=Said.SUPERIOR, at=at, note="The principal"), by=actor(teacher))
    hotline, oig = actor(people["protections"]), actor(people["oig"])
    taking.take_report(called(school), source=Source.PHONE, once="practice-call", by=hotline)
    taking.take_report(
        PAPER,
        source=Source.PAPER,
        once="practice-paper",
        by=oig,
        aware_at=timezone.now() - timedelta(hours=20),
    )


def seen(school: School, teacher: User) -> Report:
    return Report(
        ReporterRole.STAFF,
        said="A helper of the chess club writes to two students late at night and asks them to keep it quiet.",
        about=(AboutWhom.SCHOOL_ADULT,),
        people=(Person(Part.ACCUSED, name="A helper of the chess club", is_adult=True),),
        school_id=school.pk,
        contact={"name": teacher.name, "email": teacher.email, "how": "email"},
        reporter_user_id=teacher.pk,
    )


def called(school: School) -> Report:
    return Report(
        ReporterRole.GUARDIAN,
        said="Other students post pictures of my son and laugh at him. It is in the class chat.",
        about=(AboutWhom.STUDENT,),
        people=(Person(Part.ACCUSED, name="Two boys of his class", is_adult=False),),
        school_id=school.pk,
        platform_name="Class chat",
        parent_safe=Safe.YES,
        language="es",
    )
