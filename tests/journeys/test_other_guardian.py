"""The other guardian: the mother signs, the father objects in one tap, the office calls, and it is a yes again."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from consents.actions.exceptions import load_built_ins
from consents.models import Answer, CallBack
from consents.terms import Route
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
    """A coach, a principal, a clerk with a colleague, and a student whose father reads Arabic."""
    DistrictFactory()
    SchoolYearFactory()
    load_built_ins(by=Actor.command("tests"))
    school = SchoolFactory(name="Lakeview High School")
    student = StudentFactory(school=school, given_name="Amina", family_name="Diallo")
    made = SimpleNamespace(
        coach=staff_at(school, Role.COACH, name="Carla Reyes"),
        principal=principal_of(school, name="Patricia Okafor"),
        clerk=staff_at(school, Role.CLERK, name="Chen Li"),
        witness=staff_at(school, name="Tomasz Lis"),
        student=student,
        mother=GuardianFactory(of=student, given_name="Awa", email="awa@example.org"),
        father=GuardianFactory(
            of=student, given_name="Omar", email="omar@example.org", language="ar"
        ),
    )
    steps.give_password(made.coach, made.principal, made.clerk)
    return made


def test_a_silent_guardian_objects_and_a_call_settles_it(browse, desk, people, check_page):
    steps.sign_in(desk, people.coach)
    steps.ask_to_text(desk, name=ACTIVITY, student=people.student, check=check_page)
    principal = browse(PHONE)
    steps.sign_in(principal, people.principal)
    steps.approve(principal, name=ACTIVITY, check=check_page)

    # The mother says yes: the coach may text.
    mother = browse(PHONE)
    steps.open_link(mother, people.mother, check=check_page)
    steps.answer(mother, choice="Yes, I allow it", typed_name="Awa Diallo", check=check_page)
    assert steps.may_i_text(desk, people.student, check=check_page)[0] == "Yes"

    # The father hears of it on a phone, in his language, and objects in one tap.
    father = browse(PHONE, locale="ar")
    link = re.search(
        r"/c/[^\s/]+/object/\d+/", steps.newest("consents/other_agreed", people.father.email)
    )[0]
    father.goto(link)
    check_page(father)
    assert father.locator("html").get_attribute("dir") == "rtl"
    assert "Amina" not in father.content()
    father.locator("main form button[type=submit]").click()
    father.locator("main .panel").wait_for()
    check_page(father)
    assert Answer.objects.get(guardian=people.father).route == Route.LINK

    # The coach sees it at once, and that it has to stop.
    assert steps.may_i_text(desk, people.student, check=check_page) == ("No", ["T1"])
    desk.goto("/changes/")
    check_page(desk)
    assert "One answer gives permission" in desk.locator("main").inner_text()

    # The clerk takes the call, writes a try down, and records what the father says.
    clerk = browse()
    steps.sign_in(clerk, people.clerk)
    clerk.goto("/follow-up/")
    check_page(clerk)
    clerk.get_by_role("link", name="Amina Diallo", exact=True).click()
    clerk.get_by_role("button", name="I take this one").click()
    clerk.get_by_label("Left a message").check()
    clerk.get_by_role("button", name="Write it down").click()
    check_page(clerk)
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        row = clerk.get_by_role("row", name=str(people.father))
        row.get_by_role("link", name="Record a new answer").click()
        record(clerk, people.witness.email)

    # The answers agree again: the entry has left the list, and the coach may text.
    assert CallBack.objects.get().settled_by == "agreed"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert steps.may_i_text(desk, people.student, check=check_page)[0] == "Yes"
        clerk.goto("/follow-up/")
        clerk.get_by_text("Nobody is waiting").wait_for()


def record(page, witness):
    """The clerk writes down a yes by telephone, heard by a colleague."""
    now = timezone.localtime() - timedelta(minutes=1)
    page.get_by_label("By telephone").check()
    page.get_by_label("Day").fill(now.strftime("%Y-%m-%d"))
    page.get_by_label("Time").fill(now.strftime("%H:%M"))
    page.get_by_label("Who heard it too?").fill(witness)
    page.get_by_label("I read the words of the form").check()
    page.get_by_label("Yes, they allow it").check()
    page.get_by_label("The child's mobile number").fill("312 555 0142")
    page.get_by_label("The guardian's mobile number").fill("312 555 0144")
    page.get_by_role("button", name="Record the answer").click()
    page.get_by_text("Recorded. The guardian gets a message").wait_for()
