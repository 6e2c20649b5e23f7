"""The first administrator's way in: one link, once, not for long."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.entry import make_link, use
from accounts.models import User
from core.actor import Actor
from schools.models import RoleAssignment
from schools.terms import Role
from tests.factories import UserFactory, district_user
from trail.models import Entry

pytestmark = pytest.mark.django_db
BY = Actor.command("first_admin")


def path_of(link):
    return "/" + link.split("/", 3)[3]


def test_the_link_shows_a_button_and_signs_in_once(client):
    user = UserFactory()
    path = path_of(make_link(user, by=BY))

    shown = client.get(path)
    assert (shown.status_code, shown.context["person"]) == (200, user)
    assert "_auth_user_id" not in client.session

    used = client.post(path)
    assert (used.status_code, used.url) == (302, reverse("account_set_password"))
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.post(path).status_code == 410
    assert client.get(path).status_code == 410
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "entry.made",
        "entry.used",
    ]


def test_one_of_two_links_ends_the_other():
    user = UserFactory()
    first, second = (make_link(user, by=BY).rstrip("/").rsplit("/", 1)[1] for _ in range(2))

    assert use(first) == user
    assert use(second) is None


@pytest.mark.parametrize(
    ("later", "status"), [(timedelta(minutes=29), 200), (timedelta(minutes=31), 410)]
)
def test_the_link_lasts_half_an_hour(client, later, status):
    path = path_of(make_link(UserFactory(), by=BY))

    with time_machine.travel(timezone.now() + later):
        assert client.get(path).status_code == status


def test_a_link_to_a_closed_account_or_a_made_up_one_is_over(client):
    user = UserFactory()
    path = path_of(make_link(user, by=BY))
    User.objects.update(is_active=False)

    assert client.get(path).status_code == 410
    assert client.get("/enter/made-up/").status_code == 410


def test_first_admin_makes_the_administrator_and_prints_the_link(client, capsys):
    call_command("first_admin", "Chief@District.Example")

    user = User.objects.get(email="chief@district.example")
    assert RoleAssignment.objects.current().get(user=user).role == Role.ADMIN
    assert client.post(path_of(capsys.readouterr().out.strip())).status_code == 302


def test_first_admin_gives_the_same_person_another_link(capsys):
    user = district_user()

    call_command("first_admin", user.email)

    assert use(capsys.readouterr().out.strip().rstrip("/").rsplit("/", 1)[1]) == user
    assert RoleAssignment.objects.count() == 1


@pytest.mark.parametrize(("email", "code"), [("second@district.example", 1), ("nonsense", 2)])
def test_first_admin_refuses_a_second_one_and_bad_addresses(email, code, capsys):
    district_user()

    with pytest.raises(SystemExit) as stopped:
        call_command("first_admin", email)

    assert stopped.value.code == code
    assert capsys.readouterr().out == ""
    assert RoleAssignment.objects.count() == 1
