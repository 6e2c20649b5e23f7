"""One consent from the coach's wish to the year's end, in the browsers of everybody it concerns."""

from types import SimpleNamespace

import pytest

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


@pytest.fixture
def people(transactional_db):
    """A high school with a coach, a principal, and a student whose two guardians can be asked."""
    DistrictFactory(), SchoolYearFactory()
    load_built_ins(by=Actor.command("tests"))
    school = SchoolFactory(name="Lakeview High School")
    student = StudentFactory(school=school, given_name="Amina", family_name="Diallo")
    made = SimpleNamespace(
        coach=staff_at(school, Role.COACH, name="Carla Reyes"),
        principal=principal_of(school, name="Patricia Okafor"),
        student=student,
        mother=GuardianFactory(of=student, given_name="Awa", email="awa@example.org"),
        father=GuardianFactory(of=student, given_name="Omar", email="omar@example.org"),
    )
    steps.give_password(made.coach, made.principal)
    return made


def test_a_consent_from_wish_to_year_end(browse, desk, phone, people, check_page):
    # The coach asks at a desk, the principal approves on a phone.
    steps.sign_in(desk, people.coach)
    steps.ask_to_text(desk, name=ACTIVITY, student=people.student, check=check_page)
    steps.sign_in(phone, people.principal)
    steps.approve(phone, name=ACTIVITY, check=check_page)

    # The mother allows it, the father does not.
    mother, father = browse(PHONE), browse(PHONE)
    steps.open_link(mother, people.mother, check=check_page)
    steps.answer(mother, choice="Yes, I allow it", typed_name="آوا ديالو", check=check_page)
    steps.open_link(father, people.father, check=check_page)
    steps.answer(
        father,
        choice="No, I do not allow it",
        typed_name="Omar Diallo",
        check=check_page,
    )
