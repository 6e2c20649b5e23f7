"""The beginning of the year on a principal's phone, and a coach before a trip."""

import csv
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from consents.actions import year_start
from consents.actions.exceptions import load_built_ins
from consents.actions.year_start import YearForm
from core.actor import Actor
from schools.terms import Role
from tests.consent_factories import kind, make_activity
from tests.consents.signing import NO, answer
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    district_user,
    principal_of,
    staff_at,
)
from tests.journeys import steps
from tests.platform_factories import PlatformFactory


@pytest.fixture
def people(transactional_db):
    """A school with a principal, a clerk, a coach, and two students of different minds."""
    DistrictFactory()
    SchoolYearFactory()
    load_built_ins(by=Actor.command("tests"))
    school = SchoolFactory(name="Lakeview High School")
    found = SimpleNamespace(
        school=school,
        principal=principal_of(school, name="Patricia Okafor"),
        clerk=staff_at(school, Role.ADMINISTRATOR, name="Chen Li"),
        coach=staff_at(school, Role.COACH, name="Carla Reyes"),
        records=district_user(Role.RECORDS, name="Rashid Anwar"),
        amina=StudentFactory(school=school, given_name="Amina", family_name="Diallo"),
        bo=StudentFactory(school=school, given_name="Bo", family_name="Chen"),
    )
    found.parents = [
        GuardianFactory(of=found.amina, given_name="Awa", phone="+13125550111"),
        GuardianFactory(of=found.bo, given_name="Mei", phone="+13125550122"),
    ]
    steps.give_password(found.principal, found.coach)
    return found


def test_a_principal_approves_the_years_form_on_a_phone_and_sees_how_far_it_is(
    phone, people, check_page
):
    start = year_start.prepare(
        kind("bulk_alerts"),
        [people.school],
        YearForm(name="School alerts", purpose="Closings.", platform=PlatformFactory()),
        by=actor(people.records),
        everywhere=True,
    )
    year_start.prepare_school(start.schools.get().pk)
    steps.sign_in(phone, people.principal)

    phone.goto("/year-start/")
    phone.get_by_text("Waits for the principal").wait_for()
    check_page(phone)
    phone.get_by_role("link", name="Open the request").click()
    phone.get_by_role("link", name="Choose who sends").click()
    check_page(phone)
    phone.get_by_label("Carla Reyes").check()
    phone.get_by_role("button", name="Save").click()
    phone.get_by_text("Families read these names on the form.").wait_for()
    phone.get_by_label("Why is texting necessary?").fill("Not every family reads e-mail in time.")
    phone.get_by_role("button", name="Approve").click()
    phone.get_by_role("dialog").get_by_role("button", name="Approve").click()
    phone.locator("main").get_by_text("Approved", exact=True).first.wait_for()

    phone.goto("/year-start/")
    phone.get_by_text("Approved: families asked").wait_for()
    check_page(phone)
    assert phone.locator("td[data-label='Families asked']").inner_text().strip() == "2"
    for address in (
        "/channels/",
        f"/channels/{people.school.pk}/tell/",
        "/coverage/",
        "/next-year/",
    ):
        phone.goto(address)
        check_page(phone)
    phone.goto(f"/channels/{people.school.pk}/")
    check_page(phone)


def test_a_coach_looks_who_is_safe_keeps_the_view_and_takes_it_along(
    desk, phone, people, check_page
):
    asked = timezone.now() - timedelta(days=3)
    activity = make_activity(
        people.school, asked_by=people.coach, students=[people.amina, people.bo], at=asked,
        name="Varsity soccer",
    )  # fmt: skip
    answer(activity.latest, people.amina, people.parents[0], at=asked + timedelta(days=1))
    answer(activity.latest, people.bo, people.parents[1], NO, at=asked + timedelta(days=1))
    steps.sign_in(phone, people.coach)

    phone.goto(f"/activities/{activity.pk}/")
    phone.get_by_role("link", name="Safe to travel?").click()
    phone.get_by_text("1 of 2 may be texted").wait_for()
    check_page(phone)
    assert phone.locator(".travel__call a").inner_text() == "+1 312-555-0122"
    assert phone.locator(".travel__list--yes").inner_text() == "Amina Diallo"

    steps.sign_in(desk, people.coach)
    desk.goto(f"/activities/{activity.pk}/board/")
    check_page(desk)
    desk.get_by_role("link", name="A family said no").click()
    desk.get_by_label("Name of this view").fill("Left in peace")
    desk.get_by_role("button", name="Keep this view").click()
    desk.get_by_role("link", name="Left in peace").wait_for()
    check_page(desk)
    assert desk.get_by_role("rowheader", name="Amina Diallo").count() == 0

    with desk.expect_download() as download:
        desk.get_by_role("link", name="CSV").click()
    rows = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert [row[1:3] for row in rows] == [["Family name", "Given name"], ["Chen", "Bo"]]

    desk.goto(f"/activities/{activity.pk}/board/")
    desk.get_by_role("checkbox", name="Bo Chen").check()
    desk.get_by_role("button", name="Take the students off").click()
    check_page(desk)
    desk.get_by_role("button", name="Take the students off").click()
    desk.get_by_role("heading", name="What was done").wait_for()
    desk.get_by_text("All done").wait_for()
    check_page(desk)
