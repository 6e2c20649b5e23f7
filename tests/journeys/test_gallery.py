"""The components in a real browser: readable by everybody, in both schemes, in both directions."""

import pytest
from django.urls import path
from playwright.sync_api import expect

from core import views
from core.gallery import LAYOUTS
from cps_comms import urls
from tests.journeys.conftest import DESK, PHONE

# The suite runs as in production, where the gallery has no address.
urlpatterns = [path("gallery/", views.gallery, name="gallery"), *urls.urlpatterns]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_component_can_be_read_by_everybody(browse, check_page, layout, scheme):
    for viewport in (PHONE, DESK):
        page = browse(viewport, color_scheme=scheme)

        page.goto(f"/gallery/?layout={layout}")

        check_page(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_can_be_read_by_everybody(browse, check_page, scheme):
    page = browse(PHONE, color_scheme=scheme)

    page.goto("/sign-in/")

    check_page(page)


def test_the_language_is_changed_without_scripts(browse):
    page = browse(PHONE, java_script_enabled=False)
    page.goto("/gallery/?layout=guardian")

    page.locator(".guardian__top").get_by_role("button", name="اردو").click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page).to_have_url("/gallery/?layout=guardian")


def test_the_menu_opens_on_a_phone_without_scripts(browse):
    page = browse(PHONE, java_script_enabled=False)
    page.goto("/gallery/")

    page.get_by_text("Menu", exact=True).click()

    expect(page.get_by_role("link", name="May I text?")).to_be_visible()


def test_a_mistake_takes_the_focus_and_leads_to_its_field(desk):
    desk.goto("/gallery/")
    expect(desk.locator(".error-summary")).to_be_focused()

    desk.locator(".error-summary a").first.click()

    assert desk.evaluate("location.hash") == "#id_activity"


def test_a_grave_step_is_asked_once_more(desk):
    sent = []
    desk.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    desk.goto("/gallery/")

    desk.get_by_role("button", name="Revoke").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Texting stops at once.")
    dialog.get_by_role("button", name="Cancel").click()

    expect(dialog).to_be_hidden()
    assert sent == []
    desk.get_by_role("button", name="Revoke").click()
    with desk.expect_request(lambda request: request.method == "POST"):
        dialog.get_by_role("button", name="Revoke").click()


def test_a_chosen_scheme_is_remembered(browse):
    page = browse(DESK, color_scheme="light")
    page.goto("/gallery/")

    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.reload()

    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(21, 20, 18)"
