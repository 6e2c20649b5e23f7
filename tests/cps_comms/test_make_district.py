"""manage.py make_district: a made-up district that the rest of the product takes for one."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from schools import models
from schools.calendar import year_at
from schools.terms import Role
from trail import sealing

pytestmark = pytest.mark.django_db


def test_it_has_schools_staff_students_and_families():
    told = io.StringIO()

    call_command("make_district", "--students", "1000", stdout=told)

    guardians = models.Guardian.objects.count()
    staff = models.Staff.objects.count()
    assert told.getvalue() == (
        f"Made 2 schools, 1000 students, {guardians} guardians and {staff} staff.\n"
    )
    assert models.Student.objects.enrolled().count() == 1000
    assert models.Student.objects.without_anyone_to_ask().count() == 0
    assert models.RoleAssignment.objects.filter(role=Role.PRINCIPAL).count() == 2
    assert year_at(models.School.objects.first(), timezone.now()) is not None
    assert list(sealing.faults()) == []


def test_the_same_number_makes_the_same_people(tmp_path):
    call_command("make_district", "--students", "20", stdout=io.StringIO())

    first = models.Student.objects.order_by("pk").first()
    assert (first.sourced_id, first.number, first.school.number) == (
        "made-up-student-0",
        "00000000",
        "600001",
    )


def test_a_district_that_is_there_is_left_alone():
    call_command("make_district", "--students", "5", stdout=io.StringIO())

    with pytest.raises(CommandError) as caught:
        call_command("make_district", "--students", "5", stdout=io.StringIO())

    assert caught.value.returncode == 1
    assert models.Student.objects.count() == 5


@pytest.mark.parametrize("number", ["0", "-1", "many", "1000001", "1e3"])
def test_a_number_that_is_none(number):
    with pytest.raises((CommandError, SystemExit)):
        call_command("make_district", "--students", number, stdout=io.StringIO())

    assert models.District.objects.count() == 0
