"""What became different: each fact alone turns a yes into a no, and each concerned hears of it once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actions import approvals, holds, narrowing, news, news_telling, withdrawals
from consents.models import Answer, Pause, VerdictChange
from core.models import OutboxMessage
from notices.models import Notice
from platforms.models import StatusEvent
from platforms.terms import Status
from schools.actions import imports, merges, signing
from schools.models import Enrolment, GuardianLink, RoleAssignment, SpeakUpLine, Staff, Student
from schools.terms import Branch, Role
from tests.consent_factories import make_activity
from tests.consents.families import ask_of, asked, sign
from tests.consents.news import JOB, MORNING, changes, codes, letter, look, told
from tests.consents.signing import answer
from tests.factories import GuardianFactory, StudentFactory, actor, district_user, staff_at
from tests.platform_factories import PlatformFactory
from tests.schools import rosters
from trail.models import Entry

pytestmark = pytest.mark.django_db
YESTERDAY = MORNING.date() - timedelta(days=1)
PERSONAL = "amina.skates@mail.example"


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def meetup(morning):
    """The mother's yes counts and was noticed; the father has agreed too, so that nobody is silent."""
    found = asked(
        at=MORNING - timedelta(days=1),
        platform=PlatformFactory(),
        name="Chess club",
        ends_on=date(2026, 12, 1),
    )
    Student.objects.update(email="amina@district.example")
    found.student.refresh_from_db()
    found.mother, found.father = found.guardians
    for guardian in found.guardians:
        sign(ask_of(guardian))
    look(found)
    morning.shift(timedelta(days=1))
    return found


def transfer(meetup):
    now = timezone.now()
    Enrolment.objects.filter(student=meetup.student).update(ends_on=YESTERDAY, end_recorded_at=now)
    Enrolment.objects.create(
        student=meetup.student, school=staff_at().role_assignments.get().school, grade="10",
        starts_on=MORNING.date(), recorded_at=now,
    )  # fmt: skip


def leaves_school(meetup):
    Enrolment.objects.update(ends_on=YESTERDAY, end_recorded_at=timezone.now())


def adult_leaves(meetup):
    Staff.objects.filter(user=meetup.coach).update(
        left_on=YESTERDAY, left_recorded_at=timezone.now()
    )


def adult_loses_the_role(meetup):
    RoleAssignment.objects.filter(user=meetup.coach).update(
        ends_on=YESTERDAY, end_recorded_at=timezone.now()
    )


def revoked(meetup):
    approvals.revoke(meetup.approval, by=actor(meetup.principal), note="Over.")


def delisted(meetup):
    narrowing.take_off_student(meetup.activity, meetup.student, by=actor(meetup.principal))


def adult_taken_off(meetup):
    narrowing.take_off_adult(meetup.activity, meetup.coach.staff, by=actor(meetup.principal))


def flagged(meetup):
    StatusEvent.objects.create(
        platform=meetup.version.platform, status=Status.FLAGGED_FIXING, effective_at=timezone.now()
    )


def authority_ends(meetup):
    GuardianLink.objects.update(ended_at=timezone.now())


def records():
    return actor(district_user(Role.RECORDS))


def office_of(meetup):
    return actor(staff_at(meetup.school, Role.CLERK))


def invalidated(meetup):
    for row in Answer.objects.all():
        holds.invalidate(row, by=office_of(meetup), reason="Not her hand.")


def nobody_signs(meetup):
    ruling = signing.Ruling(Branch.NOBODY)
    signing.set_branch(meetup.student, ruling, by=records(), source="Court, 13 October")


def kept_away(meetup):
    for guardian in meetup.guardians:
        signing.block(guardian, [meetup.student], by=records(), source="Order of 13 October")


def withdrawn(meetup):
    for guardian in meetup.guardians:
        withdrawals.withdraw(ask_of(guardian), language="en")


BOTH = ["guardian", "guardian"]
# What happens → the reasons, whether the digest goes to the adult, and how many guardians it reaches.
ENDS = [
    (transfer, ("not_approved",), True, 2),
    (leaves_school, ("student_not_enrolled",), True, 2),
    (adult_leaves, ("adult_not_active",), True, 2),
    (adult_loses_the_role, ("adult_not_active",), True, 2),
    # These tell the adult themselves, at once.
    (revoked, ("approval_revoked",), False, 2),
    (delisted, ("not_this_activity",), False, 2),
    (adult_taken_off, ("adult_not_designated",), False, 2),
    (flagged, ("platform_not_approved",), False, 2),
    # Who may no longer sign is told nothing.
    (authority_ends, ("no_answer",), True, 0),
    (nobody_signs, ("no_answer",), True, 0),
    (kept_away, ("no_answer",), True, 0),
    # The signers hear of it by a message of its own.
    (invalidated, ("no_answer",), True, 0),
    # Guardians get a confirmation of their own.
    (withdrawn, ("withdrawn",), False, 0),
]


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("happens", "reasons", "adult", "guardians"), ENDS, ids=[one[0].__name__ for one in ENDS]
)
def test_each_alone_turns_a_yes_into_a_no_and_tells(meetup, happens, reasons, adult, guardians):
    assert codes(meetup) == ()

    happens(meetup)

    assert codes(meetup) == reasons
    assert look(meetup) == 1
    assert changes() == [True, reasons]
    assert told("changes_staff") == ([meetup.coach.email] if adult else [])
    assert len(told("changed_guardian")) == guardians
    assert told("student_ended") == ["amina@district.example"]


def test_the_clock_alone_ends_it_too(meetup, morning):
    morning.move_to(MORNING.replace(month=12, day=3))

    look(meetup)

    assert changes() == [True, ("not_this_activity",)]
    assert told("changes_staff") == [meetup.coach.email]


def test_the_year_end_is_told_by_its_own_messages(meetup, morning):
    morning.move_to(MORNING.replace(year=2027, month=7, day=2))

    look(meetup)

    assert changes() == [True, ("not_this_activity", "another_school_year")]
    assert (told("changed_guardian"), told("student_ended")) == ([], ["amina@district.example"])


# An administrative pause


def test_a_pause_is_no_news_and_neither_is_its_end(meetup):
    before = Notice.objects.count()
    Pause.objects.create(
        staff=meetup.coach.staff, by=meetup.principal, office=Role.PRINCIPAL,
        school=meetup.school, reason="Not for others.",
    )  # fmt: skip

    look(meetup)

    assert (changes(), Notice.objects.count()) == ([True], before)


# Once, and no flood


def test_looked_at_again_nothing_is_new(meetup):
    leaves_school(meetup)
    look(meetup)
    before = (VerdictChange.objects.count(), Notice.objects.count(), Entry.objects.count())

    assert look(meetup) == 0
    assert (VerdictChange.objects.count(), Notice.objects.count(), Entry.objects.count()) == before


def test_who_reads_late_writes_nothing_twice(meetup):
    with pytest.raises(Exception, match=r"(?i)unique"):
        VerdictChange.objects.create(
            activity=meetup.activity, staff=meetup.coach.staff, student=meetup.student,
            number=1, allowed=True,
        )  # fmt: skip


def class_of(meetup, size):
    """More students of the activity whose parent has agreed."""
    students = [StudentFactory(school=meetup.school) for _ in range(size)]
    activity = make_activity(
        meetup.school, asked_by=meetup.coach, students=students, decided_by=meetup.principal,
        at=MORNING - timedelta(days=1),
    )  # fmt: skip
    for student in students:
        answer(activity.latest, student, GuardianFactory(of=student), at=MORNING)
    meetup.activity = activity
    return students


def test_an_adult_gets_one_mail_for_thirty_students(meetup):
    class_of(meetup, 30)
    look(meetup)
    leaves_school(meetup)

    assert look(meetup) == 30
    assert told("changes_staff") == [meetup.coach.email]
    assert letter("changes_staff").subject == "Stop texting: 30 students you may no longer text"


def test_more_in_the_same_hour_waits_for_the_next(meetup, morning):
    first, second = class_of(meetup, 2)
    look(meetup)
    for student in (first, second):
        Enrolment.objects.filter(student=student).update(
            ends_on=YESTERDAY, end_recorded_at=timezone.now()
        )
        look(meetup)
        morning.shift(60)

    assert len(told("changes_staff")) == 1

    morning.shift(timedelta(hours=1))
    news.tell_waiting(timezone.now())

    assert len(told("changes_staff")) == 2


def test_the_mail_to_an_adult_names_no_child(meetup):
    leaves_school(meetup)
    look(meetup)

    words = letter("changes_staff")

    assert [
        one for one in (meetup.student.given_name, "Chess") if one in words.subject + words.body
    ] == []
    assert "/changes/" in words.body


@pytest.mark.parametrize("size", [1, 30])
def test_a_look_asks_as_much_of_the_database_for_thirty(meetup, size):
    class_of(meetup, size)
    look(meetup)
    leaves_school(meetup)
    adults = [meetup.coach.staff.pk]
    students = news.reports.concerned(meetup.activity)

    with CaptureQueriesContext(connection) as queries:
        assert news._read_slice(meetup.activity, adults, students, JOB) == size
    assert len(queries) <= 40


def test_work_cut_off_goes_on_where_it_stopped(meetup, monkeypatch):
    class_of(meetup, 6)
    look(meetup)
    leaves_school(meetup)
    monkeypatch.setattr(news.reports, "SLICE", 2)
    whole, done = news._read_slice, []

    def dies(*given):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(given)
        return whole(*given)

    with monkeypatch.context() as patched:
        patched.setattr(news, "_read_slice", dies)
        with pytest.raises(KeyboardInterrupt):
            look(meetup)
    assert VerdictChange.objects.filter(allowed=False).count() == 4

    assert look(meetup) == 2
    assert VerdictChange.objects.filter(allowed=False).count() == 6
    assert letter("changes_staff").subject == "Stop texting: 6 students you may no longer text"


def test_everything_is_looked_at_in_portions_of_a_task(meetup, monkeypatch):
    for _ in range(2):
        make_activity(meetup.school, asked_by=meetup.coach, decided_by=meetup.principal)
    monkeypatch.setattr(news, "A_TASK", 1)
    leaves_school(meetup)

    news.read_all(timezone.now(), by=JOB)

    row = OutboxMessage.objects.get(task="consents.read_all")
    assert (row.args, changes()) == ([meetup.activity.pk], [True, ("student_not_enrolled",)])


def test_the_hourly_look_leaves_years_long_over_alone(meetup):
    meetup.activity.year.__class__.objects.update(
        starts_on=date(2024, 7, 1), ends_on=date(2025, 6, 30), class_starts_on=date(2024, 8, 24),
        class_ends_on=date(2025, 6, 1),
    )  # fmt: skip

    assert news.read_all(timezone.now(), by=JOB) == 0


# What was touched lately


@pytest.mark.parametrize(
    "happens",
    [transfer, leaves_school, adult_leaves, adult_loses_the_role, flagged, authority_ends, delisted,
     invalidated, nobody_signs, kept_away, withdrawn],
)  # fmt: skip
def test_the_quick_look_finds_what_was_written_lately(meetup, happens):
    happens(meetup)

    assert news.read_recent(timezone.now(), by=JOB) == 1


@pytest.mark.clause("T1")
def test_two_rows_that_become_one_person_and_two_again_are_told(meetup, morning):
    """Her later yes speaks for both rows, until they are two after all and the other's word stands against it."""
    withdrawals.withdraw(ask_of(meetup.father), language="en")
    morning.shift(timedelta(hours=1))
    sign(ask_of(meetup.mother), key="later")
    look(meetup)
    morning.shift(timedelta(hours=2))

    merged = merges.merge(meetup.mother, meetup.father, by=records(), reason="One passport.")
    noticed = [news.read_recent(timezone.now(), by=JOB)]
    morning.shift(timedelta(hours=2))
    merges.unmerge(merged, by=records(), reason="A sister.")
    noticed.append(news.read_recent(timezone.now(), by=JOB))

    assert (noticed, changes()) == ([1, 1], [True, ("conflict",), True, ("conflict",)])


@pytest.mark.clause("T1")
def test_a_released_answer_is_looked_at_once_more(meetup):
    row = holds.hold(Answer.objects.latest("pk"), ["shared_device"], by=JOB)
    OutboxMessage.objects.all().delete()

    holds.release(row, by=office_of(meetup), words="I know her.")

    looks = OutboxMessage.objects.filter(task="consents.read_activity")
    assert [one.args for one in looks] == [[meetup.activity.pk, meetup.student.pk]]


def test_the_quick_look_leaves_what_nobody_touched(meetup):
    with CaptureQueriesContext(connection) as queries:
        assert news.read_recent(timezone.now(), by=JOB) == 0
    assert len(queries) < 20


@pytest.mark.clause("T1")
def test_a_roster_that_moves_students_tells_those_concerned(tmp_path, morning):
    folder = rosters.write(
        tmp_path / "first", orgs=rosters.ORGS,
        users=[*rosters.student_rows(40), rosters.user("t-1", "teacher", email="t1@district.example")],
    )  # fmt: skip
    command = JOB.__class__.command("tests")
    imports.import_roster(folder, by=command)
    students = list(Student.objects.order_by("pk")[:4])
    school = students[0].school
    coach = staff_at(school, Role.COACH)
    activity = make_activity(
        school, asked_by=coach, students=students, at=MORNING - timedelta(days=1)
    )
    for student in students:
        answer(activity.latest, student, GuardianFactory(of=student), at=MORNING)
    news.read_all(timezone.now(), by=JOB)
    assert changes() == [True] * 4

    morning.shift(timedelta(days=1))
    moved = [
        rosters.user("north-2", orgs="south", given="Given2", family="Kowalska"),
        rosters.user(
            "north-3", orgs="north", given="Given3", family="Kowalska", status="tobedeleted"
        ),
    ]
    imports.import_roster(rosters.write(tmp_path / "delta", mode="delta", users=moved), by=command)
    news.read_recent(timezone.now(), by=JOB)

    assert changes(allowed=False) == [("not_approved",), ("student_not_enrolled",)]
    assert told("changes_staff") == [coach.email]
    assert letter("changes_staff").subject == "Stop texting: 2 students you may no longer text"


# The student


def test_a_student_hears_who_may_text_and_where_to_speak_up(meetup):
    SpeakUpLine.objects.create(
        name="Student line", purpose="when a text feels wrong", phone="+17735550111",
        hours="day and night", verified_on=MORNING.date(),
    )  # fmt: skip

    words = letter("student_started")

    assert words.subject == "Who may text you"
    said = [
        f"- Chess club ({meetup.school.name}): {meetup.coach.name}",
        "A parent or guardian and the adult's school e-mail must be in every text.",
        "No other adult from the school may text your phone.",
        "- Student line, when a text feels wrong: +1 773-555-0111 (day and night)",
    ]
    assert [one for one in said if one not in words.body] == []


def test_the_end_gives_no_reason(meetup):
    withdrawn(meetup)
    look(meetup)

    words = letter("student_ended")

    assert words.subject == "Who may not text you any more"
    assert "No adult from the school may text your phone now." in words.body
    hidden = [str(meetup.mother), "withdr", "taken back", "refus"]
    assert [one for one in hidden if one in words.body] == []


def test_one_mail_a_day_however_much_changes(meetup, morning):
    leaves_school(meetup)
    look(meetup)
    Enrolment.objects.update(ends_on=None, end_recorded_at=None)
    morning.shift(60)
    look(meetup)
    assert (len(told("student_started")), len(told("student_ended"))) == (1, 1)

    morning.shift(timedelta(days=1))
    news.tell_waiting(timezone.now())

    assert (len(told("student_started")), len(told("student_ended"))) == (2, 1)


def test_what_came_and_went_before_the_mail_is_not_told(meetup, morning):
    leaves_school(meetup)
    look(meetup)
    for ends_on in (None, YESTERDAY):
        Enrolment.objects.update(ends_on=ends_on)
        morning.shift(60)
        look(meetup)

    morning.shift(timedelta(days=1))
    news.tell_waiting(timezone.now())

    assert (len(told("student_started")), len(told("student_ended"))) == (1, 1)
    assert VerdictChange.objects.filter(student_told_at=None).count() == 0


@pytest.mark.clause("G1")
@pytest.mark.parametrize("address", ["", PERSONAL, "amina@notdistrict.example"])
def test_never_to_a_personal_address(address):
    found = asked(at=MORNING - timedelta(days=1))
    Student.objects.update(email=address)
    for guardian in found.guardians:
        sign(ask_of(guardian))

    look(found)

    assert Notice.objects.filter(kind__startswith="consents/student").count() == 0


def test_an_address_that_changed_meanwhile_gets_nothing(meetup):
    Student.objects.update(email="other@district.example")

    assert letter("student_started") is None


# Guardians


def test_a_guardian_hears_why_and_that_nothing_need_be_done(meetup):
    flagged(meetup)
    look(meetup)

    words = letter("changed_guardian", address=meetup.mother.email)

    assert words.subject == f"{meetup.school.name}: the texts have stopped"
    assert "The app for the texts is not allowed now." in words.body
    assert meetup.student.given_name not in words.body


def test_one_of_two_adults_leaves(meetup):
    second = staff_at(meetup.school)
    activity = make_activity(
        meetup.school, asked_by=meetup.coach, adults=[meetup.coach, second],
        students=[meetup.student], decided_by=meetup.principal, at=MORNING - timedelta(days=1),
    )  # fmt: skip
    for guardian in meetup.guardians:
        answer(activity.latest, meetup.student, guardian, at=MORNING)
    meetup.activity = activity
    look(meetup)
    Staff.objects.filter(user=second).update(left_on=YESTERDAY, left_recorded_at=timezone.now())

    look(meetup)

    words = letter("changed_guardian", address=meetup.mother.email)
    assert words.subject == f"{meetup.school.name}: one adult may not text any more"
    assert "The other adults still may." in words.body


def test_a_guardian_without_authority_meanwhile_gets_nothing(meetup):
    flagged(meetup)
    look(meetup)
    GuardianLink.objects.filter(guardian=meetup.mother).update(ended_at=timezone.now())

    assert letter("changed_guardian", address=meetup.mother.email) is None


def test_an_adult_whose_account_is_closed_is_not_written_to(meetup):
    adult_leaves(meetup)
    meetup.coach.is_active = False
    meetup.coach.save()

    look(meetup)

    assert told("changes_staff") == []
    assert news_telling.tell_staff(timezone.now()) == 0
