"""Bots: slowed and set aside, never refused or deleted; a school behind one address never."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from incidents.actions import automation
from incidents.models import Case, Suspicion
from incidents.policy.automation import Arrival, is_set_aside, pause_for, text_in_one_form
from tests.factories import SchoolFactory
from tests.incident_factories import case_of, report

SAID = "He keeps sending me pictures at night and says that I must not tell anybody."


@pytest.mark.parametrize(
    ("arrival", "aside"),
    [
        (Arrival(), False),
        (Arrival(seconds=1), False),
        (Arrival(seconds=90, alike=300, from_one=300), False),
        (Arrival(trapped=True), True),
        (Arrival(seconds=1, alike=5), True),
        (Arrival(seconds=90, alike=5, from_one=401), True),
        (Arrival(seconds=1, alike=4, from_one=400), False),
        (Arrival(trapped=True, seconds=1, danger=True), False),
    ],
)
def test_d2_what_is_set_aside(arrival, aside):
    assert is_set_aside(arrival) is aside


def test_d2_the_first_hundreds_wait_for_nothing_and_nobody_waits_long():
    assert [pause_for(one) for one in (None, 1, 300, 400, 500, 100_000)] == [0, 0, 0, 0, 0.5, 1.5]


def test_short_words_are_nobodys_own():
    assert text_in_one_form("He texts me!") == ""
    assert text_in_one_form(SAID) == text_in_one_form(f"  {SAID.upper()} ")


def sent(client, said, website=""):
    """A report through the pages, as fast as a machine is, or with a hand's pauses."""
    began = client.post(reverse("incidents:speak_up"), {"danger": "no"})
    step = began.headers["Location"]
    client.post(step, {"said": said, "go": "check"})
    send = reverse("incidents:speak_up_send", args=[step.rstrip("/").split("/")[-2]])
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        return client.post(send, {"website": website})


@pytest.mark.django_db
def test_d2_a_trapped_report_is_kept_routed_and_stands_apart_until_a_person_says_so(client):
    answer = sent(client, SAID, website="https://spam.example")
    case = Case.objects.get()

    assert answer.status_code in (200, 302, 303)
    assert case.offices.exists()
    assert Suspicion.objects.standing().get().signs == ["trapped"]


@pytest.mark.django_db
def test_d1_honest_reports_of_one_address_are_none_refused_and_none_set_aside(client):
    for number in range(12):
        answer = sent(client, f"{SAID} {number}")
        assert answer.status_code in (200, 302, 303)

    assert Case.objects.count() == 12
    assert not Suspicion.objects.exists()


@pytest.mark.django_db
def test_d4_fifty_reports_in_the_same_words_are_all_kept():
    cases = [case_of(report(SchoolFactory(), said=SAID)) for _ in range(6)]

    found = [
        automation.note_arrival(one, SAID, by=None, seconds=90, trapped=False, visitors=1)
        for one in cases
    ]

    assert found == [None] * 6
    assert Case.objects.open().count() == 6
