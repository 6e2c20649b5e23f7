"""A program of the CEO's, from the office's desk to a guardian's yes; the principal meets no member of it."""

import re
from types import SimpleNamespace

import pytest
from django.utils import timezone

from consents.actions import asking, program_people
from consents.actions.exceptions import load_built_ins
from consents.models import Approval, Program
from core.actor import Actor
from schools.terms import Role
from tests.consents.programs import NEUTRAL, PDF, SECRET
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    district_user,
    principal_of,
    staff_at,
)
from tests.journeys import steps
from tests.journeys.conftest import PHONE

JOB = Actor.job("tests")


@pytest.fixture
def people(transactional_db, tmp_path):
    DistrictFactory()
    load_built_ins(by=Actor.command("tests"))
    school = SchoolFactory(name="Lakeview High School")
    student = StudentFactory(school=school, given_name="Amina", family_name="Diallo", grade="09")
    approval = tmp_path / "approval.pdf"
    approval.write_bytes(PDF)
    made = SimpleNamespace(
        year=SchoolYearFactory(),
        office=district_user(Role.OUTREACH, name="Olivia Brandt"),
        second=district_user(Role.ADMIN, name="Ada Moreau"),
        worker=staff_at(name="Marisol Vega"),
        principal=principal_of(school, name="Patricia Okafor"),
        student=student,
        mother=GuardianFactory(of=student, given_name="Awa", email="awa@example.org"),
        approval=str(approval),
    )
    steps.give_password(made.office, made.second, made.worker, made.principal)
    return made


def write(page, people, check):
    """The office enters what the CEO approved, and puts it forward."""
    page.goto("/programs/")
    check(page)
    page.get_by_role("link", name="Enter a program").click()
    check(page)
    page.get_by_label("Code").fill("prog-7")
    page.get_by_label("Name inside the office").fill(SECRET)
    page.get_by_label("Neutral public name").fill(NEUTRAL)
    page.get_by_label("What it asks of families").fill("Come along once a week.")
    page.get_by_label("Who approved it").fill("Dana Whitlock")
    page.get_by_label("Day of the CEO's approval").fill(timezone.localdate().isoformat())
    page.get_by_label("The CEO's written approval").set_input_files(people.approval)
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_label("District e-mail address of the adult").fill(people.worker.email)
    page.get_by_role("button", name="Add").click()
    page.get_by_text("Marisol Vega").first.wait_for()
    check(page)
    page.get_by_role("button", name="Put it forward").click()
    page.get_by_text("A second person confirms it").wait_for()


def publish(page, check):
    """The second person reads and publishes."""
    page.goto("/programs/")
    page.get_by_role("link", name=SECRET).click()
    check(page)
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    page.get_by_text("The families that qualify are being told now.").wait_for()


def list_students(page, people, check):
    page.goto("/programs/")
    page.get_by_role("link", name=SECRET).click()
    page.get_by_role("link", name="Told and not told").click()
    page.get_by_label("Student numbers, one a line").fill(people.student.number)
    page.get_by_role("button", name="Add").click()
    page.get_by_text("Amina Diallo").first.wait_for()
    check(page)


def ask(page, check):
    """From the program's page to the release."""
    page.goto("/programs/")
    page.get_by_role("link", name=SECRET).click()
    page.get_by_role("link", name="Ask the families told").click()
    check(page)
    page.get_by_role("link", name="Lakeview High School").click()
    page.get_by_label("What the texts are for").fill("When and where to meet.")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Go on to the students").click()
    page.get_by_role("link", name="Check and send").first.click()
    check(page)
    page.get_by_role("button", name="Send to the outreach office").click()
    page.get_by_text("Waiting for the outreach office").first.wait_for()
    page.goto("/approvals/")
    page.get_by_role("link", name=NEUTRAL).click()
    check(page)
    page.get_by_label("Why is texting necessary?").fill("The student has no school device now.")
    page.get_by_role("button", name="Ask the families").click()
    page.get_by_role("dialog").get_by_role("button", name="Ask the families").click()
    page.get_by_text("Released to families").first.wait_for()


def test_a_program_from_the_office_to_a_yes(browse, desk, people, check_page):
    # The office writes it, a second person publishes it, and the family is told.
    steps.sign_in(desk, people.office)
    write(desk, people, check_page)
    second = browse()
    steps.sign_in(second, people.second)
    publish(second, check_page)
    list_students(desk, people, check_page)
    program_people.tell_families(Program.objects.get(), by=JOB)
    told = steps.newest("consents/program_offered", people.mother.email)
    assert "Come along once a week." in told
    assert SECRET not in told

    # The office asks; the mother says yes.
    ask(desk, check_page)
    asking.ask_families(Approval.objects.get(), by=JOB)
    mother = browse(PHONE)
    steps.open_link(mother, people.mother, check=check_page)
    steps.answer(mother, choice="Yes, I allow it", typed_name="Awa Diallo", check=check_page)

    # The program's worker may text; the principal sees nothing of it but the form in the folder.
    worker = browse()
    steps.sign_in(worker, people.worker)
    assert steps.may_i_text(worker, people.student, check=check_page)[0] == "Yes"
    principal = browse()
    steps.sign_in(principal, people.principal)
    principal.goto(f"/students/{people.student.pk}/folder/")
    check_page(principal)
    seen = principal.content()
    assert (NEUTRAL in seen, SECRET in seen) == (True, False)
    principal.goto("/activities/?whose=school")
    assert not re.search(f"{NEUTRAL}|{SECRET}", principal.content())
