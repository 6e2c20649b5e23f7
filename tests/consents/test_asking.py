import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actions import approvals, asking
from consents.models import Ask, Invitation, Narrowing
from consents.terms import Narrowed, Stage
from notices.models import Notice
from notices.wording import worded
from schools.models import Guardian, Student
from schools.terms import Authority
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.families import JOB
from tests.factories import (
    GuardianFactory,
    GuardianLinkFactory,
    SchoolFactory,
    StudentFactory,
    actor,
    this_year,
)
from trail.models import Entry

pytestmark = pytest.mark.django_db


def ask(meetup):
    return asking.ask_families(meetup.approval, by=JOB)


def test_every_guardian_with_authority_is_asked_once():
    meetup = safety_meetup()

    made = [ask(meetup), ask(meetup)]

    assert made == [2, 0]
    assert sorted(Ask.objects.values_list("guardian_id", flat=True)) == [
        guardian.pk for guardian in meetup.guardians
    ]
    assert [Invitation.objects.count(), Notice.objects.count()] == [2, 2]


def test_a_guardian_of_two_gets_one_message():
    meetup = safety_meetup(guardians=1)
    brother = StudentFactory(school=meetup.school)
    GuardianLinkFactory(guardian=meetup.guardians[0], student=brother)
    meetup.version.student_rows.create(student=brother)

    assert ask(meetup) == 2
    assert Notice.objects.count() == 1


@pytest.mark.clause("T2a")
def test_the_message_names_the_school_and_how_to_check_it_and_nobody_else():
    meetup = safety_meetup(guardians=1)
    ask(meetup)

    text = worded(Notice.objects.get())

    whole = f"{text.subject}\n{text.body}"
    named = [meetup.student.given_name, meetup.student.family_name, meetup.coach.name, "Robotics"]
    assert [name in whole for name in named] == [False] * 4
    assert meetup.school.name in text.subject
    assert "on the school's own website" in whole


@pytest.mark.parametrize(
    "facts",
    [
        {"email": "", "phone": ""},
        {"disputed_at": timezone.now()},
        {"ended_at": timezone.now()},
    ],
)
def test_who_cannot_be_reached_is_not_asked(facts):
    meetup = safety_meetup(guardians=0)
    GuardianFactory(of=meetup.student, **facts)

    assert ask(meetup) == 0
    assert not Notice.objects.exists()


@pytest.mark.parametrize("authority", [Authority.CHECK, Authority.NO])
def test_who_may_not_sign_is_not_asked(authority):
    meetup = safety_meetup(guardians=0)
    GuardianFactory(of=meetup.student, of__authority=authority)

    assert ask(meetup) == 0


@pytest.mark.parametrize("stage", [s for s in Stage if s != Stage.APPROVED])
def test_nobody_is_asked_before_the_principal_said_yes(stage):
    meetup = safety_meetup(stage=stage)

    assert ask(meetup) == 0


def test_another_schools_student_waits_for_that_principal_too():
    other = SchoolFactory()
    guest = StudentFactory(school=other)
    GuardianFactory(of=guest)
    meetup = safety_meetup(guardians=1)
    meetup.version.student_rows.create(student=guest)
    theirs = meetup.version.approvals.create(school=other, stage=Stage.ASKED)

    first = ask(meetup)
    theirs.stage = Stage.APPROVED
    theirs.save()
    second = asking.ask_families(theirs, by=JOB)

    assert [first, second] == [1, 1]


@pytest.mark.clause("T2")
@pytest.mark.parametrize(
    "facts",
    [
        {"grade": "08"},
        {"left_on": timezone.localdate()},
        {"birth_on": timezone.localdate().replace(year=this_year() - 20, day=1)},
    ],
)
def test_families_of_students_the_exception_cannot_cover_are_not_asked(facts):
    meetup = safety_meetup()
    Student.objects.filter(pk=meetup.student.pk).update(**facts)

    assert ask(meetup) == 0


def test_a_student_taken_off_is_not_asked_about():
    meetup = safety_meetup()
    Narrowing.objects.create(
        activity=meetup.activity,
        up_to_version=1,
        what=Narrowed.STUDENT,
        student=meetup.student,
        by=meetup.principal,
    )

    assert ask(meetup) == 0


def test_the_next_form_is_in_the_same_message_and_behind_the_same_link():
    meetup = safety_meetup(guardians=1)
    ask(meetup)
    second = make_activity(meetup.school, students=[meetup.student])

    asking.ask_families(second.latest.approvals.get(), by=JOB)

    assert [Invitation.objects.count(), Notice.objects.count()] == [1, 1]
    assert "2 forms wait for your answer." in worded(Notice.objects.get()).body


@pytest.mark.parametrize(
    "change",
    [
        lambda meetup: meetup.guardians[0].links.update(ended_at=timezone.now()),
        lambda meetup: meetup.guardians[0].links.update(authority=Authority.CHECK),
        lambda meetup: Guardian.objects.update(disputed_at=timezone.now()),
        lambda meetup: meetup.version.approvals.update(stage=Stage.REVOKED),
    ],
    ids=["link ended", "authority gone", "disputed", "revoked"],
)
def test_a_message_that_has_not_left_is_dropped_once_it_is_wrong(change):
    meetup = safety_meetup(guardians=1)
    ask(meetup)

    change(meetup)

    assert worded(Notice.objects.get()) is None


def test_who_can_be_reached_later_is_asked_then():
    meetup = safety_meetup(guardians=1)
    father = GuardianFactory(of=meetup.student, email="", phone="")
    ask(meetup)
    father.email = "found@example.org"
    father.save()

    made = [asking.ask_the_rest(by=JOB), asking.ask_the_rest(by=JOB)]

    assert made == [1, 0]
    assert Notice.objects.latest("pk").address == "found@example.org"


def test_asking_many_takes_as_many_queries_as_asking_one(django_assert_num_queries):
    meetup, large = safety_meetup(guardians=1), safety_meetup(guardians=30)
    with CaptureQueriesContext(connection) as few:
        ask(meetup)

    with django_assert_num_queries(len(few)):
        ask(large)

    assert Notice.objects.count() == 31


def cut_off_after(number, monkeypatch):
    """One guardian a batch; the worker dies in the batch after so many."""
    told, tell = [], asking.tell

    def dies(*given):
        told.append(given)
        if len(told) > number:
            raise KeyboardInterrupt
        return tell(*given)

    monkeypatch.setattr(asking, "BATCH", 1)
    monkeypatch.setattr(asking, "tell", dies)


def test_work_cut_off_goes_on_with_whoever_is_not_asked_yet(monkeypatch):
    meetup = safety_meetup(guardians=3)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        cut_off_after(1, patch)
        ask(meetup)
    counts = [Ask.objects.count(), Notice.objects.count()]

    made = ask(meetup)

    assert (counts, made) == ([1, 1], 2)
    assert [Ask.objects.count(), Notice.objects.count()] == [3, 3]
    entries = Entry.objects.filter(verb="families.asked").order_by("pk")
    assert [entry.facts["asks"] for entry in entries] == [1, 2]


@pytest.mark.clause("T6")
def test_an_approval_taken_back_between_two_batches_stops_the_asking(monkeypatch):
    meetup = safety_meetup(guardians=3)
    tell = asking.tell

    def revokes(*given):
        tell(*given)
        approvals.revoke(meetup.approval, by=actor(meetup.principal), note="Not needed.")

    monkeypatch.setattr(asking, "BATCH", 1)
    monkeypatch.setattr(asking, "tell", revokes)

    assert ask(meetup) == 1
    assert Ask.objects.count() == 1
