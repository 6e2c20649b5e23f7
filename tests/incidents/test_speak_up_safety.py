"""Whoever holds the device, the browser or the database learns nothing: drafts, leaving, headers, garbage."""

import re
import time
from datetime import timedelta
from html import unescape

import pyphen
import pytest
from django.test import Client
from django.utils import timezone

from incidents.models import Case, Draft
from incidents.terms import Priority
from incidents.wording import pages
from tests.incidents.speaking import answered, begun, reporter, sent, words_of

pytestmark = pytest.mark.django_db
SAID = "He writes to me every night."
CANARY = "canary-in-every-field"


def raw(draft):
    return bytes(draft.sealed)


def test_a_draft_holds_ciphertext_and_its_key_is_in_the_visitors_cookie_alone():
    client = reporter()
    room = begun(client)
    answered(client, room, "said", said=CANARY)
    cookie = client.cookies[f"page-{Draft.objects.get().handle}"]

    assert CANARY.encode() not in raw(Draft.objects.get())
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        room,
        True,
        "Strict",
        "",
    )
    assert {name.split("-")[0] for name in client.cookies} == {"page"}


def test_another_browser_opens_nothing_and_is_told_what_to_do():
    client, other = reporter(), reporter()
    room = begun(client)
    answered(client, room, "said", said=CANARY)
    begun(other)

    pages_seen = [other.get(f"{room}said/"), other.get(f"{room}check/"), other.post(f"{room}send/")]

    assert [page.status_code for page in pages_seen] == [404] * 3
    assert ["This page is closed" in words_of(page) for page in pages_seen] == [True] * 3
    assert Case.objects.count() == 0


def test_r7_two_tabs_are_two_reports():
    client = reporter()
    one, two = begun(client), begun(client)
    answered(client, one, "said", said="First")
    answered(client, two, "said", said="Second")

    texts = [sent(client, room).accounts.get(kind="report").words()["said"] for room in (two, one)]

    assert texts == ["Second", "First"]


@pytest.mark.parametrize(
    "step", ["nothing", "CHECK", "now;drop", "said%00", "%ed%a0%80", "1" * 300]
)
def test_r7_a_step_made_up_is_no_error(step):
    client = reporter()
    room = begun(client)

    answer = client.get(f"{room}{step}/")

    assert (answer.status_code, answer.get("Location")) in [(303, f"{room}said/"), (400, None)]


def test_r7_the_last_page_first_is_fine_and_sending_twice_is_one_case():
    client = reporter()
    room = begun(client)
    key = dict(client.cookies)
    look = client.get(f"{room}check/")

    first = client.post(f"{room}send/")
    client.cookies.update(key)
    second = client.post(f"{room}send/")

    assert (look.status_code, first.status_code, second.status_code) == (200, 302, 302)
    assert Case.objects.count() == 1


def test_after_an_hour_the_draft_is_over():
    client = reporter()
    room = begun(client)
    Draft.objects.update(started_at=timezone.now() - timedelta(minutes=61))

    answers = [client.get(f"{room}said/"), client.post(f"{room}said/", {"said": SAID})]
    again = begun(client, said=SAID)

    assert [answer.status_code for answer in answers] == [404, 404]
    assert [SAID in words_of(answer) for answer in answers] == [False, True]
    assert SAID in words_of(client.get(f"{again}said/"))


def test_d7_leaving_without_script_forgets_the_draft_and_opens_something_else_in_the_same_language():
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "es"})
    client.get("/speak-up/")
    token = client.cookies["csrftoken"].value
    room = client.post("/speak-up/", {"danger": "no", "csrfmiddlewaretoken": token})["Location"]
    room = room.removesuffix("said/")

    gone = client.post(f"{room}leave/")

    assert (gone.status_code, gone["Location"]) == (303, "/platforms/?language=es")
    assert gone["Clear-Site-Data"] == '"cache"'
    assert Draft.objects.count() == 0
    assert client.get(f"{room}said/").status_code == 404


def test_d7_nobody_else_can_make_a_draft_go_away():
    client = reporter()
    room = begun(client)

    Client().post(f"{room}leave/")

    assert client.get(f"{room}said/").status_code == 200


def test_d7_every_page_can_be_left_by_a_button_that_needs_no_script_and_is_announced():
    client = reporter()
    room = begun(client)

    for address in ("/speak-up/", f"{room}said/", f"{room}check/", "/speak-up/r/none/said/"):
        body = client.get(address).content.decode()
        assert 'method="post" action="/speak-up/' in body
        assert "Leave now" in body
        assert 'role="status" data-leave-said' in body


@pytest.mark.parametrize("page", ["said", "files", "check"])
def test_d7_each_page_of_a_report_forgets_the_draft_when_it_is_left(page):
    client = reporter()
    room = begun(client)
    answered(client, room, "have", bare="no")

    body = client.get(f"{room}{page}/").content.decode()
    client.post(re.search(r'action="([^"]+)" data-leave', body)[1])

    assert Draft.objects.count() == 0


def test_d7_titles_and_addresses_say_nothing():
    client = reporter()
    room = begun(client)
    answered(client, room, "said", said=SAID)
    addresses = ["/speak-up/", *(f"{room}{step}/" for step in ("said", "about", "home", "check"))]

    bodies = [client.get(address).content.decode() for address in addresses]

    titles = {unescape(re.search(r"<title>(.*?)</title>", body, re.DOTALL)[1]) for body in bodies}
    assert titles == {"Help page · CPS Comms"}


def test_c3_headers_keep_pages_out_of_caches_and_send_nothing_to_others():
    client = reporter()
    room = begun(client)

    for address in ("/speak-up/", f"{room}said/", f"{room}check/", "/speak-up/r/none/said/"):
        answer = client.get(address)
        body = answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert re.findall(r'<(?:script|link|img|iframe)\b[^>]*="(?:https?:)?//', body) == []
        assert "sessionid" not in answer.cookies


def test_c1_a_report_from_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/speak-up/", {"danger": "no"})

    assert (answer.status_code, Draft.objects.count()) == (403, 0)


def test_a5_what_the_server_works_out_is_not_taken_from_the_browser():
    client = reporter()
    room = begun(client)
    extra = {
        "priority": "life_safety",
        "concern": "online_bullying",
        "school": "1",
        "danger": "yes",
    }

    answered(client, room, "about", about=["school_adult"], **extra)
    answered(client, room, "school", chosen="999999", typed="No such school", **extra)
    case = sent(client, room)

    assert (case.priority, case.concern, case.school) == (
        Priority.STANDARD,
        "adult_communication",
        None,
    )


def test_a6_a_choice_that_is_none_is_an_error_and_nothing_is_kept():
    client = reporter()
    room = begun(client)
    before = raw(Draft.objects.get())

    answers = [
        answered(client, room, "about", about=["principal", "x" * 1000]),
        answered(client, room, "you", role="admin"),
        answered(client, room, "people", rows="-1", kind_0="robot"),
    ]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert raw(Draft.objects.get()) == before


def test_a6_a_million_fields_are_refused_in_no_time():
    client = reporter()
    room = begun(client)
    began = time.monotonic()
    body = "&".join(f"k{number}=1" for number in range(200_000))

    answer = client.post(f"{room}said/", body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b", "ab"),
        ("z\u202ege\u2066h", "zgeh"),
        ("Z" + "\u0301" * 5000, "Z" + "\u0301" * 5000),
        ("<script>alert(1)</script>{{ 7 }}", "<script>alert(1)</script>{{ 7 }}"),
        ("two\r\nlines", "two\nlines"),
        ("👩‍👧", "👩‍👧"),
    ],
)
def test_x7_odd_signs_are_kept_as_they_can_be_read(typed, kept):
    client = reporter()
    room = begun(client)

    answered(client, room, "said", said=typed)
    page = client.get(f"{room}check/").content.decode()

    assert sent(client, room).accounts.get(kind="report").words()["said"] == kept
    assert "<script>alert" not in page


def test_x7_a_word_of_a_megabyte_is_given_back_with_a_kind_word():
    client = reporter()
    room = begun(client)

    page = answered(client, room, "said", said="a" * 1_000_000)

    assert page.status_code == 422
    assert "60000 letters fit here" in words_of(page)
    assert "a" * 1_000_000 in page.content.decode()


WORD = r"[A-Za-z'\u2019]+"


def grade(text):
    """The Flesch-Kincaid grade: syllables by pyphen, or by groups of vowels where that finds more."""
    words = re.findall(WORD, text)
    sentences = [one for one in re.split(r"[.!?:;]+", text) if re.search("[a-z]", one)]
    syllables = sum(_syllables(word.lower().strip("'\u2019")) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word, hyphens=pyphen.Pyphen(lang="en_US")):  # noqa: B008
    spoken = re.sub(r"(?<=[^aeiouy])e[ds]?$", "", word) or word
    return max(1, len(re.findall("[aeiouy]+", spoken)), len(hyphens.positions(word)) + 1)


def test_d10_every_text_stays_within_the_grade_of_its_level():
    too_hard = [
        (level, name, round(found, 1))
        for level, most in pages.GRADES.items()
        for name, text in texts_at(level)
        if (found := grade(text)) > most
    ]

    assert too_hard == []


def texts_at(level):
    for name, texts in pages.PAGES.items():
        yield name, f"{texts[level][0]}. {texts[level][1]}"
    for name, texts in pages.LINES.items():
        yield name, str(texts[level])


def test_d10_the_measure_can_fail():
    assert (
        grade("Notwithstanding considerable jurisdictional ambiguity, investigators deliberate.")
        > 9
    )


def test_d7_the_page_of_the_six_words_can_be_left_in_a_hurry_too():
    client = reporter()
    words = client.post(f"{begun(client)}send/")["Location"]
    page = client.get(words).content.decode()
    leave = re.search(r'action="(/speak-up/return/[\w-]+/leave/)" data-leave', page)[1]

    gone = client.post(leave, {"to": "away"})

    assert (gone.status_code, gone["Location"]) == (303, "/platforms/?language=en")
    assert client.get(words)["Location"] == "/speak-up/return/?closed"
