from datetime import date, timedelta

import pytest
from django.utils import timezone

from consents.models import Ask, Invalidation
from consents.reports.boards import answers_board, school_days
from consents.reports.readiness import coverage_of
from consents.terms import Stage
from schools.terms import Authority
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.signing import NO, answer, withdraw
from tests.factories import GuardianFactory, SchoolFactory, StudentFactory

pytestmark = pytest.mark.django_db
EIGHTEEN = timezone.localdate().replace(day=1) - timedelta(days=366 * 18)


def student(school, guardian=None, **facts):
    found = StudentFactory(school=school, **facts)
    if guardian is not None:
        GuardianFactory(of=found, **guardian)
    return found


@pytest.mark.parametrize(
    ("facts", "guardian", "codes"),
    [
        ({}, {}, []),
        ({"grade": "08"}, {}, ["grade_not_covered"]),
        ({"left_on": date(2020, 1, 1)}, {}, ["not_enrolled"]),
        ({"birth_on": EIGHTEEN}, {}, ["no_own_email"]),
        ({}, None, ["no_guardian"]),
        ({}, {"of__authority": Authority.CHECK}, ["unchecked"]),
        ({}, {"of__authority": Authority.NO}, ["unchecked"]),
        ({}, {"email": "", "phone": ""}, ["unreachable"]),
        ({}, {"disputed_at": timezone.now()}, ["disputed"]),
        ({}, {"ended_at": timezone.now()}, ["no_guardian"]),
    ],
)
def test_who_is_not_covered_and_why(facts, guardian, codes):
    school = SchoolFactory()
    listed = student(school, guardian, **facts)
    version = make_activity(school, students=[listed], stage=Stage.DRAFT).latest

    (row,) = coverage_of(version, timezone.now()).rows

    assert [problem.code for problem in row.problems] == codes


def test_one_guardian_who_can_be_reached_is_enough():
    school = SchoolFactory()
    listed = student(school, {"disputed_at": timezone.now()})
    GuardianFactory(of=listed)
    version = make_activity(school, students=[listed], stage=Stage.DRAFT).latest

    assert coverage_of(version, timezone.now()).askable == 1


def test_another_schools_families_are_not_told_about():
    scene = safety_meetup(stage=Stage.DRAFT)
    elsewhere = StudentFactory()
    version = make_activity(scene.school, students=[elsewhere], stage=Stage.DRAFT).latest

    ours = coverage_of(version, timezone.now())
    theirs = coverage_of(version, timezone.now(), reader=elsewhere.school)

    assert [one.code for one in ours.rows[0].problems] == ["elsewhere"]
    assert ours.other_schools == [(elsewhere.school, 1)]
    assert [one.code for one in theirs.rows[0].problems] == ["no_guardian"]


def test_bulk_alerts_cover_every_grade():
    school = SchoolFactory()
    listed = student(school, {}, grade="KG")
    version = make_activity(school, code="bulk_alerts", students=[listed]).latest

    assert coverage_of(version, timezone.now()).askable == 1


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 13), date(2026, 11, 23), 6),
        (date(2026, 8, 1), date(2026, 8, 25), 2),
        (date(2027, 6, 10), date(2027, 7, 20), 1),
    ],
)
def test_waiting_is_counted_in_school_days(since, until, days):
    first, last = date(2026, 8, 24), date(2027, 6, 11)

    assert school_days(since, until, first=first, last=last) == days


def test_before_anybody_is_asked_the_board_says_so():
    scene = safety_meetup()

    (row,) = answers_board(scene.activity, [scene.student], set(), 1)

    assert [(word.guardian, str(word.label)) for word in row.words] == [
        (guardian, "Not asked yet") for guardian in scene.guardians
    ]


def test_the_board_shows_each_guardians_newest_word():
    scene = safety_meetup(guardians=4)
    yes, no, back, silent = scene.guardians
    now = timezone.now()
    earlier = now - timedelta(days=2)
    answer(scene.version, scene.student, yes, NO, at=earlier)
    answer(scene.version, scene.student, yes, at=now)
    answer(scene.version, scene.student, no, NO, at=now)
    withdraw(answer(scene.version, scene.student, back, at=earlier), at=now)
    Ask.objects.create(version=scene.version, student=scene.student, guardian=silent)

    (row,) = answers_board(scene.activity, [scene.student], set(), 2)

    assert [(word.guardian, str(word.label), word.older_version) for word in row.words] == [
        (yes, "Yes", 1),
        (no, "No", 1),
        (back, "No: taken back", 1),
        (silent, "Waiting", None),
    ]


def test_an_answer_that_turned_out_not_to_count_is_not_shown():
    scene = safety_meetup(guardians=1)
    row = answer(scene.version, scene.student, scene.guardians[0], at=timezone.now())
    Invalidation.objects.create(answer=row, by=scene.principal, reason="Another person signed.")

    (shown,) = answers_board(scene.activity, [scene.student], set(), 1)

    assert [str(word.label) for word in shown.words] == ["Waiting"]
