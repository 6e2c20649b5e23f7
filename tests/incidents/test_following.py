"""Roles change elsewhere and open reports follow (I1): found by reading, each once, and held by `visible_to` meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.actions.following import changed_among, follow_roles
from incidents.facts.routing import FOR_ROUTING
from incidents.models import Case, CaseStep, Recipient, Routing
from incidents.policy import Person
from incidents.terms import Ground, OfficeCode, Part, Rerouted, Stage
from notices.models import Notice
from schools.models import RoleAssignment
from schools.terms import Role
from tests.factories import (
    DelegationFactory,
    RoleAssignmentFactory,
    SchoolFactory,
    chief_of,
    principal_of,
    staff_at,
)
from tests.incident_factories import accused, bullying, case_of, ended_today, report, seated

pytestmark = pytest.mark.django_db


def reads(case, *people):
    return [Case.objects.visible_to(one).filter(pk=case.pk).exists() for one in people]


def test_a_new_principal_reads_what_the_old_one_did(client):
    school = SchoolFactory()
    old = principal_of(school)
    seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school))
    ended_today(old)
    new = principal_of(school)
    between = reads(case, old, new)

    first, second = follow_roles(), follow_roles()

    assert (between, reads(case, old, new)) == ([False, False], [False, True])
    assert (first["moved"], second["moved"]) == (1, 0)
    assert case.routings.order_by("-pk").first().why == Rerouted.ROLES


def test_a4_an_accused_teacher_who_is_made_acting_principal_reads_nothing():
    """A4: who becomes a leader after being named is kept out by the name, and the whole school with them."""
    school = SchoolFactory()
    old, teacher = principal_of(school), staff_at(school)
    administrator, chief = staff_at(school, Role.ADMINISTRATOR), chief_of(school)
    case = case_of(report(school, people=(accused(teacher),)))
    ended_today(old)
    RoleAssignmentFactory(user=teacher, role=Role.PRINCIPAL, school=school)

    follow_roles()

    assert reads(case, teacher, administrator, chief) == [False, False, True]


def test_a4_staff_who_moved_to_another_school_read_nothing_from_that_day():
    """A4: a role that ended opens nothing, before any job has run."""
    school = SchoolFactory()
    administrator = staff_at(school, Role.ADMINISTRATOR)
    case = case_of(bullying(school))
    before = reads(case, administrator)
    ended_today(administrator)
    RoleAssignmentFactory(user=administrator, role=Role.ADMINISTRATOR, school=SchoolFactory())

    assert (before, reads(case, administrator)) == ([True], [False])


def test_a_principal_who_becomes_an_administrator_reads_on_by_the_new_post():
    school = SchoolFactory()
    person = principal_of(school)
    case = case_of(bullying(school))
    RoleAssignment.objects.filter(user=person).update(ends_on="2021-01-01")
    RoleAssignmentFactory(user=person, role=Role.ADMINISTRATOR, school=school)

    follow_roles()

    standing = Recipient.objects.get(case=case, user=person, ended_at=None)
    assert (reads(case, person), standing.ground) == ([True], Ground.ADMINISTRATOR)


def test_whoever_is_made_the_delegate_of_the_accused_is_written_down_as_left_out():
    school = SchoolFactory()
    teacher, administrator = staff_at(school), staff_at(school, Role.ADMINISTRATOR)
    principal_of(school)
    case = case_of(report(school, people=(accused(teacher),)))
    DelegationFactory(principal=teacher, delegate=administrator, school=school)

    follow_roles()

    last = case.routings.order_by("-pk").first()
    assert last.words()["answer"]["withheld_from"] == [str(administrator.pk)]
    assert not Recipient.objects.filter(case=case, user=administrator, ended_at=None).exists()


def test_closed_reports_and_those_without_change_stay():
    school = SchoolFactory()
    old = principal_of(school)
    closed, other = case_of(bullying(school)), case_of(bullying(SchoolFactory()))
    Case.objects.filter(pk=closed.pk).update(stage=Stage.CLOSED)
    ended_today(old)
    before = Routing.objects.count()

    found = follow_roles()

    assert (found["moved"], Routing.objects.count()) == (0, before)
    assert other.routings.count() == 1


def test_looking_costs_the_same_for_one_report_and_for_many():
    schools = [SchoolFactory() for _ in range(3)]
    for school in schools:
        principal_of(school)
    kept = Person(Part.KEEP_FROM, name="Ms Zed", is_adult=True)
    for number in range(12):
        case_of(bullying(schools[number % 3], people=(kept,)))

    counts = []
    for most in (1, 12):
        with CaptureQueriesContext(connection) as asked:
            batch = list(Case.objects.order_by("pk").prefetch_related(*FOR_ROUTING)[:most])
            assert changed_among(batch) == []
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a7_whoever_leaves_owns_no_report_any_more_and_the_others_hear_of_it():
    """A7: an account that is closed loses its cases to nobody; the cases stay, and their readers are told."""
    school = SchoolFactory()
    owner, other = (seated(OfficeCode.STUDENT_PROTECTIONS) for _ in range(2))
    case = case_of(bullying(school))
    Case.objects.filter(pk=case.pk).update(assigned_to=owner, assigned_at=timezone.now())
    owner.is_active = False
    owner.save()

    first, second = follow_roles(), follow_roles()

    case.refresh_from_db()
    told = set(Notice.objects.values_list("recipient_id", flat=True))
    assert (case.assigned_to, first["unassigned"], second["unassigned"]) == (None, 1, 0)
    assert CaseStep.objects.filter(case=case, deed="case.unassigned").count() == 1
    assert (str(other.pk) in told, str(owner.pk) in told) == (True, False)
