"""The board of one activity: each student's verdict, each guardian's word, the next step."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.models import Narrowing
from consents.reports.verdict_board import Word, board
from consents.terms import Narrowed
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.signing import NO, answer
from tests.factories import GuardianFactory, StudentFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene():
    return safety_meetup(at=timezone.now() - 5 * DAY)


def test_each_student_with_each_word_and_the_next_step(scene):
    mother, father = scene.guardians
    answer(scene.version, scene.student, mother, at=timezone.now() - 3 * DAY)

    (row,) = board(scene.activity).rows

    assert (row.student, row.allowed, row.next_step) == (scene.student, True, "")
    assert [(one.guardian, one.word) for one in row.said] == [
        (mother, Word.YES),
        (father, Word.WAITING),
    ]

    answer(scene.version, scene.student, father, NO, at=timezone.now() - 2 * DAY)
    (row,) = board(scene.activity).rows

    assert (row.allowed, [one.word for one in row.said]) == (False, [Word.YES, Word.NO])
    assert str(father) in row.next_step
    html = render_to_string(
        "consents/_board.html", {"board": board(scene.activity), "activity": scene.activity}
    )
    assert html.count("<tr>") == 2


def test_without_an_adult_nobody_is_judged(scene):
    Narrowing.objects.create(
        activity=scene.activity, up_to_version=1, what=Narrowed.ADULT, staff=scene.coach.staff,
        by=scene.principal,
    )  # fmt: skip

    assert (board(scene.activity).adult, board(scene.activity).rows) == (None, ())


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_grow(scene, number):
    students = [StudentFactory(school=scene.school) for _ in range(number)]
    for student in students:
        GuardianFactory(of=student)
    activity = make_activity(scene.school, asked_by=scene.coach, students=students)

    with CaptureQueriesContext(connection) as queries:
        found = board(activity)

    assert len(found.rows) == number
    assert len(queries) == 18
