"""Silence: who hears of it and when, each once, and never anybody who is kept out; danger calls by day and by night."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.actor import ANYONE, Actor, ActorKind
from incidents.actions import arrivals, automation, desk, messages, paging, silence
from incidents.actions.routing import reroute
from incidents.models import Case, CaseStep, Paging, Recipient, Silence, Suspicion
from incidents.terms import Ground, OfficeCode, Rerouted, Stage
from incidents.terms.desk import ActionKind, Level
from incidents.terms.returning import MessageKind
from notices.models import Notice
from notices.terms import NoticeState
from notices.wording import worded
from schools.models import NoSchoolDay
from tests.factories import SchoolFactory, actor, chief_of, principal_of
from tests.incident_factories import (
    accused,
    bullying,
    case_of,
    ended_today,
    kept_from,
    report,
    seated,
)

pytestmark = pytest.mark.django_db

# A Tuesday of September, noon in Chicago.
TUESDAY = datetime(2026, 9, 1, 17, tzinfo=UTC)


def on(day, hour=6):
    """A moment after the midnight with which the day begins at the school."""
    return datetime(2026, 9, day, hour, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def school(clock):
    return SchoolFactory()


def look(clock, moment):
    clock.move_to(moment)
    return silence.watch(moment)


def raised():
    return [tuple(row) for row in Silence.objects.order_by("pk").values_list("promise", "level")]


def told():
    """Whom every notice is to, in the order in which they were written."""
    return [
        int(one) for one in Notice.objects.order_by("pk").values_list("recipient_id", flat=True)
    ]


@pytest.mark.clause("I2")
def test_silence_goes_from_the_school_to_the_chief_to_the_office_each_once(clock, school):
    principal, chief = principal_of(school), chief_of(school)
    office = seated(OfficeCode.STUDENT_PROTECTIONS)
    case_of(bullying(school))

    counts = [look(clock, on(day)) for day in (2, 3, 3, 4, 5)]

    acknowledge = [row for row in raised() if row[0] == "acknowledge"]
    assert counts[:3] == [0, 1, 0]
    assert acknowledge == [("acknowledge", level) for level in ("readers", "chief", "office")]
    assert told()[:4] == [principal.pk, office.pk, chief.pk, office.pk]


def test_a_chief_whom_silence_brings_in_reads_it_and_no_longer_than_they_are_chief(clock, school):
    principal_of(school)
    chief, case = chief_of(school), case_of(bullying(school))
    before = Case.objects.visible_to(chief).exists()
    look(clock, on(4))

    reads = Case.objects.visible_to(chief).exists()
    ended_today(chief)

    assert (before, reads, Case.objects.visible_to(chief).exists()) == (False, True, False)
    assert Recipient.objects.get(case=case, user=chief).ground == Ground.SILENCE


def test_a_chief_who_is_kept_out_hears_nothing_and_the_office_hears_at_once(clock, school):
    principal_of(school)
    chief, office = chief_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    case_of(bullying(school, people=(kept_from(chief),)))

    look(clock, on(4))

    assert [level for _promise, level in raised()] == ["readers", "chief", "office"]
    assert (chief.pk in told(), told().count(office.pk)) == (False, 2)
    assert Recipient.objects.filter(user=chief).exists() is False


def test_where_the_offices_alone_read_it_no_chief_ever_hears(clock, school):
    principal_of(school)
    chief, office = chief_of(school), seated()
    case_of(report(school))

    look(clock, on(15))

    assert {level for _promise, level in raised()} == {"readers", "office"}
    assert (set(told()), Recipient.objects.filter(user=chief).exists()) == ({office.pk}, False)


def test_what_silence_brought_in_ends_where_the_offices_alone_may_read_it(clock, school):
    principal_of(school)
    chief, case = chief_of(school), case_of(bullying(school))
    look(clock, on(4))

    reroute(case, Rerouted.RECLASSIFIED, by=ANYONE, concern="unsure")

    assert Case.objects.visible_to(chief).exists() is False


def test_a_day_off_waits_with_the_school(clock, school):
    principal_of(school)
    NoSchoolDay.objects.create(school=school, day="2026-09-02", name="Storm")
    case_of(bullying(school))

    assert [look(clock, on(3)), look(clock, on(4))] == [0, 1]


def test_who_answered_in_time_is_left_alone(clock, school):
    principal = principal_of(school)
    case = case_of(bullying(school))
    desk.act(case, ActionKind.SPOKE_STUDENT, by=actor(principal))

    assert (look(clock, on(11)), look(clock, on(16))) == (0, 1)


def test_a_reporter_whom_nobody_answers_is_heard_at_once_and_once_a_day(clock, school):
    principal, chief = principal_of(school), chief_of(school)
    case = case_of(bullying(school))
    reporter = Actor(ActorKind.REPORTER, case.code)

    for _ in range(2):
        messages.write_as_reporter(case, "", by=reporter, kind=MessageKind.UNANSWERED)

    assert raised() == [("reporter", str(level)) for level in Level]
    assert (principal.pk in told(), chief.pk in told()) == (True, True)


def test_a7_a_case_whose_person_no_longer_reads_it_is_nobodys_again(clock, school):
    principal, office = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school))
    desk.assign(case, principal, by=actor(principal))
    ended_today(principal)

    count = silence.let_go()

    case.refresh_from_db()
    assert (count, case.assigned_to, told()) == (1, None, [office.pk])


@pytest.mark.clause("I1")
def test_who_reads_a_report_hears_once_that_something_waits_and_nothing_about_it(clock, school):
    principal = principal_of(school)
    case = case_of(bullying(school))

    arrivals.announce(case.pk)
    arrivals.announce(case.pk)

    notice = Notice.objects.get(recipient_id=str(principal.pk))
    message = worded(notice)
    hidden = (school.name, case.code, "bullying", "report")
    assert [word.lower() in (message.subject + message.body).lower() for word in hidden] == [
        False
    ] * 4


def in_danger(school):
    return case_of(bullying(school, danger_now=True))


def calls():
    return list(Paging.objects.order_by("pk").values_list("notice__recipient_id", flat=True))


def test_d5_at_two_in_the_night_of_a_holiday_one_after_the_other_is_called(clock, school):
    clock.move_to(datetime(2026, 9, 7, 7, tzinfo=UTC))
    NoSchoolDay.objects.create(day="2026-09-07", name="Labor Day")
    first, second = (seated(OfficeCode.STUDENT_PROTECTIONS) for _ in range(2))
    case = in_danger(school)

    arrivals.announce(case.pk)
    for _minute in range(11):
        clock.shift(timedelta(minutes=1))
        paging.watch_danger(timezone.now())

    assert calls() == [str(first.pk), str(second.pk)]


def test_d5_a_call_that_cannot_be_delivered_alarms_and_the_next_is_called_at_once(
    clock, school, caplog
):
    first, second = (seated(OfficeCode.STUDENT_PROTECTIONS) for _ in range(2))
    case = in_danger(school)
    paging.call(case, timezone.now())
    Notice.objects.update(state=NoticeState.FAILED)

    clock.shift(timedelta(minutes=1))
    paging.watch_danger(timezone.now())
    paging.watch_danger(timezone.now())

    assert (calls(), CaseStep.objects.filter(deed="case.page_failed").count()) == (
        [str(first.pk), str(second.pk)],
        1,
    )
    assert [case.code in record.getMessage() for record in caplog.records] == [False]


def test_d5_who_is_accused_is_never_called_and_anything_done_ends_the_calls(clock, school):
    out, other = seated(), seated()
    case = case_of(report(school, danger_now=True, people=(accused(out),)))
    paging.call(case, timezone.now())
    desk.acknowledge(case, by=actor(other))

    clock.shift(timedelta(minutes=6))

    assert (paging.watch_danger(timezone.now()), calls()) == (0, [str(other.pk)])


def test_danger_is_late_after_a_quarter_of_an_hour_also_at_night(clock, school):
    clock.move_to(datetime(2026, 9, 6, 7, tzinfo=UTC))
    principal_of(school)
    chief_of(school)
    in_danger(school)

    counts = []
    for _ in range(4):
        clock.shift(timedelta(minutes=15))
        counts.append(silence.watch(timezone.now()))

    assert (counts, raised()) == ([1, 1, 1, 0], [("danger", str(level)) for level in Level])


def test_a_closed_case_is_silent(clock, school):
    principal_of(school)
    case = case_of(bullying(school))
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED)

    assert look(clock, on(20)) == 0


def test_d2_what_was_set_aside_calls_nobody_until_a_person_says_otherwise(clock, school):
    principal = principal_of(school)
    case = case_of(bullying(school))
    Suspicion.objects.create(case=case, signs=["trapped"])
    arrivals.announce(case.pk)
    silent = (look(clock, on(9)), told())

    automation.say_a_person_wrote_it(case, by=actor(principal))
    arrivals.announce(case.pk)

    assert (silent, told()) == ((0, []), [principal.pk])


def test_d2_what_was_set_aside_and_nobody_looked_at_in_time_is_told_of_once_a_day(clock, school):
    principal, office = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    cases = [case_of(bullying(school)) for _ in range(3)]
    for case in cases:
        Suspicion.objects.create(case=case, signs=["trapped"])

    def look_aside(day):
        clock.move_to(on(day))
        return silence.watch_aside(on(day))

    counts = [look_aside(day) for day in (2, 3, 3)]

    assert (counts, sorted(told())) == ([0, 3, 0], sorted([principal.pk, office.pk]))
    assert raised() == [("acknowledge", "readers")] * 3
