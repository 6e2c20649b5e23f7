"""A twelve-year-old on a phone says what happened; somebody comes, and nothing is left to see."""

import pytest

from incidents.models import Case, Draft
from tests.factories import SchoolFactory, SchoolYearFactory


@pytest.fixture
def school(transactional_db):
    SchoolYearFactory()
    return SchoolFactory(name="Lincoln Park Academy")


def next_page(page):
    page.get_by_role("button", name="Next", exact=True).click()


def begin(page, check):
    page.goto("/speak-up/")
    check(page)
    page.get_by_role("button", name="No. I want to tell what happened").click()


def test_a_child_tells_in_two_minutes(phone, school, check_page):
    begin(phone, check_page)
    check_page(phone)
    phone.get_by_role("button", name="Short words").click()
    phone.get_by_label("Your words").fill("He texts me at night. He says I must not tell.")
    next_page(phone)
    phone.get_by_label("An adult at school").check()
    check_page(phone)
    next_page(phone)
    phone.get_by_label("Name, if you know it").fill("Mr. Hale")
    phone.get_by_role("button", name="One more person").click()
    check_page(phone)
    phone.get_by_role("button", name="Skip this").click()
    phone.get_by_role("button", name="Skip this").click()
    phone.get_by_label("Name of the school").fill("lincoln")
    phone.get_by_role("button", name="Find").click()
    phone.get_by_label("Lincoln Park Academy").check()
    check_page(phone)
    next_page(phone)
    phone.get_by_label("Yes", exact=True).check()
    next_page(phone)
    check_page(phone)
    assert phone.locator("input[type=file]").count() == 0
    phone.get_by_role("button", name="Go to the end and send").click()
    check_page(phone)
    assert phone.get_by_text("The Inspector General's office").count() == 1
    phone.get_by_role("button", name="Send", exact=True).click()

    check_page(phone)
    assert phone.get_by_role("heading", level=1).inner_text() == "Your six words"
    assert Case.objects.get().school == school


def test_d7_three_times_shift_leaves_and_back_shows_nothing(phone, school, check_page):
    begin(phone, check_page)
    phone.get_by_label("Your words").fill("Secret words")
    next_page(phone)

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
    begin(phone, lambda _page: None)
    words = phone.get_by_label("Your words")
    words.fill("Secret words")

    phone.clock.fast_forward(61_000)
    hidden = phone.get_by_text("Tap or press a key to go on.").is_visible()
    phone.keyboard.press("x")

    assert (hidden, phone.locator("[data-veil]").is_visible()) == (True, False)
    assert words.input_value() == "Secret words"
