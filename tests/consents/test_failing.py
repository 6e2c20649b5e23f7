"""The office's list of guardians whom messages do not reach: each with why, and gone by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actions import asking
from notices.models import Notice
from notices.terms import NoticeState
from schools.models import Guardian
from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.consents.families import CHILD_PHONE, JOB, ask_of, asked, sign
from tests.consents.hooks import became, texted
from tests.factories import GuardianFactory, StudentFactory, staff_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetup():
    found = asked(guardians=1)
    Notice.objects.update(state=NoticeState.SENT, left_at=timezone.now())
    Guardian.objects.update(contact_verified_at=None)
    return found


@pytest.fixture
def clerk(meetup):
    return staff_at(meetup.school, Role.CLERK)


def shown(client, user, query=""):
    client.force_login(user)
    page = client.get(f"{reverse('failing_messages')}{query}")
    return [(row.guardian, row.trouble) for row in page.context["rows"]]


def bounce(times=1):
    for _ in range(times):
        became(Notice.objects.get(kind="consents/asked"), "bounced")


def test_nobody_is_listed_while_messages_arrive(client, clerk):
    assert shown(client, clerk) == []


@pytest.mark.parametrize(
    ("facts", "trouble"),
    [({"email": "", "phone": ""}, "no_contact"), ({"disputed_at": timezone.now()}, "disputed")],
)
def test_who_has_no_contact_of_use_is_listed(client, meetup, clerk, facts, trouble):
    Guardian.objects.update(**facts)

    assert shown(client, clerk) == [(meetup.guardians[0], trouble)]


def test_a_row_leads_to_the_form_on_paper_and_to_an_answer_by_word_of_mouth(client, meetup, clerk):
    """Of two children the one for whom something waits, also where the other came first."""
    elder = StudentFactory(id=0, school=meetup.school)
    meetup.guardians[0].links.create(student=elder, authority="yes", source="person")
    Guardian.objects.update(email="", phone="")
    client.force_login(clerk)

    body = client.get(reverse("failing_messages")).content.decode()

    ways = [
        reverse("print_forms", args=[meetup.activity.pk]),
        reverse("record_choose", args=[meetup.student.pk]),
    ]
    assert [f'href="{way}"' in body for way in ways] == [True, True]
    assert [client.get(way).status_code for way in ways] == [200, 200]


def test_after_one_bounce_the_other_contact_is_used(client, meetup, clerk):
    bounce()

    assert shown(client, clerk) == [(meetup.guardians[0], "other_used")]
    assert shown(client, clerk, "?show=nothing") == []


def test_a_bounce_without_another_contact(client, meetup, clerk):
    Guardian.objects.update(phone="")
    bounce(2)

    assert shown(client, clerk, "?show=nothing") == [(meetup.guardians[0], "nothing")]


def test_a_stop_on_the_only_channel(client, meetup, clerk):
    Guardian.objects.update(email="")
    texted(meetup.guardians[0].phone, "STOP")

    assert shown(client, clerk) == [(meetup.guardians[0], "stopped")]


@pytest.mark.parametrize(
    "way_out",
    [
        lambda guardian: Guardian.objects.update(email="right@example.org"),
        lambda guardian: Guardian.objects.update(contact_verified_at=timezone.now()),
        lambda guardian: sign(ask_of(guardian)),
        lambda guardian: guardian.links.update(ended_at=timezone.now()),
    ],
    ids=["corrected", "proved", "answered", "not theirs any more"],
)
def test_it_leaves_the_list_by_itself(client, meetup, clerk, way_out):
    bounce(2)
    before = len(shown(client, clerk))

    way_out(Guardian.objects.get())

    assert [before, shown(client, clerk)] == [1, []]


def test_a_guardian_without_any_contact_is_listed_though_never_asked(client):
    meetup = safety_meetup(guardians=0)
    father = GuardianFactory(of=meetup.student, email="", phone="")
    asking.ask_families(meetup.approval, by=JOB)

    assert shown(client, meetup.principal) == [(father, "no_contact")]


def test_who_asked_or_is_named_does_not_see_the_family(client, meetup):
    bounce()
    coach = meetup.coach
    coach.role_assignments.update(role=Role.CLERK)

    assert shown(client, coach) == []


def test_another_school_sees_nothing(client, meetup):
    bounce()

    assert shown(client, staff_at(role=Role.CLERK)) == []


def test_no_link_and_no_words_of_a_message_are_shown(client, meetup, clerk):
    bounce()
    client.force_login(clerk)

    body = client.get(reverse("failing_messages")).content.decode()

    assert ["/c/" in body, CHILD_PHONE in body, meetup.guardians[0].email in body] == [False] * 3


def test_thirty_take_the_queries_of_one(client, django_assert_num_queries):
    few, many = safety_meetup(guardians=0), safety_meetup(guardians=0)
    GuardianFactory(of=few.student, email="", phone="")
    for _ in range(30):
        GuardianFactory(of=many.student, email="", phone="")
    client.force_login(few.principal)
    with CaptureQueriesContext(connection) as taken:
        client.get(reverse("failing_messages"))
    client.force_login(many.principal)

    with django_assert_num_queries(len(taken)):
        client.get(reverse("failing_messages"))
