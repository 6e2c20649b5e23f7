"""The page "May I text?": how, who, for what, when; and what would make a no a yes."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.reports.next_steps import STEPS, isolated
from consents.terms import Reason, Stage
from core.navigation import menu
from schools.calendar import zone_of
from schools.terms import Role
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.signing import NO, answer, withdraw
from tests.factories import (
    GuardianFactory,
    SchoolFactory,
    StudentFactory,
    chief_of,
    district_user,
    principal_of,
    staff_at,
)
from trail.models import Entry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene():
    found = safety_meetup(at=timezone.now() - 9 * DAY)
    found.mother, found.father = found.guardians
    found.answer = answer(found.version, found.student, found.mother, at=timezone.now() - 8 * DAY)
    return found


def look(client, user, **asked):
    client.force_login(user)
    return client.get(reverse("may_i_text"), {"how": "text", **asked})


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())


def told(response):
    return [line.code for line in response.context["now"].lines]


@pytest.mark.clause("T1")
@pytest.mark.clause("G1")
@pytest.mark.parametrize(
    ("how", "answer_word", "clauses"), [("district", "Yes", ["T1", "G1"]), ("never", "No", ["T1"])]
)
def test_some_ways_need_no_looking_up(client, scene, how, answer_word, clauses):
    response = look(client, scene.coach, how=how)

    page = response.content.decode()
    assert re.findall(r'verdict__answer">(\w+)<', page) == [answer_word]
    assert re.findall(r"<bdi>([TG]\d)</bdi>", page) == clauses
    assert Entry.objects.filter(verb="verdict.asked").count() == 0


def test_first_it_asks_how(client, scene):
    client.force_login(scene.coach)

    response = client.get(reverse("may_i_text"))

    links = re.findall(r'href="\?how=(\w+)"', response.content.decode())
    assert links == ["district", "text", "never"]


def test_the_menu_begins_with_it(rf, scene):
    request = rf.get("/")
    request.user = scene.coach

    urls = [item.url for item in menu(request) if item.url != reverse("home")]

    assert urls[0] == "/may-i-text/"


def test_a_yes_says_who_must_be_on_the_thread_and_until_when(client, scene):
    response = look(client, scene.coach, student=scene.student.pk)

    now = response.context["now"]
    assert now.allowed is True
    assert now.members == [
        isolated(scene.student),
        isolated(scene.coach.name),
        f"A guardian who gave permission: {isolated(scene.mother)}",
        isolated(scene.coach.email),
    ]
    assert now.judged.verdict.until == scene.version.ends_on
    assert re.findall(r'verdict__answer">(\w+)<', response.content.decode()) == ["Yes"]


def test_the_question_is_kept_in_the_trail(client, scene):
    look(client, scene.coach, student=scene.student.pk)

    entry = Entry.objects.get(verb="verdict.asked")
    assert (entry.subject, entry.actor_kind, entry.actor_id) == (
        f"schools.student:{scene.student.pk}",
        "user",
        str(scene.coach.pk),
    )
    assert (entry.facts["allowed"], entry.facts["reasons"]) == (True, [])
    assert entry.facts["activity"] == scene.activity.pk


def test_a_no_says_what_would_make_it_a_yes(client, scene):
    answer(scene.version, scene.student, scene.father, NO, at=timezone.now() - DAY)

    response = look(client, scene.coach, student=scene.student.pk)

    assert told(response) == ["conflict"]
    assert response.context["now"].lines[0].step == (
        "Whoever is against it can change their own answer: "
        f"{isolated(scene.father)}. The office may talk with the family."
    )


def test_every_reason_has_a_next_step():
    assert set(STEPS) == set(Reason)


def test_the_thread_is_judged_when_it_is_ticked(client, scene):
    ticked = ["student", "adult", f"guardian:{scene.father.pk}", "other"]

    response = look(client, scene.coach, student=scene.student.pk, thread=ticked)

    assert told(response) == [
        "guardian_left_out",
        "employee_email_left_out",
        "not_entitled_on_thread",
    ]
    assert [line.step for line in response.context["now"].lines[:2]] == [
        f"Put a guardian who gave permission on the thread: {isolated(scene.mother)}.",
        f"Add {isolated(scene.coach.email)} to the thread; it keeps the record.",
    ]


def test_no_activity_is_a_no_with_the_way_to_ask_for_one(client, scene):
    student = StudentFactory(school=scene.school)
    other = staff_at(scene.school)

    response = look(client, other, student=student.pk)

    assert re.findall(r'verdict__answer">(\w+)<', response.content.decode()) == ["No"]
    assert f'href="{reverse("start_activity")}"' in response.content.decode()
    entry = Entry.objects.get(verb="verdict.asked")
    assert (entry.facts["allowed"], entry.facts["reasons"]) == (False, ["no_activity"])


def test_where_several_activities_name_both_it_asks_which(client, scene):
    make_activity(scene.school, asked_by=scene.coach, students=[scene.student])
    other = make_activity(scene.school, asked_by=scene.coach)

    response = look(client, scene.coach, student=scene.student.pk)

    groups = dict(response.context["form"].fields["activity"].choices)
    assert len(groups["Name the student and the adult"]) == 2
    assert len(groups["Other activities of the adult"]) == 1
    assert (response.status_code, response.context["form"].errors) == (200, {})
    assert Entry.objects.filter(verb="verdict.asked").count() == 0
    response = look(client, scene.coach, student=scene.student.pk, activity=other.pk)
    assert told(response) == ["not_this_activity", "no_answer"]


# Known then and known now


def at_local(scene, moment):
    local = moment.astimezone(zone_of(scene.school, moment))
    return {"on": local.strftime("%Y-%m-%d"), "time": local.strftime("%H:%M")}


def test_a_past_moment_shows_both_where_they_differ(client, scene):
    now = timezone.now()
    withdraw(scene.answer, at=now - 4 * DAY, recorded_at=now - DAY)

    response = look(client, scene.coach, student=scene.student.pk, **at_local(scene, now - 3 * DAY))

    assert response.context["differ"] is True
    assert response.context["then"].allowed is True
    assert told(response) == ["withdrawn"]
    assert re.findall(r"<h2>(Known \w+)</h2>", response.content.decode()) == [
        "Known then",
        "Known now",
    ]
    assert Entry.objects.filter(verb="verdict.asked").count() == 2


def test_a_past_moment_of_which_nothing_new_was_heard(client, scene):
    moment = at_local(scene, timezone.now() - 3 * DAY)

    response = look(client, scene.coach, student=scene.student.pk, **moment)

    assert response.context["differ"] is False
    assert "Known then and known now: the same." in text_of(response)


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "2026-02-30", "time": "10:00"},
        {"on": "1066-10-14", "time": "10:00"},
        {"on": "2026-10-12"},
        {"on": "", "time": "10:00"},
        {"on": "", "thread": "guardian:0"},
        {"on": "", "activity": "99999"},
    ],
)
def test_a_question_that_cannot_be_read_is_422(client, scene, wrong):
    response = look(client, scene.coach, student=scene.student.pk, **wrong)

    assert response.status_code == 422
    assert Entry.objects.filter(verb="verdict.asked").count() == 0


# Finding a student


def test_ones_own_students_are_offered_first_and_others_are_found_by_name(client, scene):
    other = StudentFactory(school=scene.school, given_name="Zofia", family_name="Nowak")
    StudentFactory(given_name="Zofia", family_name="Elsewhere")

    assert look(client, scene.coach).context["students"] == [scene.student]
    assert look(client, scene.coach, q="zof").context["students"] == [other]
    assert look(client, scene.coach, q=other.number).context["students"] == [other]
    assert "Nobody is found" in text_of(look(client, scene.coach, q="xyzzy"))


# Who may ask about whom


def test_nobody_learns_of_a_student_out_of_reach(client, scene):
    stranger = staff_at(SchoolFactory())

    for asked in (scene.student.pk, "0", "x", "9" * 30):
        assert look(client, stranger, student=asked).status_code == 404


def test_an_adult_named_may_ask_about_a_student_of_another_school(client, scene):
    guest = StudentFactory()
    activity = make_activity(scene.school, asked_by=scene.coach, students=[guest])
    answer(activity.latest, guest, GuardianFactory(of=guest), at=timezone.now())

    assert look(client, scene.coach, student=guest.pk).context["now"].allowed is True


def test_a_teacher_asks_only_for_themself(client, scene):
    teacher = staff_at(scene.school)
    asked = {"student": scene.student.pk, "adult": scene.coach.staff.pk}

    response = look(client, teacher, **asked, activity=scene.activity.pk)

    assert response.status_code == 403
    assert Entry.objects.filter(verb="verdict.asked").count() == 0


@pytest.mark.parametrize("who", ["principal", "clerk", "chief", "records"])
def test_those_who_answer_for_a_school_ask_for_others(client, scene, who):
    user = {
        "principal": scene.principal,
        "clerk": staff_at(scene.school, Role.CLERK),
        "chief": scene.chief,
        "records": district_user(Role.RECORDS),
    }[who]

    response = look(
        client, user, student=scene.student.pk, adult=scene.coach.staff.pk,
        activity=scene.activity.pk,
    )  # fmt: skip

    assert told(response) == []
    assert [staff.user for staff in response.context["asked"].adults] == [scene.coach, user]


def test_a_principal_is_offered_the_adult_who_is_named_first(client, scene):
    response = look(client, scene.principal, student=scene.student.pk)

    assert response.context["adult"] == scene.coach.staff
    assert response.context["now"].allowed is True


@pytest.mark.parametrize("who", ["principal", "chief"])
def test_leading_another_school_gives_no_right_to_ask(client, scene, who):
    user = principal_of() if who == "principal" else chief_of()

    assert look(client, user, student=scene.student.pk).status_code == 404


def test_a_draft_is_nobodys_activity(client, scene):
    draft = make_activity(
        scene.school, asked_by=scene.coach, students=[scene.student], stage=Stage.DRAFT
    )

    response = look(client, scene.coach, student=scene.student.pk, activity=draft.pk, on="")

    assert response.status_code == 422


def test_strangers_sign_in_first(client):
    assert client.get(reverse("may_i_text")).status_code == 302


def test_the_number_of_queries_does_not_grow(client, scene):
    client.force_login(scene.coach)

    def count(more):
        for _ in range(more):
            activity = make_activity(scene.school, asked_by=scene.coach, students=[scene.student])
            guardian = GuardianFactory(of=scene.student)
            answer(activity.latest, scene.student, guardian, at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            response = client.get(
                reverse("may_i_text"),
                {"how": "text", "student": scene.student.pk, "activity": scene.activity.pk},
            )
        assert response.context["now"].allowed is True
        return len(queries)

    assert count(1) == count(29)
