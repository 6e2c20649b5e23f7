"""Invitations and reminders: one message a day, in waking hours, to those who were asked and are silent."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consents.actions import asking, reminders
from consents.models import DayMessage, Reminder
from consents.terms import AnswerDecision, Stage
from core.actor import Actor, ActorKind
from core.decision import Refused
from notices.models import Notice
from schools.models import Guardian
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.families import JOB, ask_of, asked, sign
from tests.consents.messages import NOON, leave, left_to, words
from tests.factories import GuardianLinkFactory, SchoolFactory, StudentFactory, staff_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def ask_again(meetup, **facts):
    """Another activity for the same student, approved, its families asked."""
    activity = make_activity(
        meetup.school, students=[meetup.student], decided_by=meetup.principal, **facts
    )
    asking.ask_families(activity.latest.approvals.get(school=meetup.school), by=JOB)
    return activity


def days_on(clock, days, hours=0):
    clock.shift(timedelta(days=days, hours=hours))


def slots():
    return list(Reminder.objects.order_by("pk").values_list("slot", flat=True))


def remind():
    return reminders.remind_due(timezone.now(), by=JOB)


def actor(user):
    return Actor(ActorKind.USER, str(user.pk), user.name)


def test_ir_01_the_first_message_of_a_day_leaves_at_once(clock):
    meetup = asked(guardians=1)

    leave()

    assert [notice.left_at for notice in left_to(meetup.guardians[0])] == [timezone.now()]


def test_ir_02_what_is_asked_later_that_day_waits_for_the_next_morning(clock):
    meetup = asked(guardians=1)
    leave()
    days_on(clock, 0, hours=1)
    ask_again(meetup)
    leave()
    today = len(left_to(meetup.guardians[0]))
    days_on(clock, 0, hours=19)

    leave()

    sent = left_to(meetup.guardians[0])
    assert [today, len(sent)] == [1, 2]
    assert "2 forms wait for your answer." in words(sent[1])


def test_ir_03_ten_forms_in_one_day_are_two_messages_in_two_days(clock):
    meetup = asked(guardians=1)
    leave()
    for _ in range(9):
        days_on(clock, 0, hours=0.5)
        ask_again(meetup)
        leave()
    days_on(clock, 1)

    leave()

    assert len(left_to(meetup.guardians[0])) == 2
    assert DayMessage.objects.count() == 2


def test_ir_04_children_of_two_schools_are_in_one_message(clock):
    meetup = safety_meetup(guardians=1)
    elsewhere = SchoolFactory(name="Elsewhere High School")
    sister = StudentFactory(school=elsewhere)
    GuardianLinkFactory(guardian=meetup.guardians[0], student=sister)
    asking.ask_families(meetup.approval, by=JOB)
    other = make_activity(elsewhere, students=[sister])
    asking.ask_families(other.latest.approvals.get(), by=JOB)

    leave()

    (sent,) = left_to(meetup.guardians[0])
    assert meetup.school.name in words(sent)
    assert elsewhere.name in words(sent)


def test_ir_05_nothing_leaves_when_nothing_waits_any_more(clock):
    meetup = asked(guardians=1)
    leave()
    days_on(clock, 0, hours=1)
    ask_again(meetup)
    for ask in meetup.guardians[0].asks.all():
        sign(ask, AnswerDecision.REFUSED)
    days_on(clock, 1)

    leave()

    assert len(left_to(meetup.guardians[0])) == 1
    assert Notice.objects.filter(kind="consents/asked", state="unwanted").count() == 1


@pytest.mark.parametrize(
    ("asked_at", "leaves"),
    [
        ("2026-10-05T19:59:00-05:00", "2026-10-05T19:59:00-05:00"),
        ("2026-10-05T20:00:00-05:00", "2026-10-06T08:00:00-05:00"),
        ("2026-10-06T07:59:00-05:00", "2026-10-06T08:00:00-05:00"),
        ("2026-10-31T23:00:00-05:00", "2026-11-01T08:00:00-06:00"),
        ("2027-03-13T23:00:00-06:00", "2027-03-14T08:00:00-05:00"),
    ],
)
def test_ir_06_no_message_leaves_in_quiet_hours(asked_at, leaves):
    with time_machine.travel(asked_at, tick=False):
        meetup = asked(guardians=1)
        leave()
        early = len(left_to(meetup.guardians[0]))
    with time_machine.travel(leaves, tick=False):
        leave()
        at_last = len(left_to(meetup.guardians[0]))

    assert [early, at_last] == [int(asked_at == leaves), 1]


def test_ir_07_the_silent_are_reminded_on_three_days_and_never_after(clock):
    meetup = asked(guardians=1)
    leave()
    for _ in range(40):
        days_on(clock, 1)
        remind()
        remind()
        leave()

    sent = left_to(meetup.guardians[0])
    assert slots() == ["due-7", "due-2", "due-0"]
    assert [(one.left_at - sent[0].left_at).days for one in sent] == [0, 7, 12, 14]


def test_ir_08_a_reminder_says_so_and_by_when(clock):
    meetup = asked(guardians=1)
    leave()
    days_on(clock, 7)
    remind()

    leave()

    body = words(left_to(meetup.guardians[0])[1])
    assert "Please answer by Oct. 19, 2026." in body


@pytest.mark.parametrize("decision", list(AnswerDecision))
def test_ir_09_who_has_answered_is_not_reminded(clock, decision):
    meetup = asked(guardians=2)
    sign(ask_of(meetup.guardians[0]), decision)
    days_on(clock, 7)

    remind()

    assert [row.ask.guardian for row in Reminder.objects.all()] == [meetup.guardians[1]]


@pytest.mark.parametrize(
    "change",
    [
        lambda meetup: meetup.version.approvals.update(stage=Stage.REVOKED),
        lambda meetup: Guardian.objects.update(disputed_at=timezone.now()),
        lambda meetup: Guardian.objects.update(email="", phone=""),
        lambda meetup: meetup.guardians[0].links.update(ended_at=timezone.now()),
        lambda meetup: meetup.version.activity.narrowings.create(
            up_to_version=1, what="student", student=meetup.student, by=meetup.principal
        ),
        lambda meetup: type(meetup.version).objects.update(
            starts_on=meetup.year.starts_on, ends_on=timezone.localdate() - timedelta(days=1)
        ),
    ],
    ids=["revoked", "disputed", "no contact", "authority ended", "student taken off", "over"],
)
def test_ir_10_nobody_is_reminded_of_what_they_cannot_sign(clock, change):
    meetup = asked(guardians=1)
    leave()
    days_on(clock, 7)
    change(meetup)

    assert remind() == 0
    assert not Reminder.objects.exists()


def test_ir_11_no_reminder_is_written_in_quiet_hours(clock):
    asked(guardians=1)
    days_on(clock, 7, hours=9)

    at_night = remind()
    days_on(clock, 0, hours=12)

    assert [at_night, remind()] == [0, 1]


def test_ir_12_a_missed_slot_runs_once_late(clock):
    asked(guardians=1)
    days_on(clock, 9)

    assert [remind(), remind()] == [1, 0]
    assert Reminder.objects.get().slot == "due-7"


def test_ir_13_a_persons_reminder_takes_the_place_of_the_next_automatic_one(clock):
    meetup = asked(guardians=1)
    leave()
    days_on(clock, 5)
    reminders.remind_by_hand(meetup.version, by=actor(meetup.coach))
    days_on(clock, 2)
    replaced = remind()
    days_on(clock, 5)

    assert [replaced, remind()] == [0, 1]
    assert slots() == ["hand:2026-10-10", "due-2"]


def test_ir_14_no_more_than_three_reminders_a_form_whoever_sends_them(clock):
    meetup = asked(guardians=1)
    for _ in range(4):
        days_on(clock, 1)
        reminders.remind_by_hand(meetup.version, by=actor(meetup.coach))
    days_on(clock, 3)

    assert remind() == 0
    assert Reminder.objects.count() == 3


def test_ir_15_a_person_reminds_once_a_day(clock):
    meetup = asked(guardians=2)

    first = reminders.remind_by_hand(meetup.version, by=actor(meetup.coach))
    second = reminders.remind_by_hand(meetup.version, by=actor(meetup.coach))

    assert [[line.why for line in told] for told in (first, second)] == [[None] * 2, ["today"] * 2]
    assert Reminder.objects.count() == 2


def test_ir_16_somebody_else_of_the_school_may_not_remind(clock):
    meetup = asked(guardians=1)

    with pytest.raises(Refused):
        reminders.remind_by_hand(meetup.version, by=actor(staff_at(meetup.school)))

    assert not Reminder.objects.exists()


def test_ir_17_reminding_never_makes_two_messages_of_one_day(clock):
    meetup = asked(guardians=1)
    leave()
    days_on(clock, 0, hours=1)

    reminders.remind_by_hand(meetup.version, by=actor(meetup.coach))
    leave()
    same_day = len(left_to(meetup.guardians[0]))
    days_on(clock, 1)
    leave()

    assert [same_day, len(left_to(meetup.guardians[0]))] == [1, 2]


def test_ir_18_a_contact_corrected_while_the_message_waits_gets_it_next(clock):
    meetup = asked(guardians=1)
    guardian = meetup.guardians[0]
    guardian.email = "new@example.org"
    guardian.save()
    asking.tell([guardian.pk], meetup.version, timezone.now())

    leave()
    days_on(clock, 1)
    leave()

    assert [notice.address for notice in left_to(guardian)] == ["new@example.org"]
