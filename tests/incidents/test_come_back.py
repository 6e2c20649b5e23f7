"""The way back: six words at one door, and what happens to those who have others."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.utils import timezone

from core.actor import ANYONE
from incidents import wording
from incidents.access.visits import count_wrong
from incidents.actions import visits
from incidents.actions.receiving import receive
from incidents.models import CaseKey, Visit, WayBack
from incidents.policy.returning import ALARM_AT
from incidents.terms import Source
from incidents.views import come_back
from notices.models import Notice
from tests.factories import DistrictFactory
from tests.incident_factories import SAID, report, seated
from tests.incidents.reporters import COME_BACK, Reporter, everything_kept
from trail.models import Entry

pytestmark = pytest.mark.django_db

WRONG = "acorn acorn acorn acorn acorn acorn"
IN_TEN_MINUTES, IN_SIXTEEN = timedelta(minutes=10), timedelta(minutes=16)


def text_of(response):
    return response.content.decode()


def alike(response):
    """The answer without what differs in every answer: the form's token and the page's nonce."""
    body = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text_of(response))
    headers = {name: words for name, words in response.items() if "Security-Policy" not in name}
    return response.status_code, body, headers


def test_the_words_lead_to_the_reporters_own_page():
    reporter = Reporter()

    page = reporter.come()

    assert page.status_code == 200
    assert "Where is my report?" in text_of(page)
    assert SAID not in text_of(page)


@time_machine.travel(timezone.now(), tick=False)
def test_r1_tries_slow_down_after_a_few_and_nobody_elsewhere_waits(settings):
    settings.TRUST_PROXY = False
    reporter, guesser = Reporter(), Client()
    tries = [guesser.post(COME_BACK, {"words": WRONG}).status_code for _ in range(6)]

    spoofed = guesser.post(COME_BACK, {"words": WRONG}, HTTP_X_FORWARDED_FOR="203.0.113.9")
    elsewhere = reporter.client.post(
        COME_BACK, {"words": reporter.words}, REMOTE_ADDR="198.51.100.7"
    )

    assert tries == [422, 422, 422, 422, 422, 422]
    assert (spoofed.status_code, spoofed["Retry-After"]) == (429, "5")
    assert elsewhere.status_code == 302


def test_r1_a_holder_behind_the_same_address_waits_seconds_and_types_nothing_again():
    reporter, moment = Reporter(), timezone.now()
    with time_machine.travel(moment, tick=False):
        for _ in range(6):
            Client().post(COME_BACK, {"words": WRONG})
        waiting = reporter.type()
    with time_machine.travel(moment + timedelta(seconds=6), tick=False):
        after = reporter.type()

    assert waiting.status_code == 429
    assert reporter.words in text_of(waiting)
    assert after.status_code == 302


def test_r1_many_wrong_tries_from_everywhere_raise_one_alarm():
    DistrictFactory()
    oig = seated()
    for number in range(ALARM_AT - 1):
        count_wrong(f"198.51.{number}.1")

    answers = [
        Client().post(COME_BACK, {"words": WRONG}, REMOTE_ADDR=f"203.0.113.{number}").status_code
        for number in range(2)
    ]

    assert answers == [422, 422]
    assert Entry.objects.filter(verb="way_back.many_tries").count() == 1
    assert list(Notice.objects.values_list("kind", "address")) == [
        ("incidents/words_tried", oig.email)
    ]


def test_r2_wrong_replaced_and_disposed_words_are_answered_alike():
    replaced, gone = Reporter(), Reporter()
    WayBack.objects.filter(case=replaced.case).update(ended_at=timezone.now())
    CaseKey.objects.filter(case=gone.case).delete()
    stranger = Client()

    answers = [stranger.post(COME_BACK, {"words": words}) for words in (WRONG, replaced.words, gone.words)]  # fmt: skip

    assert [alike(one) for one in answers] == [alike(answers[0])] * 3
    assert answers[0].status_code == 422
    assert Visit.objects.count() == 0


def test_r2_the_slow_look_up_is_done_whatever_was_typed():
    """What takes the time is the same for one word, for six, and for a page full of signs."""
    hashes = {wording.lookup(typed) for typed in ("x", WRONG, "?" * 400, "1 2 3")}

    assert {len(one) for one in hashes} == {64}


def test_r4_the_words_are_nowhere_but_on_the_page_that_shows_them(caplog):
    reporter = Reporter()
    browser = Client()
    shown, words, handle = after_sending(browser)
    browser.post(f"/speak-up/return/{handle}/words/written/", {"words": words})
    reporter.come()

    kept = everything_kept() + caplog.text
    assert words in text_of(shown)
    assert [spelt for spelt in spellings(words) + spellings(reporter.words) if spelt in kept] == []
    assert words not in re.search(r"<title>(.*?)</title>", text_of(shown), re.DOTALL)[1]


def spellings(words):
    return [words, words.replace(" ", "-"), words.replace(" ", "%20"), '", "'.join(words.split())]


def after_sending(browser, **facts):
    """What the page that sends a report does last: the first page, its words, and where it is."""
    received = receive(report(**facts), source=Source.WEB, by=ANYONE)
    answer = come_back.open_receipt(RequestFactory().post("/speak-up/"), received)
    browser.cookies.update(answer.cookies)
    return browser.get(answer.url), " ".join(received.words), answer.url.split("/")[3]


def test_after_sending_the_words_come_first_and_are_typed_once():
    browser = Client()
    shown, words, handle = after_sending(browser)
    written = f"/speak-up/return/{handle}/words/written/"
    mine = f"/speak-up/return/{handle}/"

    early = browser.get(mine)
    wrong = browser.post(written, {"words": WRONG})
    right = browser.post(written, {"words": words.upper().replace(" ", ", ")})
    page = browser.get(mine)

    assert all(f"<li>{word}</li>" in text_of(shown) for word in words.split())
    assert "I have written them down" not in text_of(shown)
    assert (early.status_code, early.url) == (302, f"{mine}words/")
    assert (wrong.status_code, "I have written them down" in text_of(wrong)) == (422, True)
    assert (right.status_code, right.url, page.status_code) == (302, mine, 200)
    assert WayBack.objects.get().proved_at is not None
    assert words.split()[0] in text_of(browser.get(f"{mine}words/"))


@pytest.mark.clause("I1", "I2")
def test_right_after_sending_one_reads_what_happens_next_and_by_when():
    with time_machine.travel(datetime(2026, 9, 1, 17, tzinfo=UTC), tick=False):
        shown, _words, _handle = after_sending(Client())

    page = " ".join(re.sub(r"<[^>]+>", " ", text_of(shown)).split())
    assert re.findall(r"([^.:]*): by (Sept. \d+), 2026", page.partition("by when")[2]) == [
        (" Somebody tells you that they read it", "Sept. 2"),
        (" Somebody does the first thing about it", "Sept. 4"),
        (" You hear from us again", "Sept. 15"),
    ]


def test_who_mistypes_is_never_stuck():
    browser = Client()
    _shown, _words, handle = after_sending(browser)
    written = f"/speak-up/return/{handle}/words/written/"
    browser.post(written, {"words": WRONG})

    answer = browser.post(written, {"words": "", "written": "yes"})

    assert answer.status_code == 302
    assert browser.get(answer.url).status_code == 200


def test_the_cookie_is_for_these_pages_alone():
    reporter = Reporter()

    answer = reporter.type()

    (cookie,) = answer.cookies.values()
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (answer.url, True, "Strict")
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    assert "sessionid" not in answer.cookies


def test_r5_a_cookie_from_before_is_not_taken_over():
    reporter = Reporter()
    reporter.come()
    first, secret = reporter.handle, reporter.client.cookies[f"page-{reporter.handle}"].value
    reporter.come()

    second = reporter.client.cookies[f"page-{reporter.handle}"].value
    swapped = Client()
    swapped.cookies[f"page-{reporter.handle}"] = secret

    assert (first != reporter.handle, secret != second) == (True, True)
    assert swapped.get(f"/speak-up/return/{reporter.handle}/").status_code == 302


def test_r6_leaving_shows_nothing_any_more_and_tells_the_browser_to_forget():
    reporter = Reporter()
    reporter.come()

    answer = reporter.post("leave")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies[f"page-{reporter.handle}"].value == ""
    assert reporter.get("my_report").status_code == 302
    assert "no-store" in reporter.client.get(answer.url)["Cache-Control"]


@pytest.mark.parametrize(("later", "status"), [(IN_TEN_MINUTES, 200), (IN_SIXTEEN, 302)])
def test_r6_a_page_that_nobody_touches_closes_after_a_quarter_of_an_hour(later, status):
    reporter = Reporter()
    reporter.come()

    with time_machine.travel(timezone.now() + later):
        assert reporter.get("my_report").status_code == status


def test_r6_what_was_written_on_a_page_that_closed_is_given_back():
    reporter = Reporter()
    reporter.come()

    with time_machine.travel(timezone.now() + IN_SIXTEEN):
        answer = reporter.post("my_message", text="It was on Monday.")

    assert answer.status_code == 409
    assert "It was on Monday." in text_of(answer)
    assert reporter.case.messages.count() == 0


def test_r7_two_reports_in_one_browser_never_mix():
    browser = Client()
    first, second = Reporter(client=browser), Reporter(client=browser)
    first.come()
    second.come()

    first.post("my_message", text="This is about the first one.")
    second.post("leave")

    assert first.case.messages.count() == 1
    assert second.case.messages.count() == 0
    assert first.get("my_report").status_code == 200


def test_two_devices_are_both_in_until_new_words_are_drawn_on_one():
    phone, words = Reporter(), ""
    phone.come()
    tablet = Client()
    there = phone.type(client=tablet).url
    together = [phone.get("my_report").status_code, tablet.get(there).status_code]

    words = new_words(phone)
    answer = phone.post("my_words_written", words=words)

    assert together == [200, 200]
    assert tablet.get(there).status_code == 302
    assert phone.client.get(answer.url).status_code == 200
    assert [phone.type(words=phone.words).status_code, phone.type(words=words).status_code] == [
        422,
        302,
    ]


def new_words(reporter):
    reporter.post("my_new_words")
    page = text_of(reporter.get("my_words"))
    return " ".join(re.findall(r"<li>([a-z]+)</li>", page))


@pytest.mark.parametrize("source", [Source.PHONE, Source.PAPER])
def test_d8_words_that_somebody_else_saw_are_changed_before_anything_else(source):
    reporter = Reporter(source=source)
    landed = reporter.come()
    elsewhere = [reporter.get(door).status_code for door in ("my_report", "my_message")]
    shown = re.findall(r"<li>([a-z]+)</li>", text_of(reporter.get("my_words")))
    still = reporter.type(client=Client()).status_code

    reporter.post("my_words_written", words=" ".join(shown))

    assert landed.status_code == 302
    assert elsewhere == [302, 302]
    assert still == 302
    assert reporter.type(client=Client()).status_code == 422
    assert reporter.type(words=" ".join(shown), client=Client()).status_code == 302


def test_words_that_were_never_written_down_are_gone_with_the_visit():
    reporter = Reporter()
    reporter.come()
    new_words(reporter)

    reporter.post("leave")

    assert Visit.objects.get().words is None
    assert reporter.type().status_code == 302


def test_d3_who_knocks_when_too_many_do_is_asked_to_try_again_with_the_words_kept(monkeypatch):
    monkeypatch.setattr(come_back, "PATIENCE", 0.01)
    reporter = Reporter()
    for _ in range(wording.AT_ONCE):
        wording.turns.acquire()

    answer = reporter.type()
    for _ in range(wording.AT_ONCE):
        wording.turns.release()

    assert answer.status_code == 503
    assert reporter.words in text_of(answer)
    assert reporter.type().status_code == 302


def test_readers_of_other_letters_are_shown_numbers_that_do_the_same():
    shown, words, _handle = after_sending(Client(), language="ar")
    numbers = re.findall(r"<li>(\d{4})</li>", text_of(shown))

    arabic = " ".join(numbers).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert numbers == wording.numbers_of(words.split())
    assert Client().post(COME_BACK, {"words": arabic}).status_code == 302


def test_words_left_on_visits_that_ended_by_the_clock_are_removed():
    reporter = Reporter()
    reporter.come()
    new_words(reporter)

    with time_machine.travel(timezone.now() + timedelta(hours=9)):
        removed = [visits.forget_words(), visits.forget_words()]

    assert removed == [1, 0]
