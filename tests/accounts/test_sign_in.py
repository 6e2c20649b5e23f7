import re

import pytest
from django.urls import reverse

from notices.models import Notice
from notices.wording import worded
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def person():
    user = UserFactory(email="coach@district.example")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.mark.parametrize("typed", ["coach@district.example", "Coach@District.Example"])
def test_the_right_password_opens_the_first_page(client, person, typed):
    response = client.post(SIGN_IN, {"login": typed, "password": PASSWORD})

    assert (response.status_code, response.url) == (302, reverse("home"))
    assert signed_in(client)


@pytest.mark.parametrize(
    ("login", "password"),
    [("coach@district.example", "wrong"), ("nobody@district.example", PASSWORD)],
)
def test_a_wrong_pair_keeps_the_name_and_says_the_same_of_both(client, person, login, password):
    response = client.post(SIGN_IN, {"login": login, "password": password})

    assert response.status_code == 200
    assert not signed_in(client)
    assert "not correct" in response.content.decode()
    assert login in response.content.decode()
    assert f'value="{password}"' not in response.content.decode()


def test_somebody_who_left_cannot_sign_in(client, person):
    person.is_active = False
    person.save()

    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})

    assert not signed_in(client)


def test_guessing_is_slowed_down(client, person):
    for _ in range(12):
        response = client.post(SIGN_IN, {"login": person.email, "password": "wrong"})
    late = client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})

    assert "Too many" in response.content.decode()
    assert late.status_code == 200
    assert not signed_in(client)


def test_a_page_asked_for_is_opened_after_signing_in(client, person):
    wanted = client.get("/staff/")
    response = client.post(wanted.url, {"login": person.email, "password": PASSWORD})

    assert wanted.url == "/sign-in/?next=/staff/"
    assert response.url == "/staff/"


def test_another_site_is_never_opened_after_signing_in(client, person):
    response = client.post(
        f"{SIGN_IN}?next=https://elsewhere.example/",
        {"login": person.email, "password": PASSWORD, "next": "https://elsewhere.example/"},
    )

    assert response.url == reverse("home")


def test_signing_out_takes_a_post(client, person):
    client.force_login(person)

    client.get(reverse("account_logout"))
    still = signed_in(client)
    response = client.post(reverse("account_logout"))

    assert (still, signed_in(client), response.url) == (True, False, "/")


def test_nobody_makes_an_account_for_themself(client):
    statuses = [client.get(path).status_code for path in ("/sign-up/", "/accounts/signup/")]

    assert statuses == [404, 404]


def test_a_new_password_comes_by_e_mail_and_only_to_people_we_know(client, person):
    known = client.post(reverse("account_reset_password"), {"email": person.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "x@district.example"})

    assert known.url == unknown.url
    assert list(Notice.objects.values_list("kind", "address")) == [
        ("accounts/password_reset", person.email)
    ]


def test_the_link_of_the_message_sets_a_new_password_once(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    message = worded(Notice.objects.get())
    link = re.search(r"http://[^\s]+(/sign-in/\S+)", message.body)[1]

    form = client.get(link, follow=True)
    changed = {"password1": "correct horse battery", "password2": "correct horse battery"}
    client.post(form.request["PATH_INFO"], changed)
    again = client.get(link, follow=True)

    person.refresh_from_db()
    assert person.check_password("correct horse battery")
    assert "/key/" not in str(vars(Notice.objects.get()))
    assert "password1" not in again.content.decode()
