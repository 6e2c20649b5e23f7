"""Staff answer for a report: who tells it of a colleague, who works on it, and who it is about and sees nothing."""

import pytest
from django.urls import reverse

from consents.models import Pause
from core.actor import Actor
from incidents.actions import evidence as evidence_actions
from incidents.actions import evidence_copies
from incidents.models import Case
from incidents.terms import OfficeCode, ReporterRole, Stage
from notices.models import Notice
from schools.terms import Role
from tests.factories import SchoolFactory, SchoolYearFactory, chief_of, principal_of, staff_at
from tests.incident_factories import accused, bullying, case_of, report, seated
from tests.incidents.evidence import arrived, keys_of_offices, picture, reporter
from tests.incidents.people import named
from tests.incidents.reporters import Reporter
from tests.journeys.steps import give_password, sign_in

SAID = "He writes to her every night and asks for pictures."
MADE_UP = "/cases/ZZZZ-ZZZZ/"


@pytest.fixture
def school(transactional_db):
    SchoolYearFactory()
    return SchoolFactory(name="Lincoln Park Academy")


def open_report(page, code):
    page.get_by_role("link", name="Reports").first.click()
    page.get_by_role("link", name=code).click()


def write_down(page, said, *, taken=None):
    page.get_by_label(said).check()
    if taken:
        page.get_by_label(taken).check()
    page.get_by_role("button", name="Write it down").click()


@pytest.mark.clause("I1")
def test_telling_the_principal_is_not_the_call(desk, school, check_page):
    teacher, coach = staff_at(school), staff_at(school, Role.COACH)
    give_password(teacher)
    sign_in(desk, teacher)
    desk.get_by_role("link", name="Report something").click()
    desk.get_by_role("button", name="Send the report").click()
    check_page(desk)
    desk.get_by_label("What happened, and when?").fill(SAID)
    desk.get_by_label("Adults at your school who did it").select_option(coach.name)
    desk.get_by_role("button", name="Send the report").click()

    desk.get_by_role("heading", name="Six words: the way back").wait_for()
    check_page(desk)
    shown = desk.locator(".words__list li").count()
    write_down(desk, "I told the principal or my superior")
    after_telling = desk.locator("#call").inner_text()
    write_down(desk, "I called the child-protection line myself", taken="Yes")
    write_down(desk, "I sent the written confirmation")
    check_page(desk)

    assert (shown, "That does not discharge the duty" in after_telling) == (6, True)
    assert "Call the child-protection line" in after_telling
    assert desk.locator("#call").get_by_text("Done", exact=True).count() == 1
    assert not Case.objects.visible_to(coach).exists()


@pytest.mark.clause("I1")
@pytest.mark.clause("I4")
def test_an_investigator_works_on_a_report_until_the_child_reads_how_it_ended(
    browse, desk, school, check_page
):
    child, office, coach = told_of_a_coach(school)
    give_password(office)
    sign_in(desk, office)
    open_report(desk, child.case.code)
    check_page(desk)
    desk.get_by_role("button", name="Open the story").click()
    desk.get_by_text(SAID).wait_for()
    desk.get_by_role("button", name="Acknowledge").click()
    name_the_adult(desk, coach, check_page)
    look_at_the_picture(desk, check_page)
    ask_the_register(desk, check_page)
    pause(desk, check_page)
    answer_and_act(desk)
    call_the_line(desk)
    find_and_order(desk, check_page)
    close(desk, check_page)

    child.case.refresh_from_db()
    assert (child.case.stage, Pause.objects.standing().get().staff.user) == (Stage.CLOSED, coach)
    phone = browse({"width": 360, "height": 740})
    read = come_back(phone, child.words)
    assert ("You did well to tell us." in read, "Thank you for telling us." in read) == (True, True)


def told_of_a_coach(school):
    """A child's report that names a coach by surname, with a picture whose copy is made."""
    keys_of_offices(Actor.command("tests"))
    coach = staff_at(school, Role.COACH, name="Marcus Hale")
    child = Reporter(report(school, said=SAID, people=(named("Mr. Hale"),)))
    file = arrived(picture())
    row = evidence_actions.take_into_case(file, child.case, by=reporter(child.case))
    evidence_copies.copy(row.pk)
    return child, seated(OfficeCode.OIG), coach


def back_to_the_report(page):
    page.locator(".page-header").get_by_role("link").first.click()


def name_the_adult(page, coach, check):
    page.locator("#why-here").get_by_role("link", name="People").click()
    page.get_by_role("link", name="Mr. Hale").click()
    page.get_by_label(coach.name).check()
    page.locator("#match").get_by_label("Why").fill("The only Hale there, and a coach.")
    check(page)
    page.get_by_role("button", name="This is who is meant").click()
    check(page)


def look_at_the_picture(page, check):
    back_to_the_report(page)
    page.locator("#evidence").get_by_role("link", name="IMG_0001.jpg").click()
    page.get_by_label("Show or hide the picture").check()
    page.get_by_role("img", name="Picture from the report").wait_for()
    check(page)
    back_to_the_report(page)
    back_to_the_report(page)


def ask_the_register(page, check):
    page.locator("#links").get_by_role("link", name="Ask").click()
    page.locator("#recipients").get_by_role("button", name="Ask").click()
    page.get_by_text("Asked by").wait_for()
    check(page)
    back_to_the_report(page)


def pause(page, check):
    page.get_by_role("link", name="Pause an adult").click()
    page.get_by_label("Why", exact=True).fill("Until it is known.")
    page.get_by_label("I know that the adult will notice").check()
    page.get_by_role("button", name="Pause now").click()
    page.get_by_role("dialog").get_by_role("button", name="Pause now").click()
    page.get_by_role("button", name="Lift the pause").wait_for()
    check(page)
    back_to_the_report(page)


def answer_and_act(page):
    page.get_by_label("Write to who reported it").fill("You did well to tell us.")
    page.locator("#messages").get_by_role("button", name="Send").click()
    page.locator("#act").get_by_label("What was done?").select_option("Made a safety plan")
    page.get_by_role("button", name="Write it down").click()


def call_the_line(page):
    page.get_by_role("link", name="Write down what you did").click()
    write_down(page, "I called the child-protection line myself", taken="No, they said")


def find_and_order(page, check):
    page.get_by_role("link", name="Findings and what follows").click()
    page.get_by_text("Say what was found").click()
    page.get_by_label("Substantiated").check()
    page.get_by_label("Why").first.fill("His own messages show it.")
    page.get_by_role("button", name="Keep the finding").click()
    page.get_by_text("Write down what was ordered").click()
    page.get_by_label("What they are to the district").select_option("Employee")
    page.get_by_label("Access cancelled").check()
    page.get_by_label("Ordered by").fill("The chief of staff")
    check(page)
    page.get_by_role("button", name="Keep the order").click()
    back_to_the_report(page)


def close(page, check):
    page.get_by_role("link", name="Close it").last.click()
    page.get_by_label("It happened as reported", exact=True).check()
    page.get_by_label("Reasons").fill("Seen in the copy.")
    page.get_by_label("Your own words in the letter").fill("Thank you for telling us.")
    page.get_by_role("button", name="Look at the letter").click()
    page.get_by_text("Nothing stands in the way. It is closed").wait_for()
    check(page)
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_text("This report is closed").wait_for()


def come_back(page, words):
    page.goto(reverse("incidents:come_back"))
    page.get_by_label("Your six words").fill(words)
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("You did well to tell us.").wait_for()
    return page.locator("main").inner_text()


@pytest.mark.clause("I1")
def test_a3_an_accused_principal_finds_nothing_anywhere_and_the_chief_reads(
    browse, desk, school, check_page
):
    principal, chief = principal_of(school), chief_of(school)
    give_password(principal, chief)
    case = case_of(
        bullying(school, people=(accused(principal),), reporter_role=ReporterRole.STUDENT)
    )
    sign_in(desk, principal)
    menu = desk.get_by_role("navigation", name="Menu").first.inner_text()
    queue = desk.goto("/cases/")
    shown = desk.locator("main").inner_text()
    real, made_up = desk.request.get(f"/cases/{case.code}/"), desk.request.get(MADE_UP)

    theirs = browse()
    sign_in(theirs, chief)
    open_report(theirs, case.code)
    check_page(theirs)

    assert (queue.status, case.code in shown) == (200, False)
    assert "wait for you" not in menu
    assert (real.status, real.body()) == (404, made_up.body())
    assert names_of_headers(real) == names_of_headers(made_up)
    assert not Notice.objects.filter(address=principal.email).exists()
    assert Case.objects.visible_to(chief).get() == case


def names_of_headers(answer):
    return {name: words for name, words in answer.headers.items() if name != "date"}
