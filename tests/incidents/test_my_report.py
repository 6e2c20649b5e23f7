"""The reporter's own page: what it says, and what can be done from it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor, ActorKind
from core.decision import Refused
from core.models import OutboxMessage
from incidents.actions import messages as messaging
from incidents.actions import parents
from incidents.actions.parents import Tried
from incidents.models import Account, Case, CaseMessage, CaseNote
from incidents.reports.contact import contact_of
from incidents.terms import ReporterRole, Stage
from incidents.terms.parents import Result, Way
from incidents.terms.returning import MessageKind, Ping
from notices.delivery import deliver
from notices.models import Notice
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    principal_of,
)
from tests.incident_factories import accused, bullying, report, seated
from tests.incidents.people import hurt
from tests.incidents.reporters import Reporter, everything_kept

pytestmark = pytest.mark.django_db

# A Tuesday morning in October, at the school.
TUESDAY = datetime(2026, 10, 6, 15, 7, tzinfo=UTC)
ADDRESS = "kid-7731@mail.example"


def text_of(response):
    return response.content.decode()


def told_by(reporter, user, text="We read it. We talk to you tomorrow.", **facts):
    return messaging.write_as_staff(reporter.case, text, by=actor(user), **facts)


def test_every_act_is_a_page_of_its_own_that_comes_back_to_the_report():
    reporter = Reporter(bullying(SchoolFactory()))
    reporter.come()

    answers = [
        reporter.post("my_message", text="When do you write to me?"),
        reporter.post("my_addition", text="There was one more picture."),
        reporter.post("my_stop"),
        reporter.post("my_unanswered", text="Nobody came."),
        reporter.post("my_contact", ping="email", email=ADDRESS),
        reporter.post("my_keep_out", posts=["principal"], name="Coach Lee"),
    ]

    page = text_of(reporter.get("my_report"))
    assert [answer.status_code for answer in answers] == [302] * 6
    kinds = list(reporter.case.messages.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["words", "added", "stop", "unanswered"]
    assert [words in page for words in ("When do you write", "one more picture", ADDRESS)] == [True, True, True]  # fmt: skip


@time_machine.travel(TUESDAY, tick=False)
def test_the_page_says_where_it_is_who_reads_it_and_what_is_promised_by_when():
    school = SchoolFactory()
    principal_of(school, name="Pat Principal")
    reporter = Reporter(bullying(school))

    page = text_of(reporter.come())

    said = re.sub(r"<[^>]+>", " ", page)
    assert "Student Protections. They help students who are hurt or bullied." in said
    assert "The principal of the school" in said
    assert "Pat Principal" not in said
    assert re.sub(r"\s+", " ", said).count("by Oct. 7, 2026") == 1
    assert "We are late" not in said


def test_a_promise_that_is_late_says_so():
    with time_machine.travel(TUESDAY):
        reporter = Reporter()

    with time_machine.travel(TUESDAY + timedelta(days=2)):
        page = text_of(reporter.come())

    assert "We are late. That is our fault, not yours." in page


def test_who_is_kept_out_from_the_page_loses_the_report_in_that_instant():
    school = SchoolFactory()
    principal = principal_of(school)
    reporter = Reporter(bullying(school))
    reporter.come()
    before = Case.objects.visible_to(principal).exists()

    reporter.post("my_keep_out", posts=["principal"], name="")

    assert (before, Case.objects.visible_to(principal).exists()) == (True, False)
    assert "The principal of the school" not in text_of(reporter.get("my_report"))


def test_a8_no_note_no_name_of_staff_and_no_other_report_is_on_the_page():
    oig = seated(name="Ines Inspector")
    reporter, other = Reporter(), Reporter()
    note = CaseNote(case=reporter.case, author=oig)
    note.seal({"text": "NOTE-FOR-STAFF"})
    note.save(force_insert=True)
    told_by(other, oig, "FOR-THE-OTHER")
    told_by(reporter, oig)
    told_by(reporter, oig, "Call me Ines.", signed="Ines I.")

    page = text_of(reporter.come())

    found = [words in page for words in ("We read it.", "The people who read your report", "Ines I.")]  # fmt: skip
    assert found == [True, True, True]
    secret = ("NOTE-FOR-STAFF", "FOR-THE-OTHER", "Ines Inspector", reporter.case.code)
    assert [words for words in secret if words in page] == []


def test_a8_the_words_of_one_report_write_nothing_into_another():
    reporter, other = Reporter(), Reporter()

    with pytest.raises(Refused):
        messaging.write_as_reporter(
            other.case, "Hello", by=Actor(ActorKind.REPORTER, reporter.case.code)
        )

    assert CaseMessage.objects.count() == 0


def test_news_since_the_last_visit_is_marked_and_the_last_visit_shown():
    oig, reporter = seated(), Reporter()
    with time_machine.travel(TUESDAY):
        told_by(reporter, oig, "The first word.")
    with time_machine.travel(TUESDAY + timedelta(hours=1)):
        first = text_of(reporter.come())
    with time_machine.travel(TUESDAY + timedelta(hours=2)):
        told_by(reporter, oig, "The second word.")
    with time_machine.travel(TUESDAY + timedelta(hours=3)):
        second = text_of(reporter.come())

    assert ("You were here last:" in first, "You were here last:" in second) == (False, True)
    assert second.count(">New<") == 1
    assert second.index("The first word.") < second.index(">New<") < second.index("The second")


@pytest.mark.parametrize(("ping", "typed"), [("email", {"email": ADDRESS}), ("text", {"phone": "312 555 0142"})])  # fmt: skip
def test_p2_a_ping_says_nothing_comes_later_and_no_row_has_the_address(ping, typed):
    oig, reporter = seated(), Reporter()
    with time_machine.travel(TUESDAY):
        reporter.come()
        reporter.post("my_contact", ping=ping, **typed)
        reporter.post("leave")
    with time_machine.travel(TUESDAY + timedelta(minutes=20)):
        told_by(reporter, oig)
        told_by(reporter, oig, "One more thing.")

    (notice,) = Notice.objects.filter(kind="incidents/news")
    left = notice_leaves_at(notice)

    assert (notice.address, notice.facts["case"]) == ("", reporter.case.code)
    assert left == datetime(2026, 10, 6, 17, 0, tzinfo=UTC)
    assert [word for word in (ADDRESS, "3125550142") if word in everything_kept()] == []


def notice_leaves_at(notice):
    return OutboxMessage.objects.get(key=f"notices.deliver:{notice.pk}").not_before


def test_p2_the_ping_itself_names_neither_school_nor_product(settings):
    settings.DEMO, settings.OUTGOING = False, "send"
    settings.DEFAULT_FROM_EMAIL = "CPS Comms <no-reply@district.example>"
    oig, reporter = seated(), Reporter()
    with time_machine.travel(TUESDAY):
        reporter.come()
        reporter.post("my_contact", ping="email", email=ADDRESS)
        reporter.post("leave")
    with time_machine.travel(TUESDAY + timedelta(minutes=1)):
        told_by(reporter, oig)
        deliver(Notice.objects.get(kind="incidents/news").pk)

    (letter,) = mail.outbox
    assert (letter.to, letter.from_email) == ([ADDRESS], "no-reply@district.example")
    assert letter.subject == "There is news where you left it"
    assert letter.body == "There is news where you left it.\n"


@pytest.mark.parametrize("since", ["came by", "took it back"])
def test_a_ping_is_no_longer_wanted(since):
    oig, reporter = seated(), Reporter()
    reporter.come()
    reporter.post("my_contact", ping="email", email=ADDRESS)
    told_by(reporter, oig)
    if since == "took it back":
        reporter.post("my_contact", move="forget")
    reporter.get("my_report")

    notice = Notice.objects.get(kind="incidents/news")
    deliver(notice.pk)

    notice.refresh_from_db()
    assert notice.state == "unwanted"


def test_a_contact_is_changed_and_taken_back_and_every_one_given_stays_sealed():
    reporter = Reporter(report(contact={"email": "first@mail.example"}))
    reporter.come()
    first = contact_of(reporter.case).email

    wrong = reporter.post("my_contact", ping="text", email=ADDRESS)
    reporter.post("my_contact", ping="", email=ADDRESS, name="Sam")
    second = contact_of(reporter.case)
    reporter.post("my_contact", move="forget")

    assert (first, second.email, second.name, second.ping) == ("first@mail.example", ADDRESS, "Sam", Ping.NOTHING)  # fmt: skip
    assert wrong.status_code == 422
    assert ADDRESS in text_of(wrong)
    assert contact_of(reporter.case).is_empty
    assert reporter.case.accounts.filter(kind=Account.Kind.CONTACT).count() == 3
    assert ADDRESS not in everything_kept()


def test_nobody_answered_me_is_heard_by_everybody_once_a_day():
    one, two = seated(), seated()
    reporter = Reporter()
    Case.objects.update(assigned_to=one, assigned_at=timezone.now())
    reporter.come()
    reporter.post("my_message", text="Hello?")
    to_one = Notice.objects.count()

    reporter.post("my_unanswered")
    again = reporter.post("my_unanswered")

    assert to_one == 1
    told = Notice.objects.filter(kind="incidents/waits").values_list("address", flat=True)
    assert sorted(told) == sorted([one.email, one.email, two.email])
    assert again.status_code == 422
    assert "You can say it again tomorrow." in text_of(again)


def test_where_danger_was_said_the_numbers_stand_there_to_tap():
    pages = [Reporter(report(danger_now=danger)).come() for danger in (True, False)]

    assert ['href="tel:911"' in page.content.decode() for page in pages] == [True, False]


def test_p2_what_staff_are_told_is_the_same_for_every_case(settings):
    settings.DEMO, settings.OUTGOING = False, "send"
    seated()
    school = SchoolFactory(name="Canary School")
    reporters = [Reporter(report(school, said="CANARY")), Reporter(report(danger_now=True))]
    for one in reporters:
        one.come()
        one.post("my_message", text="CANARY, please hurry.")

    for notice in Notice.objects.filter(kind="incidents/waits", state="waiting"):
        deliver(notice.pk)

    assert len({(one.subject, one.body) for one in mail.outbox}) == 1
    assert "CANARY" not in mail.outbox[0].body
    assert "Canary" not in mail.outbox[0].body


def test_a4_a_notice_that_waits_is_not_sent_to_who_may_not_read_it_any_more():
    school = SchoolFactory()
    principal = principal_of(school)
    reporter = Reporter(bullying(school))
    reporter.come()
    reporter.post("my_message", text="Hello?")
    waiting = Notice.objects.get(address=principal.email)
    Notice.objects.filter(pk=waiting.pk).update(state="waiting")

    reporter.post("my_keep_out", posts=["principal"])
    deliver(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.state == "unwanted"


def test_asking_to_stop_deletes_nothing_and_decides_nothing():
    reporter = Reporter()
    reporter.come()

    reporter.post("my_stop", text="I am scared.")

    reporter.case.refresh_from_db()
    assert reporter.case.stage == Stage.RECEIVED
    assert reporter.case.accounts.count() == 1
    assert reporter.case.messages.get().kind == MessageKind.STOP


def test_how_it_is_since_is_asked_after_thirty_days_and_answered_once():
    with time_machine.travel(TUESDAY):
        one, two, reporter = seated(), seated(), Reporter()
        Case.objects.update(assigned_to=one, assigned_at=timezone.now())
        early = text_of(reporter.come())
    with time_machine.travel(TUESDAY + timedelta(days=31)):
        asked = text_of(reporter.come())
        empty = reporter.post("my_check_in", text="He waits at the door.")
        reporter.post("my_check_in", since="worse", text="He waits at the door.")
        after = text_of(reporter.get("my_report"))

    assert [words.count("Say how it is") for words in (early, asked, after)] == [0, 1, 0]
    assert (empty.status_code, "He waits at the door." in text_of(empty)) == (422, True)
    assert reporter.case.check_ins.get().words() == {"since": "worse", "text": "He waits at the door."}  # fmt: skip
    told = Notice.objects.filter(kind="incidents/waits").values_list("address", flat=True)
    assert sorted(told) == sorted([one.email, two.email])


def test_case_staff_read_how_it_has_been_since():
    with time_machine.travel(TUESDAY):
        oig, reporter = seated(), Reporter()
    with time_machine.travel(TUESDAY + timedelta(days=31)):
        reporter.come()
        reporter.post("my_check_in", since="worse", text="He waits at the door.")
    desk = Client()
    desk.force_login(oig)

    page = text_of(desk.get(reverse("incidents:case", args=[reporter.case.code])))

    assert "It got worse, or somebody is paying me back" in page
    assert "He waits at the door." in page


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (bullying, "hear about it within a day"),
        (report, "No parent is told by itself."),
    ],
)
def test_the_page_says_what_parents_hear(made, says):
    reporter = Reporter(made(SchoolFactory()))

    assert says in text_of(reporter.come())


def test_parents_who_were_told_are_said_to_be_told_and_strangers_read_nothing_of_them():
    SchoolYearFactory()
    DistrictFactory()
    school = SchoolFactory()
    principal = principal_of(school)
    child = StudentFactory(school=school)
    mother = GuardianFactory(of=child)
    reporter = Reporter(bullying(school, people=(hurt(child),)))
    reached = Tried(way=Way.PHONE, result=Result.REACHED, at=timezone.now(), note="Spoke.")
    parents.log(reporter.case, child, mother.pk, reached, by=actor(principal))
    stranger = Reporter(bullying(school, reporter_role=ReporterRole.PUBLIC))

    assert "were told. They were not shown what you wrote." in text_of(reporter.come())
    assert "What parents hear" not in text_of(stranger.come())


def test_an_office_with_too_few_people_is_said_to_be_empty():
    reporter = Reporter()
    before = text_of(reporter.come())
    seated()
    seated()

    assert "Nobody reads here yet" in before
    assert "Nobody reads here yet" not in text_of(reporter.get("my_report"))


def test_a_closed_report_can_be_wished_open_and_an_open_one_cannot():
    reporter = Reporter()
    reporter.come()
    open_one = reporter.post("my_reopening", text="He began again.")
    Case.objects.update(stage=Stage.CLOSED)

    closed_one = reporter.post("my_reopening", text="He began again.")

    assert (open_one.status_code, closed_one.status_code) == (422, 302)
    assert reporter.case.messages.get().kind == MessageKind.REOPEN
    assert Case.objects.get().stage == Stage.CLOSED


def test_a_paper_proves_the_day_and_nothing_else():
    with time_machine.travel(TUESDAY):
        reporter = Reporter(report(SchoolFactory(name="Canary School"), people=(accused(principal_of()),)))  # fmt: skip
        reporter.come()
        paper = text_of(reporter.post("my_proof"))
    number = re.search(r"\w{4}-\w{4}-\w{4}", paper)[0]
    check = reverse("incidents:check_proof")

    right = reporter.client.post(check, {"number": number.lower().replace("-", " ")})
    wrong = reporter.client.post(check, {"number": "2222-2222-2222"})

    assert "On Oct. 6, 2026 the district received a report" in text_of(right)
    assert "No such number" in text_of(wrong)
    assert [words for words in ("Canary", reporter.case.code) if words in paper + text_of(right)] == []  # fmt: skip
    assert number not in everything_kept()


def test_whoever_writes_of_dying_later_on_sees_whom_to_call():
    reporter = Reporter()
    before = reporter.come().content.decode()

    reporter.post("my_message", text="I want to die. Nobody helps me.")

    after = reporter.get("my_report").content.decode()
    assert ("call or text 988" in before, "call or text 988" in after) == (False, True)


def test_the_six_words_are_not_sent_as_a_message():
    reporter = Reporter()
    reporter.come()

    answer = reporter.post("my_message", text=f"  {reporter.words.upper()} ")

    assert answer.status_code == 422
    assert "Keep them for yourself" in text_of(answer)
    assert CaseMessage.objects.count() == 0


@pytest.mark.parametrize(("text", "says"), [("", "Write something first."), ("a" * 10_001, "Send it in two parts."), ("nul \0", "")])  # fmt: skip
def test_what_cannot_be_sent_says_why_and_stays_on_the_page(text, says):
    reporter = Reporter()
    reporter.come()

    answer = reporter.post("my_message", text=text)

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert text[:50] in text_of(answer)


def test_x1_what_was_written_is_shown_as_text():
    oig, reporter = seated(), Reporter()
    reporter.come()
    told_by(reporter, oig, "<img src=x onerror=alert(1)> {{ 7|add:1 }}")

    page = text_of(reporter.get("my_report"))

    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; {{ 7|add:1 }}" in page


def test_the_page_asks_as_often_for_thirty_messages_as_for_one():
    oig, reporter = seated(), Reporter()
    reporter.come()

    told_by(reporter, oig)
    first = queries_of(reporter)
    for number in range(29):
        told_by(reporter, oig, f"Word {number}.")

    assert queries_of(reporter) == first


def queries_of(reporter):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        reporter.get("my_report")
    return len(asked)
