"""The verdict from rows: which version stands, which answers cover, what was known when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consents import verdicts
from consents.facts.question import Question
from consents.models import ApprovalStep, Narrowing
from consents.terms import Move, Narrowed, Stage
from platforms.models import StatusEvent
from platforms.terms import Status
from schools.models import Enrolment, GuardianLink, SchoolYear
from schools.terms import Authority, Role
from tests.consent_factories import make_activity, make_version, safety_meetup
from tests.consents.signing import NO, YES, answer, choose, invalidate, withdraw
from tests.factories import (
    LONG_AGO,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    principal_of,
    staff_at,
)
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db

# The school year of these tests; the wall clock plays no part in a verdict.
ASKED = datetime(2026, 9, 1, 15, tzinfo=UTC)
SIGNED = datetime(2026, 9, 3, 15, tzinfo=UTC)
AT = datetime(2026, 10, 12, 23, 40, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def year():
    return SchoolYearFactory(starts=2026)


@pytest.fixture
def scene(year):
    found = safety_meetup(at=ASKED, starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 28))
    type(found.activity).objects.filter(pk=found.activity.pk).update(year=year)
    found.activity.refresh_from_db()
    found.mother, found.father = found.guardians
    return found


def judged(scene, at=AT, known_at=None, *, staff=None, student=None, activity=None, thread=None):
    return verdicts.verdict(
        staff or scene.coach.staff,
        student or scene.student,
        activity or scene.activity,
        at=at,
        known_at=known_at or max(at, AT) + 90 * DAY,
        thread=None if thread is None else frozenset(thread),
    )


def codes(scene, *args, **facts):
    return list(judged(scene, *args, **facts).verdict.codes)


def step(approval, move, stage, at, by):
    return ApprovalStep.objects.create(
        approval=approval, move=move, stage=stage, at=at, by=by,
        necessary="It is.", authorised="T2",
    )  # fmt: skip


def widen(scene, *, adults, at, **facts):
    facts = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 28), **facts}
    students = facts.pop("students", [scene.student])
    return make_version(
        scene.activity, adults=adults, students=students, at=at, decided_by=scene.principal, **facts
    )


@pytest.mark.clause("T2a")
def test_one_yes_and_silence_is_a_yes(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)

    found = judged(scene)

    assert found.verdict.codes == ()
    assert found.verdict.until == date(2027, 5, 28)
    assert found.grantors == {str(scene.mother.pk)}
    assert found.verdict.required_members == (
        "student",
        "adult",
        "guardian:any",
        "employee_email",
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (ASKED - DAY, ["not_approved", "not_this_activity", "no_answer"]),
        (SIGNED - DAY, ["no_answer"]),
        (SIGNED, []),
        (datetime(2027, 5, 29, 4, 59, 59, tzinfo=UTC), []),
        (datetime(2027, 5, 29, 5, tzinfo=UTC), ["not_this_activity"]),
    ],
)
def test_a_yes_holds_from_its_signature_to_the_activitys_last_local_day(scene, at, expected):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)

    assert codes(scene, at) == expected


def test_nobody_has_answered(scene):
    assert codes(scene) == ["no_answer"]


def test_a_yes_and_a_no_are_a_conflict_until_the_no_is_taken_back(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    answer(scene.version, scene.student, scene.father, NO, at=SIGNED + DAY)
    answer(scene.version, scene.student, scene.father, YES, at=AT)

    assert codes(scene, AT - DAY) == ["conflict"]
    assert codes(scene, AT) == []


def test_a_withdrawal_counts_at_once(scene):
    row = answer(scene.version, scene.student, scene.mother, at=SIGNED)
    withdraw(row, at=AT)

    assert codes(scene, AT - timedelta(seconds=1)) == []
    assert codes(scene, AT) == ["withdrawn"]


def test_an_answer_that_turned_out_not_to_count_is_as_if_not_given(scene):
    row = answer(scene.version, scene.student, scene.mother, at=SIGNED)
    invalidate(row, at=SIGNED, by=scene.principal)

    assert codes(scene) == ["no_answer"]


@pytest.mark.clause("T1")
def test_only_guardians_with_authority_at_the_moment_count(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    GuardianLink.objects.filter(guardian=scene.mother).update(ended_at=AT)
    stranger = GuardianFactory(of=scene.student, of__authority=Authority.CHECK)
    answer(scene.version, scene.student, stranger, at=SIGNED)

    assert codes(scene, AT - DAY) == []
    assert codes(scene, AT) == ["no_answer"]


# What is asked of the student, the adult, the principal, the platform


def test_a_student_who_left_and_one_in_another_grade_are_not_covered(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    Enrolment.objects.filter(student=scene.student).update(
        ends_on=date(2026, 10, 11), end_recorded_at=AT - DAY
    )
    Enrolment.objects.create(
        student=scene.student, school=scene.school, grade="08", starts_on=date(2026, 12, 1),
        recorded_at=AT,
    )  # fmt: skip

    assert codes(scene) == ["student_not_enrolled"]
    assert codes(scene, AT + 60 * DAY) == ["grade_not_covered"]


def test_from_the_eighteenth_birthday_a_parents_word_ends(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    scene.student.birth_on = date(2008, 10, 12)
    scene.student.save()

    assert codes(scene, AT - DAY) == []
    assert codes(scene, AT) == ["no_answer"]


def test_an_adult_whom_the_activity_does_not_name(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)

    assert codes(scene, staff=staff_at(scene.school).staff) == ["adult_not_designated"]


@pytest.mark.parametrize("leaves", ["left", "no role", "closed"])
def test_an_adult_who_is_no_longer_active(scene, leaves):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    staff = scene.coach.staff
    if leaves == "left":
        staff.left_on, staff.left_recorded_at = date(2026, 10, 12), AT
        staff.save()
    elif leaves == "no role":
        scene.coach.role_assignments.update(ends_on=date(2026, 10, 11))
    else:
        scene.coach.is_active = False
        scene.coach.save()

    assert codes(scene) == ["adult_not_active"]


def test_an_account_closed_because_its_owner_left_was_open_before(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    staff = scene.coach.staff
    staff.left_on, staff.left_recorded_at = date(2026, 12, 1), AT + 50 * DAY
    staff.save()
    scene.coach.is_active = False
    scene.coach.save()

    assert codes(scene) == []


@pytest.mark.clause("T6")
@pytest.mark.parametrize(
    ("move", "stage", "expected"),
    [
        (Move.QUESTION, Stage.QUESTIONED, "not_approved"),
        (Move.DENY, Stage.DENIED, "not_approved"),
        (Move.REVOKE, Stage.REVOKED, "approval_revoked"),
    ],
)
def test_the_principals_last_word_counts_from_its_moment(scene, move, stage, expected):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    step(scene.approval, move, stage, AT, scene.principal)

    assert codes(scene, AT - DAY) == []
    assert codes(scene, AT) == [expected]


def test_another_schools_student_needs_that_principal_too(scene):
    there = SchoolFactory()
    principal_of(there)
    guest = StudentFactory(school=there)
    parent = GuardianFactory(of=guest)
    version = widen(scene, adults=[scene.coach], students=[scene.student, guest], at=SIGNED)
    answer(version, guest, parent, at=SIGNED)
    theirs = version.approvals.get(school=there)
    ours = version.approvals.get(school=scene.school)

    assert codes(scene, student=guest) == []

    step(theirs, Move.REVOKE, Stage.REVOKED, AT, scene.principal)

    assert codes(scene, student=guest) == ["approval_revoked"]
    assert ours.steps.filter(move=Move.REVOKE).count() == 0


def test_a_student_who_moved_needs_the_new_principal(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    Enrolment.objects.filter(student=scene.student).update(
        ends_on=date(2026, 10, 11), end_recorded_at=AT - DAY
    )
    Enrolment.objects.create(
        student=scene.student, school=SchoolFactory(), grade="10", starts_on=date(2026, 10, 12),
        recorded_at=AT - DAY,
    )  # fmt: skip

    assert codes(scene) == ["not_approved"]


@pytest.mark.clause("T3")
@pytest.mark.parametrize(
    ("status", "facts", "expected"),
    [
        (Status.APPROVED, {}, []),
        (Status.APPROVED, {"until": date(2026, 10, 12)}, []),
        (Status.APPROVED, {"until": date(2026, 10, 11)}, ["platform_not_approved"]),
        (Status.APPROVED_FOR_USES, {"uses": ["safety_meetup"]}, []),
        (Status.APPROVED_FOR_USES, {"uses": ["bulk_alerts"]}, ["platform_not_approved"]),
        (Status.FLAGGED_FIXING, {}, ["platform_not_approved"]),
        (Status.FLAGGED_MOVING, {}, ["platform_not_approved"]),
        (Status.IN_REVIEW, {}, ["platform_not_approved"]),
        (Status.NOT_REVIEWED, {}, ["platform_not_approved"]),
        (Status.RETIRED, {}, ["platform_not_approved"]),
    ],
)
def test_an_activity_over_a_platform_needs_it_approved_for_that_use_that_day(
    scene, status, facts, expected
):
    platform = PlatformFactory()
    version = widen(scene, adults=[scene.coach], at=SIGNED, platform=platform)
    answer(version, scene.student, scene.mother, at=SIGNED)
    StatusEvent.objects.create(
        platform=platform, status=status, effective_at=AT, recorded_at=AT, **facts
    )

    assert codes(scene, AT - DAY) == []
    assert codes(scene) == expected


# Widening and narrowing


@pytest.mark.clause("T7")
def test_an_old_signature_covers_only_what_its_version_named(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    assistant = staff_at(scene.school, Role.COACH)
    version = widen(
        scene, adults=[scene.coach, assistant], at=SIGNED + DAY, ends_on=date(2027, 6, 20)
    )

    assert judged(scene).verdict.until == date(2027, 5, 28)
    assert codes(scene, datetime(2027, 6, 1, 12, tzinfo=UTC)) == ["no_answer"]
    assert codes(scene, staff=assistant.staff) == ["no_answer"]

    answer(version, scene.student, scene.mother, at=SIGNED + 2 * DAY)

    assert judged(scene).verdict.until == date(2027, 6, 20)
    assert codes(scene, staff=assistant.staff) == []


def test_an_old_signature_says_nothing_of_another_purpose(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    widen(scene, adults=[scene.coach], at=SIGNED + DAY, purpose="Homework.")

    assert codes(scene, SIGNED) == []
    assert codes(scene) == ["no_answer"]


def test_a_wider_version_not_yet_approved_changes_nothing(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    assistant = staff_at(scene.school, Role.COACH)
    widen(scene, adults=[scene.coach, assistant], at=SIGNED + DAY, stage=Stage.ASKED)

    assert codes(scene) == []
    assert codes(scene, staff=assistant.staff) == ["adult_not_designated"]


def test_a_plain_no_to_the_wider_version_ends_everything(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    version = widen(scene, adults=[scene.coach, staff_at(scene.school)], at=SIGNED + DAY)
    answer(version, scene.student, scene.mother, NO, at=SIGNED + 2 * DAY)

    assert codes(scene) == ["refused"]


def test_a_no_to_the_change_keeps_what_was_allowed_before_and_nothing_more(scene):
    assistant = staff_at(scene.school, Role.COACH)
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    version = widen(scene, adults=[scene.coach, assistant], at=SIGNED + DAY)
    answer(version, scene.student, scene.mother, NO, at=SIGNED + 2 * DAY, keeps_earlier=True)

    assert codes(scene) == []
    assert codes(scene, staff=assistant.staff) == ["refused"]


def test_a_no_to_the_change_keeps_nothing_where_there_was_no_yes(scene):
    version = widen(scene, adults=[scene.coach, staff_at(scene.school)], at=SIGNED + DAY)
    answer(version, scene.student, scene.mother, NO, at=SIGNED + 2 * DAY, keeps_earlier=True)

    assert codes(scene) == ["refused"]


def test_a_withdrawal_of_an_old_version_still_counts_against(scene):
    row = answer(scene.version, scene.student, scene.mother, at=SIGNED)
    withdraw(row, at=SIGNED + DAY)
    version = widen(scene, adults=[scene.coach], at=SIGNED + 2 * DAY, purpose="Homework.")
    answer(version, scene.student, scene.father, at=SIGNED + 3 * DAY)

    assert codes(scene) == ["conflict"]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (Narrowed.ADULT, ["adult_not_designated"]),
        (Narrowed.STUDENT, ["not_this_activity"]),
        (Narrowed.END, ["not_this_activity"]),
    ],
)
def test_narrowing_takes_away_at_once(scene, what, expected):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    taken = {
        Narrowed.ADULT: {"staff": scene.coach.staff},
        Narrowed.STUDENT: {"student": scene.student},
        Narrowed.END: {"ends_on": date(2026, 10, 11)},
    }[what]
    Narrowing.objects.create(
        activity=scene.activity, up_to_version=1, what=what, at=AT, by=scene.principal, **taken
    )

    assert codes(scene, AT - timedelta(seconds=1)) == []
    assert codes(scene, AT) == expected


def test_what_was_taken_off_comes_back_only_with_a_new_signature(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    Narrowing.objects.create(
        activity=scene.activity, up_to_version=1, what=Narrowed.ADULT, at=SIGNED + DAY,
        by=scene.principal, staff=scene.coach.staff,
    )  # fmt: skip
    version = widen(scene, adults=[scene.coach], at=SIGNED + 2 * DAY)

    assert codes(scene) == ["no_answer"]

    answer(version, scene.student, scene.mother, at=SIGNED + 3 * DAY)

    assert codes(scene) == []


# Only me, duplicates, the thread


def test_texts_to_the_guardian_only_are_no_permission_to_text_the_student(scene):
    row = answer(
        scene.version, scene.student, scene.mother, at=SIGNED, phones={"texts_student": False}
    )

    found = judged(scene)

    assert found.verdict.codes == ("refused",)
    assert found.verdict.reasons[0].text == verdicts.ONLY_ME
    assert found.only_me == {str(scene.mother.pk)}

    choose(row, at=AT, texts_student=True)

    assert codes(scene, AT - DAY) == ["refused"]
    assert codes(scene, AT) == []


def test_only_me_beside_anothers_yes_is_a_conflict_in_plain_words(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    answer(scene.version, scene.student, scene.father, at=SIGNED, phones={"texts_student": False})

    found = judged(scene)

    assert [(one.code, one.text) for one in found.verdict.reasons] == [
        ("conflict", verdicts.ONLY_ME_CONFLICT)
    ]


@pytest.mark.clause("T3a")
def test_a_guardian_who_asked_for_duplicates_belongs_on_the_thread(year):
    platform = PlatformFactory()
    scene = safety_meetup(at=ASKED, code="bulk_alerts", platform=platform)
    mother = scene.guardians[0]
    row = answer(scene.version, scene.student, mother, at=ASKED + DAY, phones={"duplicates": True})

    found = judged(scene, thread=["student", "adult", "second_adult"])

    assert found.verdict.codes == ("duplicate_left_out",)
    assert found.verdict.required_members == ("student", f"guardian:{mother.pk}")

    choose(row, at=AT, duplicates=False)

    assert codes(scene, thread=["student", "adult", "second_adult"]) == []


@pytest.mark.clause("T2b")
@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (["student", "adult", "employee_email", "mother"], []),
        (["student", "adult", "mother"], ["employee_email_left_out"]),
        (["student", "adult", "employee_email"], ["guardian_left_out"]),
        (["student", "adult", "employee_email", "father"], ["guardian_left_out"]),
        (["student", "adult", "employee_email", "mother", "a friend"], ["not_entitled_on_thread"]),
    ],
)
def test_who_is_on_the_thread(scene, who, expected):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    named = {
        "mother": f"guardian:{scene.mother.pk}",
        "father": f"guardian:{scene.father.pk}",
    }

    assert codes(scene, thread=[named.get(one, one) for one in who]) == expected


# The school year


@pytest.mark.clause("T7")
@pytest.mark.parametrize(
    ("zone", "last_second"),
    [
        ("America/Chicago", datetime(2027, 7, 1, 4, 59, 59, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 7, 1, 3, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_year_ends_at_local_midnight_of_its_own_calendar(scene, zone, last_second):
    own = SchoolYear.objects.create(
        school=scene.school, name="own", class_starts_on=date(2026, 8, 24),
        class_ends_on=date(2027, 6, 11), starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30),
        timezone=zone,
    )  # fmt: skip
    type(scene.activity).objects.filter(pk=scene.activity.pk).update(year=own)
    version = widen(scene, adults=[scene.coach], at=SIGNED, ends_on=date(2027, 6, 30))
    answer(version, scene.student, scene.mother, at=SIGNED)

    assert codes(scene, last_second) == []
    assert codes(scene, last_second + timedelta(seconds=1)) == [
        "not_this_activity",
        "another_school_year",
    ]


def test_a_grant_signed_before_the_year_opened_never_counts(scene):
    answer(
        scene.version, scene.student, scene.mother,
        at=datetime(2026, 6, 25, 12, tzinfo=UTC), received_at=SIGNED,
    )  # fmt: skip

    assert codes(scene) == ["another_school_year"]


# Known then, known now


def test_an_answer_entered_late_was_not_known_before(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED, recorded_at=AT + DAY)

    assert codes(scene, AT, known_at=AT) == ["no_answer"]
    assert codes(scene, AT, known_at=AT + DAY) == []


def test_an_answer_counts_from_the_day_it_was_received(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED, received_at=AT)

    assert codes(scene, AT - DAY) == ["no_answer"]
    assert codes(scene, AT) == []


def test_a_withdrawal_entered_late_was_not_known_then(scene):
    row = answer(scene.version, scene.student, scene.mother, at=SIGNED)
    withdraw(row, at=AT - DAY, recorded_at=AT + DAY)

    assert codes(scene, AT, known_at=AT) == []
    assert codes(scene, AT, known_at=AT + DAY) == ["withdrawn"]


def test_a_leaving_and_a_flag_heard_of_late_were_not_known_then(scene):
    platform = PlatformFactory()
    version = widen(scene, adults=[scene.coach], at=SIGNED, platform=platform)
    answer(version, scene.student, scene.mother, at=SIGNED)
    StatusEvent.objects.create(
        platform=platform, status=Status.FLAGGED_MOVING, effective_at=AT - DAY, recorded_at=AT + DAY
    )
    Enrolment.objects.filter(student=scene.student).update(
        ends_on=date(2026, 10, 10), end_recorded_at=AT + DAY
    )

    assert codes(scene, AT, known_at=AT) == []
    assert codes(scene, AT, known_at=AT + DAY) == ["student_not_enrolled", "platform_not_approved"]


def test_a_later_revocation_does_not_reach_back(scene):
    answer(scene.version, scene.student, scene.mother, at=SIGNED)
    step(scene.approval, Move.REVOKE, Stage.REVOKED, AT + DAY, scene.principal)

    assert codes(scene, AT, known_at=AT + 2 * DAY) == []


# Many at once


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_grow(number, scene):
    students = [scene.student, *(StudentFactory(school=scene.school) for _ in range(number - 1))]
    questions = []
    for student in students:
        activity = make_activity(
            scene.school, asked_by=scene.coach, students=[student], at=ASKED,
            decided_by=scene.principal,
        )  # fmt: skip
        answer(activity.latest, student, GuardianFactory(of=student), at=SIGNED)
        questions.append(
            Question(
                staff_id=scene.coach.staff.pk,
                student_id=student.pk,
                activity_id=activity.pk,
                at=AT,
                known_at=AT,
            )
        )

    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = verdicts.judge(questions)

    assert [one.verdict.allowed for one in found] == [True] * number
    assert len(queries) == 12
    assert LONG_AGO < ASKED
