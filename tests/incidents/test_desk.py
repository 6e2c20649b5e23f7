"""Working on a case: what each deed does, to whom it shows, and that nothing but a deed answers anybody."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from incidents.actions import desk, reading
from incidents.models import CaseMessage, CaseNote, CaseStep
from incidents.policy import Person
from incidents.policy.clocks import Promise
from incidents.reports.clocks import timed_one
from incidents.terms import OfficeCode, Part, Stage, Voice
from incidents.terms.desk import ActionKind
from notices.models import Notice
from schools.terms import Role
from tests.factories import SchoolFactory, actor, principal_of, staff_at
from tests.incident_factories import accused, bullying, case_of, report, seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def page(user, case):
    return browser(user).get(reverse("incidents:case", args=[case.code])).text


def post(user, door, case, data=None):
    return browser(user).post(reverse(f"incidents:{door}", args=[case.code]), data)


def running(case):
    """The promises that nothing has kept yet."""
    return [str(one.promise) for one in timed_one(case, timezone.now()).clocks if one.runs]


def deeds(case):
    return list(case.steps.order_by("pk").values_list("deed", flat=True))[2:]


@pytest.mark.clause("I2")
def test_acknowledging_writes_to_the_reporter_in_their_language(school):
    principal = principal_of(school)
    case = case_of(bullying(school, language="es"))

    post(principal, "acknowledge", case)

    case.refresh_from_db()
    message = CaseMessage.objects.get()
    assert (case.stage, message.voice, message.kind) == (
        *(Stage.ACKNOWLEDGED, Voice.STAFF),
        "acknowledged",
    )
    assert deeds(case) == ["case.acknowledged", "case.wrote_to_reporter"]
    assert running(case) == [Promise.ACT, Promise.UPDATE]


def test_d6_opening_reading_noting_and_handing_on_stop_no_clock(school):
    principal, colleague = principal_of(school), staff_at(school, Role.ADMINISTRATOR)
    case = case_of(bullying(school))
    before = running(case)

    post(principal, "open_story", case)
    post(principal, "take", case)
    post(principal, "note", case, {"note-text": "Ask the coach."})
    post(principal, "hand", case, {"hand-to": str(colleague.pk)})

    case.refresh_from_db()
    assert (running(case), case.stage, case.assigned_to) == (before, Stage.RECEIVED, colleague)


def test_the_first_action_acknowledges_and_a_note_stays_with_those_who_work_on_it(school):
    principal = principal_of(school)
    case = case_of(bullying(school))

    post(principal, "act", case, {"act-kind": ActionKind.SPOKE_STUDENT, "act-note": "Calm talk."})

    case.refresh_from_db()
    assert (case.stage, running(case)) == (Stage.WORKING, [Promise.UPDATE])
    assert [note.words()["text"] for note in CaseNote.objects.all()] == ["Calm talk."]
    assert [one.words()["text"] for one in CaseMessage.objects.all()].count("Calm talk.") == 0


def test_something_else_says_what(school):
    principal = principal_of(school)
    case = case_of(bullying(school))

    answer = post(principal, "act", case, {"act-kind": ActionKind.OTHER})
    with pytest.raises(Refused):
        desk.act(case, ActionKind.OTHER, by=actor(principal))

    assert (answer.status_code, deeds(case)) == (422, [])


def test_the_first_words_to_the_reporter_acknowledge_and_carry_no_name_unless_asked(school):
    principal = principal_of(school)
    case = case_of(bullying(school))

    post(principal, "say", case, {"say-text": "We are here."})
    post(principal, "say", case, {"say-text": "Ask for me.", "say-signed": "on"})

    case.refresh_from_db()
    words = [one.words() for one in CaseMessage.objects.order_by("pk")]
    assert [(one["text"], one["signed"]) for one in words] == [
        ("We are here.", ""),
        ("Ask for me.", principal.name),
    ]
    assert case.stage == Stage.ACKNOWLEDGED


def test_a_case_is_given_to_nobody_who_does_not_read_it(school):
    principal, teacher = principal_of(school), staff_at(school)
    case = case_of(bullying(school))

    with pytest.raises(Refused):
        desk.assign(case, teacher, by=actor(principal))
    answer = post(principal, "hand", case, {"hand-to": str(teacher.pk)})

    case.refresh_from_db()
    assert (answer.status_code, case.assigned_to, deeds(case)) == (422, None, [])


def test_who_is_handed_a_case_hears_only_that_something_waits(school):
    principal, colleague = principal_of(school), staff_at(school, Role.ADMINISTRATOR)
    case = case_of(bullying(school))

    desk.assign(case, colleague, by=actor(principal))

    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient_id, notice.facts) == (
        "incidents/waits",
        str(colleague.pk),
        {"case": case.code},
    )


def test_acknowledging_twice_is_refused_and_changes_nothing(school):
    principal = principal_of(school)
    case = case_of(bullying(school))
    desk.acknowledge(case, by=actor(principal))

    with pytest.raises(IllegalMove):
        desk.acknowledge(case, by=actor(principal))

    assert (post(principal, "acknowledge", case).status_code, CaseMessage.objects.count()) == (
        409,
        1,
    )


def test_the_accused_cannot_work_on_it_by_any_action(school):
    teacher = staff_at(school, Role.ADMINISTRATOR)
    principal_of(school)
    case = case_of(report(school, people=(accused(teacher),)))

    for do in (
        lambda by: desk.acknowledge(case, by=by),
        lambda by: desk.act(case, ActionKind.EVIDENCE, by=by),
        lambda by: desk.note(case, "x", by=by),
        lambda by: desk.say(case, "x", by=by),
        lambda by: desk.assign(case, teacher, by=by),
        lambda by: reading.open_story(case, by=by),
        lambda by: reading.reveal(case, "x", by=by),
    ):
        with pytest.raises(Refused):
            do(actor(teacher))

    assert deeds(case) == []


def test_the_story_is_folded_until_it_is_opened_and_opening_is_written_once_an_hour(school):
    principal = principal_of(school)
    case = case_of(bullying(school, said="He pushed me."))
    folded = "He pushed me." in page(principal, case)

    with time_machine.travel("2026-09-01T15:00:00Z", tick=False) as clock:
        post(principal, "open_story", case)
        post(principal, "open_story", case)
        opened = "He pushed me." in page(principal, case)
        clock.shift(3601)
        later = "He pushed me." in page(principal, case)

    assert (folded, opened, later, deeds(case)) == (False, True, False, ["case.read"])


def test_x1_a_script_in_the_story_is_inert_and_x5_an_address_is_broken(school):
    principal = principal_of(school)
    said = "<script>alert(1)</script> see https://evil.example/login or me@evil.example {{ 7*7 }}"
    case = case_of(bullying(school, said=said))
    post(principal, "open_story", case)

    text = page(principal, case)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "hxxps://evil[.]example/login or me[@]evil[.]example {{ 7*7 }}" in text
    assert [re.search(one, text) for one in (r"<script>alert", r'href="[^"]*evil')] == [None, None]


def test_schools_read_neither_the_reporter_nor_whom_it_is_kept_from(school):
    principal, office = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    people = (
        Person(Part.KEEP_FROM, name="Aunt Quill", is_adult=True),
        Person(Part.TRUSTED, name="Coach Umber", is_adult=True),
        Person(Part.HURT, name="Robin Vale"),
    )
    case = case_of(bullying(school, people=people, contact={"email": "kid@home.example"}))
    for one in (principal, office):
        post(one, "open_story", case)

    names = ("Aunt Quill", "Coach Umber", "Robin Vale", "kid@home")
    shown = {one: [name in page(one, case) for name in names] for one in (principal, office)}

    assert shown == {principal: [False, False, True, False], office: [True, True, True, False]}


def test_who_reported_it_is_shown_for_a_reason_to_one_person_for_an_hour(school):
    principal, colleague = principal_of(school), staff_at(school, Role.ADMINISTRATOR)
    case = case_of(bullying(school, contact={"name": "Robin Vale", "phone": "+13125550101"}))

    refused = post(principal, "reveal_reporter", case, {"reveal-reason": " "}).status_code
    with time_machine.travel("2026-09-01T15:00:00Z", tick=False) as clock:
        post(principal, "reveal_reporter", case, {"reveal-reason": "To call the child."})
        seen = ["Robin Vale" in page(one, case) for one in (principal, colleague)]
        clock.shift(3601)
        later = "Robin Vale" in page(principal, case)

    assert (refused, seen, later, deeds(case)) == (
        *(422, [True, False], False),
        ["case.reporter_revealed"],
    )


def test_without_a_name_only_the_office_is_shown_how_to_reach_them(school):
    principal, office = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school, contact={"email": "kid@home.example"}))

    answers = [
        post(one, "reveal_reporter", case, {"reveal-reason": "To help."}).status_code
        for one in (principal, office)
    ]

    assert (answers, "kid@home.example" in page(office, case)) == ([403, 302], True)


def test_a_school_reads_no_step_of_the_offices_in_the_history(school):
    principal, office = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school, contact={"name": "Robin Vale"}))
    reading.reveal(case, "To call.", by=actor(office))
    CaseStep.objects.create(case=case, deed="case.unheard_of", by_kind="job", by_id="x")

    shown = {
        one: [words in page(one, case) for words in ("Shown who reported it", "unheard of")]
        for one in (principal, office)
    }

    assert shown == {principal: [False, False], office: [True, True]}


def test_the_sheet_holds_what_its_reader_sees(school):
    principal = principal_of(school)
    case = case_of(bullying(school, said="He pushed me."))
    address = reverse("incidents:case_sheet", args=[case.code])
    before = "He pushed me." in browser(principal).get(address).text

    post(principal, "open_story", case)

    assert [before, "He pushed me." in browser(principal).get(address).text] == [False, True]


def steps(user, case):
    """The steps of the page: what each is called, with what stands beside it, and where it leads."""
    part = page(user, case).split('<ol class="todo">')[1].split("</ol>")[0]
    found = re.findall(r'todo__what"><a href="([^"]+)">([^<]+)</a>(.*?)</p>', part, re.DOTALL)
    return [(words, where, re.sub(r"<[^>]+>", " ", tag).split()) for where, words, tag in found]


def test_the_steps_name_what_is_wanted_now_and_lead_to_where_it_is_done(school):
    principal, office = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    typed = Person(Part.ACCUSED, name="Sam", is_adult=False)
    case = case_of(bullying(school, people=(typed,)))
    at = f"/cases/{case.code}/"

    assert steps(principal, case) == [
        ("Say that you have read it", "#story", ["Now"]),
        ("Find out whose parents are to hear", f"{at}students/", []),
        ("Do something about it", "#act", []),
        ("Tell who reported it how it goes", "#messages", ["Later"]),
    ]
    assert [(words, where) for words, where, _tag in steps(office, case)][1::4] == [
        ("Say who is meant", f"{at}people/"),
        ("Close it", f"{at}close/"),
    ]
