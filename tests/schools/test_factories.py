import pytest

from schools.models import GuardianLink, School, Student
from schools.roles import chiefs_of, principals_of
from schools.terms import Authority, Role
from tests.factories import (
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    chief_of,
    district_user,
    principal_of,
    staff_at,
)

pytestmark = pytest.mark.django_db


def test_a_student_is_enrolled_at_the_school_with_a_guardian_who_may_sign():
    student = StudentFactory()
    guardian = GuardianFactory(of=student)
    GuardianFactory(of=student, of__authority=Authority.CHECK)

    assert list(Student.objects.enrolled()) == [student]
    assert student.enrolments.get().school == student.school
    signers = GuardianLink.objects.with_authority().values_list("guardian", flat=True)
    assert list(signers) == [guardian.pk]


def test_roles_are_held_where_they_belong():
    school = SchoolFactory()
    principal, chief = principal_of(school), chief_of(school)

    assert principals_of(school) == [principal]
    assert chiefs_of(school) == [chief]
    assert list(School.objects.visible_to(staff_at(school))) == [school]
    assert list(School.objects.visible_to(district_user(Role.RECORDS))) == [school]


def test_the_year_of_today_is_made_once():
    assert SchoolYearFactory() == SchoolYearFactory()
