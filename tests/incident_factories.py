"""Reports for tests: made by the action that every door calls."""

from core.actor import ANYONE
from incidents.actions import receiving
from incidents.models import OfficeSeat
from incidents.policy import Person, Report
from incidents.terms import AboutWhom, OfficeCode, Part, ReporterRole, Source
from schools.models import RoleAssignment
from schools.terms import Role
from tests.factories import RoleAssignmentFactory, StaffFactory, UserFactory

ROLES = {OfficeCode.OIG: Role.OIG, OfficeCode.STUDENT_PROTECTIONS: Role.PROTECTIONS}
SAID = "He texts me every night and says I must not tell."


def seated(office=OfficeCode.OIG, **user_facts):
    """Somebody who sits in the office: the role, and the seat that opens its cases."""
    user = StaffFactory(user=UserFactory(**user_facts)).user
    assignment = RoleAssignmentFactory(user=user, role=ROLES[office], school=None)
    before = OfficeSeat.objects.filter(assignment__role=ROLES[office], end=None).first()
    OfficeSeat.objects.create(
        assignment=assignment, confirmed_by=before.assignment.user if before else None
    )
    return user


def granted(office=OfficeCode.OIG, **user_facts):
    """Somebody to whom an administrator gave the office's role, and whom nobody of the office confirmed."""
    user = StaffFactory(user=UserFactory(**user_facts)).user
    RoleAssignmentFactory(user=user, role=ROLES[office], school=None)
    return user


def report(school=None, **facts):
    """A student's report: by default about an unnamed adult of the school."""
    facts.setdefault("reporter_role", ReporterRole.STUDENT)
    facts.setdefault("said", SAID)
    facts.setdefault("about", (AboutWhom.SCHOOL_ADULT,))
    return Report(school_id=school.pk if school else None, **facts)


def bullying(school, **facts):
    return report(school, about=(AboutWhom.STUDENT,), **facts)


def accused(user, **facts):
    """Somebody with an account, known to be who the report is about."""
    return Person(Part.ACCUSED, name=user.name, is_adult=True, user_id=user.pk, **facts)


def kept_from(user):
    return Person(Part.KEEP_FROM, name=user.name, is_adult=True, user_id=user.pk)


def case_of(made, source=Source.WEB, by=ANYONE):
    """The case of a report that came in."""
    return receiving.receive(made, source=source, by=by).case


def ended_today(user):
    """The person's roles are over."""
    RoleAssignment.objects.filter(user=user).update(ends_on="2021-01-01")
