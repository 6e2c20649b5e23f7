"""Who reads a case, and who never does, whatever else they hold."""

import pytest

from incidents.models import Case
from incidents.policy import Person
from incidents.terms import OfficeCode, Part, Post
from schools.terms import Role
from tests.factories import DelegationFactory, SchoolFactory, chief_of, principal_of, staff_at
from tests.incident_factories import accused, bullying, case_of, granted, kept_from, report, seated

pytestmark = pytest.mark.django_db


def readers(case, *people):
    return [Case.objects.visible_to(one).filter(pk=case.pk).exists() for one in people]


@pytest.mark.clause("I2")
def test_bullying_is_read_by_student_protections_and_the_schools_leaders():
    school = SchoolFactory()
    principal, administrator = principal_of(school), staff_at(school, Role.ADMINISTRATOR)
    people = (
        *(principal, administrator, seated(OfficeCode.STUDENT_PROTECTIONS)),
        *(seated(OfficeCode.OIG), granted(OfficeCode.STUDENT_PROTECTIONS)),
        *(staff_at(school), chief_of(school), principal_of()),
    )

    case = case_of(bullying(school))

    assert readers(case, *people) == [True, True, True, False, False, False, False, False]


@pytest.mark.clause("I1")
def test_an_adult_nobody_knows_yet_is_read_by_the_inspector_general_alone():
    school = SchoolFactory()
    oig, principal = seated(OfficeCode.OIG), principal_of(school)

    case = case_of(report(school))

    assert readers(case, oig, principal) == [True, False]


def test_an_accused_principal_and_who_stands_in_for_them_see_nothing_and_the_chief_reads():
    school = SchoolFactory()
    principal, administrator = principal_of(school), staff_at(school, Role.ADMINISTRATOR)
    chief = chief_of(school)
    delegate = DelegationFactory(principal=principal, school=school).delegate

    case = case_of(report(school, people=(accused(principal),)))

    assert readers(case, principal, administrator, delegate, chief) == [False, False, False, True]


def test_somebody_of_the_office_who_is_accused_sees_nothing():
    accused_one, other = seated(), seated()

    case = case_of(report(SchoolFactory(), people=(accused(accused_one),)))

    assert readers(case, accused_one, other) == [False, True]


def test_who_is_made_a_delegate_of_the_accused_later_sees_nothing_any_more():
    school = SchoolFactory()
    teacher, administrator = staff_at(school), staff_at(school, Role.ADMINISTRATOR)
    principal_of(school)
    case = case_of(report(school, people=(accused(teacher),)))
    before = readers(case, administrator)

    DelegationFactory(principal=teacher, delegate=administrator, school=school)

    assert [*before, *readers(case, administrator)] == [True, False]


def test_a_post_is_kept_out_with_whoever_holds_it_later():
    school = SchoolFactory()
    principal_of(school)
    case = case_of(bullying(school, people=(Person(Part.KEEP_FROM, post=Post.PRINCIPAL),)))

    later = principal_of(school)

    assert readers(case, later, chief_of(school)) == [False, False]


def test_keeping_one_administrator_out_leaves_the_others():
    school = SchoolFactory()
    principal, one = principal_of(school), staff_at(school, Role.ADMINISTRATOR)

    case = case_of(bullying(school, people=(kept_from(one),)))

    assert readers(case, principal, one) == [True, False]
