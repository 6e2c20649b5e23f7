"""Keys in requests about a draft's students: nobody is read or added by guessing one."""

import pytest
from django.urls import reverse

from consents.terms import Stage
from tests.consent_factories import safety_meetup
from tests.factories import StudentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted():
    return safety_meetup(stage=Stage.DRAFT)


def test_nobody_is_added_by_a_key_that_no_line_had_named(client, drafted):
    elsewhere = StudentFactory(given_name="Zofia", family_name="Hidden")
    client.force_login(drafted.coach)
    address = reverse("paste_students", args=[drafted.activity.pk])

    client.post(address, {"choice-1": elsewhere.pk, "line-1": "Zofia Hidden", "pasted": "1"})

    assert list(drafted.version.students.all()) == [drafted.student]


def test_a_student_elsewhere_is_taken_where_the_line_had_their_number(client, drafted):
    elsewhere = StudentFactory(given_name="Zofia", family_name="Other")
    client.force_login(drafted.coach)
    address = reverse("paste_students", args=[drafted.activity.pk])
    line = f"{elsewhere.number} Mistyped Name"

    shown = client.post(address, {"pasted": line})
    client.post(address, {"choice-1": elsewhere.pk, "line-1": line, "pasted": ""})

    assert f'name="line-1" value="{line}"' in shown.content.decode()
    assert set(drafted.version.students.all()) == {drafted.student, elsewhere}


@pytest.mark.parametrize(
    "address",
    [
        "/activities/?year={key}",
        "/activities/{draft}/ask/students/?school_class={key}",
        "/students/?school={key}",
    ],
)
def test_a_key_too_long_for_a_database_finds_nothing(client, drafted, address):
    client.force_login(drafted.coach)

    response = client.get(address.format(key="9" * 30, draft=drafted.activity.pk))

    assert response.status_code == 200


def test_ticking_a_key_too_long_for_a_database_adds_nobody(client, drafted):
    client.force_login(drafted.coach)
    address = reverse("add_students", args=[drafted.activity.pk])

    codes = [
        client.post(address, {name: "9" * 30}).status_code
        for name in ("student", "school_class", "team")
    ]

    assert codes == [302, 302, 302]
    assert list(drafted.version.students.all()) == [drafted.student]
