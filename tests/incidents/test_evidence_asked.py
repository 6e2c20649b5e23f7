"""The question about pictures without clothes before files, after a report was sent: at both doors (attack D9)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.sealing import waiting_room
from incidents.actions import taking
from incidents.models import EvidenceFile
from incidents.policy.speak_up import FORM
from tests.factories import SchoolFactory, SchoolYearFactory, actor, staff_at
from tests.incident_factories import report
from tests.incidents.evidence import kept_files, picture
from tests.incidents.reporters import Reporter, plain_no
from tests.incidents.speaking import words_of

pytestmark = pytest.mark.django_db
ASKED = "Does anything show that?"


def came_back(**facts):
    """Who came back with six words: their browser, the page for files, and the page it leads back to."""
    who = Reporter(report(**facts))
    who.come()
    return who.client, who.at("my_files"), who.at("my_report")


def staff_reported():
    SchoolYearFactory()
    school, client = SchoolFactory(), Client()
    teacher = staff_at(school)
    client.force_login(teacher)
    own = taking.report_as_staff(report(school), once="once", by=actor(teacher)).case.taken.name
    return client, reverse("incidents:own_files", args=[own]), reverse("incidents:own_report", args=[own])  # fmt: skip


@pytest.fixture(params=[came_back, staff_reported], ids=["return", "staff"])
def door(request):
    return request.param()


@pytest.fixture(autouse=True)
def kept_before():
    return kept_files()


def kept():
    """Every file that was kept, and every one that still waits."""
    return (EvidenceFile.objects.count(), kept_files(), list(waiting_room().iterdir()))


def send(client, address, **more):
    return client.post(address, {"chosen": SimpleUploadedFile("a.jpg", picture()), **more})


def has_uploader(page):
    return b'type="file"' in page.content


def test_d9_the_question_stands_where_the_files_would(door):
    client, address, _back = door

    page = client.get(address)

    assert (has_uploader(page), ASKED in words_of(page)) == (False, True)


def test_d9_files_without_the_no_are_refused_kindly_and_nothing_is_kept(door, kept_before):
    client, address, _back = door

    answer = send(client, address, note="what I want to say")

    assert (answer.status_code, has_uploader(answer), ASKED in words_of(answer)) == (422, False, True)  # fmt: skip
    assert "Choose one. You can also leave this for later." in words_of(answer)
    assert b'value="what I want to say"' in answer.content
    assert kept() == (0, kept_before, [])


@pytest.mark.parametrize("bare", ["no", "yes", "unsure", "nothing"])
def test_d9_an_answer_that_comes_with_the_files_comes_too_late(bare, kept_before):
    client, address, _back = came_back()

    answer = send(client, address, bare=bare)

    assert answer.status_code == (302 if bare == "nothing" else 422)
    assert kept() == (0, kept_before, [])


def test_d9_a_plain_no_lets_through_and_the_next_time_it_is_asked_again(door):
    client, address, _back = door
    asked = client.post(address, {"bare": "no", "note": "his texts"})

    answer = send(client, address, plain=asked.context["plain"])

    assert (asked.status_code, has_uploader(asked), b"his texts" in asked.content) == (200, True, True)  # fmt: skip
    assert (answer.status_code, EvidenceFile.objects.count()) == (302, 1)
    assert has_uploader(client.get(answer.url)) is False


@pytest.mark.parametrize("bare", ["yes", "unsure"])
def test_d9_after_a_yes_there_is_no_uploader_and_the_page_says_what_to_do(door, bare):
    client, address, _back = door

    page = client.post(address, {"bare": bare})

    assert (page.status_code, has_uploader(page), page.context["plain"]) == (200, False, "")
    assert "report.cybertip.org" in words_of(page)


def test_nothing_to_show_leads_back(door):
    client, address, back = door

    answer = client.post(address, {"bare": "nothing"})

    assert (answer.status_code, answer.url) == (302, back)


@pytest.mark.parametrize(("bare", "first"), [("yes", True), ("unsure", True), ("no", False)])
def test_d9_a_report_that_said_yes_shows_the_other_way_first(bare, first):
    client, address, _back = came_back(form=FORM, answers={"have": {"bare": bare}})

    page = client.get(address)
    words = words_of(page)

    assert (has_uploader(page), "takeitdown.ncmec.org" in words) == (False, first)
    assert words.find("What to do with it") < words.index(ASKED)
    assert has_uploader(client.post(address, {"bare": "no"})) is True


def test_d9_a_no_is_of_one_page_for_an_hour_and_nobody_writes_one(door, kept_before):
    client, address, _back = door
    other, others, _back = came_back()
    plain, of_another = plain_no(client, address), plain_no(other, others)

    answers = [send(client, address, plain=one) for one in ("no", of_another, plain[:-1])]
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        # A visit ends before that; staff stay signed in.
        answers.append(send(client, address, plain=plain))

    late = 409 if "return" in address else 422
    assert [one.status_code for one in answers] == [422, 422, 422, late]
    assert kept() == (0, kept_before, [])
