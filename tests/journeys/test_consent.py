"""One consent from the coach's wish to the year's end, in the browsers of everybody it concerns."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine

from consents.actions.exceptions import load_built_ins
from core.actor import Actor
from schools.terms import Role
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    principal_of,
    staff_at,
)
from tests.journeys import steps
from tests.journeys.conftest import PHONE

ACTIVITY = "Varsity soccer"
YES, NO = "Yes, I allow it", "No, I do not allow it"


@pytest.fixture
def people(transactional_db):
    """A high school with a coach, a principal, and a student whose two guardians can be asked."""
    DistrictFactory()
    load_built_ins(by=Actor.command("tests"))
    school = SchoolFactory(name="Lakeview High School")
    student = StudentFactory(school=school, given_name="Amina", family_name="Diallo")
    made = SimpleNamespace(
        year=SchoolYearFactory(),
        coach=staff_at(school, Role.COACH, name="Carla Reyes"),
        principal=principal_of(school, name="Patricia Okafor"),
        student=student,
        mother=GuardianFactory(of=student, given_name="Awa", email="awa@example.org"),
        father=GuardianFactory(of=student, given_name="Omar", email="omar@example.org"),
    )
    steps.give_password(made.coach, made.principal)
    return made


def test_a_consent_from_wish_to_year_end(browse, desk, phone, people, check_page):
    def asked(**more):
        return steps.may_i_text(desk, people.student, check=check_page, **more)

    # The coach asks at a desk, the principal approves on a phone.
    steps.sign_in(desk, people.coach)
    steps.ask_to_text(desk, name=ACTIVITY, student=people.student, check=check_page)
    steps.sign_in(phone, people.principal)
    steps.approve(phone, name=ACTIVITY, check=check_page)
    assert asked() == ("No", ["T1"])

    # The mother allows it, the father does not: a conflict.
    mother, father = browse(PHONE), browse(PHONE)
    steps.open_link(mother, people.mother, check=check_page)
    steps.answer(mother, choice=YES, typed_name="آوا ديالو", check=check_page)
    assert asked()[0] == "Yes"
    steps.open_link(father, people.father, check=check_page)
    steps.answer(father, choice=NO, typed_name="Omar Diallo", check=check_page)
    assert asked() == ("No", ["T1"])
    assert "against it" in desk.locator(".verdict").inner_text()

    # He changes his mind: yes, with a guardian and the mailbox on the thread, and not without the guardian.
    steps.change_answer(father, choice=YES, typed_name="Omar Diallo", check=check_page)
    whole = [str(people.student), people.coach.name, people.coach.email, str(people.mother)]
    assert asked(thread=whole)[0] == "Yes"
    assert asked(thread=whole[:3]) == ("No", ["T2b"])

    # She takes it back: no, at once.
    mother.reload()
    steps.withdraw(mother, check=check_page)
    assert asked() == ("No", ["T1"])
    steps.newest("consents/withdrawn_staff", people.coach.email)

    # Both say yes again, and then the school year is over; the forms stay in the folder.
    steps.change_answer(mother, choice=YES, typed_name="Awa Diallo", check=check_page)
    assert asked()[0] == "Yes"
    after = people.year.ends_on + timedelta(days=1)
    with time_machine.travel(datetime.combine(after, time(0, 1), ZoneInfo(people.year.timezone))):
        steps.sign_in(desk, people.coach)
        assert asked() == ("No", ["T7", "T7"])
        steps.sign_in(phone, people.principal)
        assert steps.folder(phone, people.student, check=check_page) == 4
