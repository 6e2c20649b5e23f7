import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consents.terms import Stage
from schools.terms import Role
from tests.consent_factories import make_activity, safety_meetup
from tests.factories import (
    DistrictFactory,
    SchoolFactory,
    StudentFactory,
    UserFactory,
    district_user,
    principal_of,
    staff_at,
)

pytestmark = pytest.mark.django_db


def test_the_front_door_is_open_and_names_the_district(client):
    DistrictFactory(name="Lakeshore Schools")

    response = client.get("/")

    assert response.status_code == 200
    assert "Lakeshore Schools" in response.content.decode()


def test_the_front_door_opens_before_there_is_a_district(client):
    assert client.get("/").status_code == 200


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(reverse("home")).url == "/sign-in/?next=/staff/"


def test_what_waits_is_counted(client):
    club = safety_meetup(stage=Stage.ASKED)
    client.force_login(club.principal)

    response = client.get(reverse("home"))

    assert [(item.label, item.count) for item in response.context["waiting"]] == [
        ("Requests to decide", 1)
    ]


def test_a_question_sent_back_waits_for_who_asked(client):
    club = safety_meetup(stage=Stage.QUESTIONED)
    client.force_login(club.coach)

    response = client.get(reverse("home"))

    assert [(item.label, item.count) for item in response.context["waiting"]] == [
        ("Questions to answer", 1)
    ]


def test_what_an_administrator_can_settle_waits_for_them(client):
    SchoolFactory()
    client.force_login(district_user(Role.ADMIN))

    response = client.get(reverse("home"))

    assert [(item.label, item.count) for item in response.context["waiting"]] == [
        ("Schools without a named principal", 1)
    ]


def test_a_clerk_sees_how_many_students_have_nobody_to_ask(client):
    school = SchoolFactory()
    StudentFactory(school=school)
    client.force_login(staff_at(school, Role.CLERK))

    response = client.get(reverse("home"))

    assert [(item.label, item.count) for item in response.context["waiting"]] == [
        ("Students with nobody to ask", 1)
    ]


def test_an_office_that_asks_for_nothing_is_not_sent_to_activities(client):
    client.force_login(district_user(Role.OIG))

    assert "Your latest activities" not in client.get(reverse("home")).content.decode()


def test_who_may_ask_begins_here(client):
    coach = staff_at(SchoolFactory(), Role.COACH)
    client.force_login(coach)

    assert reverse("start_activity") in client.get(reverse("home")).content.decode()


def test_only_my_own_activities_are_listed(client):
    school = SchoolFactory()
    coach = staff_at(school, Role.COACH)
    make_activity(school, asked_by=coach)
    named = make_activity(school, adults=[coach])
    make_activity(school)
    client.force_login(coach)

    shown = client.get(reverse("home")).context["activities"]

    assert {one.pk for one, _, _ in shown} == {named.pk, named.pk - 1}


def test_somebody_without_a_role_is_told_what_to_do(client):
    client.force_login(UserFactory())

    assert "You hold no role today" in client.get(reverse("home")).content.decode()


def test_the_first_page_costs_the_same_with_more_activities(client):
    school = SchoolFactory()
    principal = principal_of(school)
    client.force_login(principal)
    counts = []

    for more in (1, 29):
        for _ in range(more):
            make_activity(school, asked_by=principal, decided_by=principal)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("home"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("language", "direction"),
    [("es", "ltr"), ("pl", "ltr"), ("zh-hans", "ltr"), ("ar", "rtl"), ("ur", "rtl")],
)
def test_the_front_door_speaks_the_visitors_language(client, language, direction):
    page = client.get("/", headers={"accept-language": language}).content.decode()

    assert f'<html lang="{language}" dir="{direction}"' in page
    assert "I am a parent or guardian" not in page
