"""A coach on a phone: takes a student's group text, the mother takes her yes back, the coach confirms that it stopped."""

from types import SimpleNamespace

import pytest

from consents.actions import asking
from core.actor import Actor
from notices.models import Notice
from schools.terms import Role
from tests.consent_factories import make_activity
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    GuardianLinkFactory,
    SchoolFactory,
    StudentFactory,
    principal_of,
    staff_at,
)
from tests.journeys import steps
from tests.journeys.conftest import PHONE

YES = "Yes, I allow it"


@pytest.fixture
def people(transactional_db):
    """A school with a coach, an approved activity, and two sisters whose mother was asked."""
    DistrictFactory()
    school = SchoolFactory(name="Lakeview High School")
    sisters = [
        StudentFactory(school=school, given_name=name, family_name="Diallo")
        for name in ("Amina", "Binta")
    ]
    mother = GuardianFactory(of=sisters[0], given_name="Awa", email="awa@example.org")
    GuardianLinkFactory(guardian=mother, student=sisters[1])
    coach = staff_at(school, Role.COACH, name="Carla Reyes")
    activity = make_activity(
        school, asked_by=coach, students=sisters, decided_by=principal_of(school)
    )
    asking.ask_families(activity.latest.approvals.get(), by=Actor.job("tests"))
    steps.give_password(coach)
    return SimpleNamespace(coach=coach, mother=mother, sisters=sisters, activity=activity)


def test_a_thread_is_taken_ended_by_the_mother_and_confirmed_by_the_coach(
    browse, phone, people, check_page
):
    mother = browse(PHONE)
    steps.open_link(mother, people.mother, check=check_page)
    for _sister in people.sisters:
        mother.get_by_role("link", name="Read and answer").first.click()
        steps.sign(mother, choice=YES, typed_name="Awa Diallo", check=check_page)
        mother.get_by_role("link", name="See all your forms").click()

    # The coach finds the group texts from the activity, and takes Amina's.
    steps.sign_in(phone, people.coach)
    phone.goto(people.activity.get_absolute_url())
    phone.get_by_role("link", name="Group texts").click()
    check_page(phone)
    phone.get_by_role("button", name="Text Amina Diallo").click()
    check_page(phone)
    tap = phone.get_by_role("link", name="Open on iPhone")
    assert tap.get_attribute("href") == "sms:/open?addresses=+13125550142,+13125550143"
    taken = phone.url

    # The mother takes both back; the coach is told to stop.
    for place in range(len(people.sisters)):
        mother.get_by_role("link", name="See or change your answer").nth(place).click()
        mother.get_by_role("link", name="Take my permission back").click()
        mother.get_by_role("button", name="Take it back now").click()
        mother.get_by_text("It has ended").wait_for()
        mother.get_by_role("link", name="See all your forms").click()
    assert Notice.objects.filter(kind="consents/withdrawn_staff").count() == 2
    phone.goto(taken)
    phone.get_by_text("Stop using this group text").wait_for()
    assert tap.count() == 0
    check_page(phone)

    # One button for the whole day.
    phone.get_by_role("link", name="Confirm that you have stopped").click()
    check_page(phone)
    phone.get_by_role("button", name="I have stopped all 2").click()
    phone.get_by_text("2 stops are confirmed.").wait_for()
    phone.get_by_text("Nothing to stop").wait_for()
    check_page(phone)
