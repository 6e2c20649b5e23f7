"""The queue: what a reader finds there, in which order, and that it tells nothing of what they may not see."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.actions import desk
from incidents.models import Case, Suspicion
from incidents.reports import queue
from incidents.terms import OfficeCode
from incidents.terms.desk import ActionKind
from tests.factories import SchoolFactory, actor, chief_of, principal_of
from tests.incident_factories import accused, bullying, case_of, report, seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def office():
    return seated(OfficeCode.STUDENT_PROTECTIONS)


def look(user, **asked):
    client = Client()
    client.force_login(user)
    return client.get(reverse("incidents:cases"), asked)


def codes(answer):
    return [row.case.code for row in answer.context["rows"]]


def earlier(case, days):
    Case.objects.filter(pk=case.pk).update(
        received_at=case.received_at - timezone.timedelta(days=days)
    )


def test_danger_stands_first_then_what_is_due_first(school, office):
    young, old, danger = (
        case_of(bullying(school)),
        case_of(bullying(school)),
        case_of(bullying(school, danger_now=True)),
    )
    earlier(old, 30)

    assert codes(look(office)) == [danger.code, old.code, young.code]


def test_a_case_in_good_hands_waits_for_nobody_and_stands_among_the_open(school, office):
    case = case_of(bullying(school))
    desk.act(case, ActionKind.SPOKE_STUDENT, by=actor(office))

    waiting, opened = look(office), look(office, tab="open")

    assert (codes(waiting), codes(opened), opened.context["stats"]["waiting"]) == (
        [],
        [case.code],
        0,
    )


def test_a_colleagues_case_waits_for_oneself_once_it_is_late(school, office):
    principal, case = principal_of(school), case_of(bullying(school))
    desk.assign(case, principal, by=actor(office))
    in_time = codes(look(office))

    earlier(case, 30)

    assert (in_time, codes(look(office))) == ([], [case.code])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "exact"}, True),
        ({"q": "small letters, no line"}, True),
        ({"q": "none of ours"}, False),
        ({"concern": "adult_communication"}, False),
        ({"concern": "; drop table"}, True),
        ({"stage": "received"}, True),
        ({"stage": "working"}, False),
        ({"assigned": "nobody"}, True),
        ({"assigned": "me"}, False),
        ({"late": "on"}, False),
        ({"school": "99999999999999999999"}, True),
    ],
)
def test_narrowing(school, office, asked, found):
    case = case_of(bullying(school))
    words = {
        "exact": case.code,
        "small letters, no line": case.code.replace("-", " ").lower(),
        "none of ours": "ZZZZ-ZZZ2",
    }
    asked = {key: words.get(value, value) for key, value in asked.items()}

    assert codes(look(office, tab="open", **asked)) == ([case.code] if found else [])


def test_a3_a_principal_who_is_accused_finds_no_trace(school):
    principal = principal_of(school)
    empty = look(principal)
    case = case_of(report(school, people=(accused(principal),)))
    other = case_of(bullying(SchoolFactory()))

    answers = [
        look(principal),
        look(principal, tab="open"),
        look(principal, q=case.code),
        look(principal, after=case.code),
        look(principal, school=other.school_id),
    ]

    assert [codes(one) for one in answers] == [[]] * 5
    assert answers[0].context["stats"] == empty.context["stats"]
    assert [case.code in answers[place].text for place in (0, 1, 4)] == [False] * 3
    assert queue.waiting_for(principal, timezone.now()) == 0


def test_an_accused_principals_chief_has_it_on_the_desk(school):
    principal, chief = principal_of(school), chief_of(school)

    case = case_of(report(school, people=(accused(principal),)))

    assert codes(look(chief)) == [case.code]


def test_pages_go_by_code_and_never_show_a_key(school, office):
    for _ in range(31):
        case_of(bullying(school))

    first = look(office, tab="open")
    second = look(office, tab="open", after=first.context["page"].next_url.partition("after=")[2])

    everything = [*codes(first), *codes(second)]
    assert (len(codes(first)), sorted(everything)) == (
        30,
        sorted(Case.objects.values_list("code", flat=True)),
    )


def test_the_same_number_of_queries_for_one_and_for_many(school, office, django_assert_num_queries):
    case_of(bullying(school))
    look(office)
    with CaptureQueriesContext(connection) as one:
        look(office)
    for _ in range(8):
        case_of(bullying(SchoolFactory()))

    with django_assert_num_queries(len(one)):
        look(office)


def test_d2_what_was_set_aside_waits_for_nobody_and_is_found_under_its_tab(school, office):
    aside, danger = case_of(bullying(school)), case_of(bullying(school))
    Suspicion.objects.create(case=aside, signs=["trapped"])

    waiting, opened = look(office), look(office, tab="open")

    assert (codes(waiting), codes(opened), codes(look(office, tab="aside"))) == (
        *([danger.code], [danger.code]),
        [aside.code],
    )
