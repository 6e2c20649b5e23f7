"""A child, a student for whom home is not safe, and a parent say what happened; somebody answers, and nothing is left to see."""

import pytest

from core.actor import Actor
from incidents.actions import naming
from incidents.models import Case, Draft, EvidenceFile
from incidents.terms import OfficeCode
from schools.terms import Role
from tests.factories import (
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    principal_of,
    staff_at,
)
from tests.incident_factories import seated
from tests.incidents.evidence import keys_of_offices, picture
from tests.incidents.people import hurt
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import give_password, sign_in

ANSWER = "Thank you. You did the right thing. We talk to them today."


@pytest.fixture
def school(transactional_db):
    SchoolYearFactory()
    return SchoolFactory(name="Lincoln Park Academy")


def begin(page):
    page.goto("/speak-up/")
    page.get_by_role("button", name="No. I want to tell what happened").click()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def tell(page, said, about):
    page.get_by_label("Your words").fill(said)
    press(page, "Next")
    page.get_by_label(about).check()
    press(page, "Next")


def choose_school(page):
    page.get_by_label("Name of the school").fill("lincoln")
    press(page, "Find")
    page.get_by_label("Lincoln Park Academy").check()
    press(page, "Next")


def read(page, part):
    """What one part of a page says."""
    return page.locator(f"#{part}").locator("xpath=ancestor-or-self::section[1]").inner_text()


def send(page):
    """Send it, write the six words down, and type them once; gives the words."""
    press(page, "Send")
    page.get_by_role("heading", name="Your six words").wait_for()
    words = " ".join(page.locator(".words__list li").all_inner_texts())
    page.get_by_label("Type the six words once").fill(words)
    press(page, "Go on")
    page.get_by_role("heading", name="Your page").wait_for()
    return words


def come_back(page, words):
    page.goto("/speak-up/return/")
    page.get_by_label("Your six words").fill(words)
    press(page, "Go on")
    page.get_by_role("heading", name="Your page").wait_for()


def open_report(page, user):
    """Somebody of an office finds the only report at the desk."""
    give_password(user)
    sign_in(page, user)
    page.get_by_role("link", name="Reports").first.click()
    page.get_by_role("link", name=Case.objects.get().code).click()


def test_a_twelve_year_old_tells_of_a_group_chat_and_reads_an_answer(
    browse, phone, school, check_page
):
    office, principal = seated(OfficeCode.STUDENT_PROTECTIONS), principal_of(school)
    seated(OfficeCode.STUDENT_PROTECTIONS)
    keys_of_offices(Actor.job("tests"))
    begin(phone)
    check_page(phone)
    press(phone, "Short words")
    tell(phone, "They made a chat about me and laugh.", "A student, or students")
    phone.get_by_label("Name, if you know it").fill("Tyler")
    press(phone, "Next")
    phone.get_by_label("App, game, website or place").fill("a group chat")
    press(phone, "Next")
    choose_school(phone)

    # First the question, then the picture.
    assert phone.get_by_role("link", name="Add pictures or files").count() == 0
    phone.get_by_label("No", exact=True).check()
    press(phone, "Next")
    phone.get_by_role("link", name="Add pictures or files").click()
    phone.get_by_label("Your files").set_input_files(
        {"name": "chat.png", "mimeType": "image/png", "buffer": picture("PNG")}
    )
    press(phone, "Add")
    phone.get_by_text("Locked. It goes with your report.").wait_for()
    check_page(phone)
    phone.get_by_role("link", name="Go on").click()
    press(phone, "Go to the end and send")
    check_page(phone)
    readers = read(phone, "readers")
    words = send(phone)
    press(phone, "Close this page")
    phone.get_by_role("heading", name="Closed").wait_for()

    desk = browse(DESK)
    open_report(desk, office)
    press(desk, "Acknowledge")
    desk.get_by_label("Write to who reported it").fill(ANSWER)
    press(desk, "Send")
    come_back(phone, words)

    case = Case.objects.get()
    assert "Student Protections" in readers
    assert "The principal of the school" in readers
    assert (case.school, EvidenceFile.objects.get().case) == (school, case)
    assert Case.objects.visible_to(principal).get() == case
    assert phone.get_by_text(ANSWER).is_visible()
    assert phone.get_by_text("A person has read it").is_visible()
    assert "chat.png" in phone.locator("main").inner_text()
    check_page(phone)


def test_a_sixteen_year_old_for_whom_home_is_not_safe_is_heard_without_the_principal(
    browse, phone, school, check_page
):
    office, principal = seated(OfficeCode.STUDENT_PROTECTIONS), principal_of(school)
    seated(OfficeCode.STUDENT_PROTECTIONS)
    child = StudentFactory(school=school)
    GuardianFactory(of=child)

    # Somebody comes in; nothing of what was begun is left.
    begin(phone)
    tell(phone, "They call me names every day.", "A student, or students")
    press(phone, "Leave now")
    phone.wait_for_url("**/platforms/**")
    phone.wait_for_load_state()
    phone.go_back()
    phone.get_by_role("heading", name="This page is closed").wait_for()
    kept = phone.evaluate("[localStorage.length, sessionStorage.length]")
    left = [one["name"] for one in phone.context.cookies() if one["name"].startswith("page-")]
    assert (kept, left, Draft.objects.count()) == ([0, 0], [], 0)

    phone.get_by_role("link", name="Start again").click()
    press(phone, "No. I want to tell what happened")
    tell(phone, "They call me names every day.", "A student, or students")
    press(phone, "Skip this")
    press(phone, "Skip this")
    choose_school(phone)
    press(phone, "Skip this")
    phone.get_by_label("The principal", exact=True).check()
    press(phone, "Next")
    phone.get_by_label("a student", exact=True).check()
    press(phone, "Next")
    check_page(phone)
    phone.get_by_label("No", exact=True).check()
    press(phone, "Go to the end and send")
    readers, parents = read(phone, "readers"), read(phone, "parents")
    words = send(phone)

    # A named person decides, with a reason that stays inside.
    case = Case.objects.get()
    naming.add(case, hurt(child), why="She said who she is.", by=actor(office))
    desk = browse(DESK)
    open_report(desk, office)
    desk.get_by_role("link", name="Tell parents").click()
    desk.locator("summary", has_text="Name somebody").click()
    desk.get_by_label("Who", exact=True).select_option(office.name)
    press(desk, "Put in charge")
    desk.locator("summary", has_text="Decide").click()
    desk.get_by_label("Do not tell them").check()
    desk.get_by_role("textbox", name="Why").fill("She is not safe at home.")
    check_page(desk)
    press(desk, "Decide")
    come_back(phone, words)

    assert "Not the principal" in readers
    assert "The principal of the school" not in readers
    assert "No parent is told by itself" in parents
    assert "decided not to tell the parents now" in read(phone, "parents")
    assert "not safe at home" not in phone.content()
    give_password(principal)
    theirs = browse(DESK)
    sign_in(theirs, principal)
    # Who leads a school has a desk; an empty one says nothing of what they are kept out of.
    theirs.get_by_role("link", name="Reports", exact=True).click()
    theirs.get_by_text("No report waits for you").wait_for()
    assert case.code not in theirs.content()
    assert theirs.goto(f"/cases/{case.code}/").status == 404


def test_a_parent_names_an_adult_whom_the_office_has_to_find(browse, school, check_page):
    office, principal = seated(OfficeCode.OIG), principal_of(school)
    seated(OfficeCode.OIG)
    coach = staff_at(school, Role.COACH, name="Derek Brown")
    mother = browse(PHONE)
    begin(mother)
    press(mother, "Grown-up words")
    tell(mother, "Her coach texts my daughter at night.", "An adult at school")
    mother.get_by_label("Name, if you know it").fill("Coach Brown")
    mother.get_by_label("What are they?").select_option("A coach")
    press(mother, "Next")
    press(mother, "Skip this")
    choose_school(mother)
    press(mother, "Skip this")
    press(mother, "Skip this")
    mother.get_by_label("a parent or guardian").check()
    press(mother, "Next")
    # Whoever is the parent is not asked whether a parent may know.
    mother.get_by_role("heading", name="Is there an adult").wait_for()
    press(mother, "Go to the end and send")
    readers = read(mother, "readers")
    words = send(mother)
    case = Case.objects.get()
    assert "The Inspector General's office" in readers
    assert "Nobody at your school, until we know who it is about" in readers
    assert not Case.objects.visible_to(principal).exists()

    desk = browse(DESK)
    open_report(desk, office)
    desk.goto(f"/cases/{case.code}/people/")
    desk.get_by_role("link", name="Coach Brown").click()
    check_page(desk)
    desk.get_by_label("Derek Brown").check()
    desk.locator("#match").get_by_label("Why").or_(desk.get_by_label("Why").first).first.fill(
        "The only coach of that name."
    )
    press(desk, "This is who is meant")
    desk.get_by_text("Who reads the report was worked out anew.").wait_for()
    come_back(mother, words)

    assert "The principal of the school" in mother.locator("main").inner_text()
    assert Case.objects.visible_to(principal).get() == case
    assert not Case.objects.visible_to(coach).exists()
    check_page(mother)


def test_d7_three_times_shift_leaves_and_back_shows_nothing(phone, school, check_page):
    begin(phone)
    phone.get_by_label("Your words").fill("Secret words")
    press(phone, "Next")
    phone.get_by_role("heading", name="Who is it about?").wait_for()
    # The script listens once the page is whole.
    phone.wait_for_load_state()

    phone.keyboard.press("Shift")
    said = phone.locator("[data-leave-said]").inner_text()
    phone.keyboard.press("Shift")
    phone.keyboard.press("Shift")
    phone.wait_for_url("**/platforms/**")
    phone.wait_for_load_state()
    phone.go_back()

    assert said == "Press Shift two more times to leave this page."
    assert phone.get_by_role("heading", level=1).inner_text() == "This page is closed"
    check_page(phone)
    assert Draft.objects.count() == 0


def test_d7_a_page_nobody_touches_hides_and_comes_back_by_a_key(phone, school):
    phone.clock.install()
    begin(phone)
    words = phone.get_by_label("Your words")
    words.fill("Secret words")

    phone.clock.fast_forward(61_000)
    hidden = phone.get_by_text("Tap or press a key to go on.").is_visible()
    phone.keyboard.press("x")

    assert (hidden, phone.locator("[data-veil]").is_visible()) == (True, False)
    assert words.input_value() == "Secret words"
