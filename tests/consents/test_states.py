"""Where a listed student stands: one state each, worked out from the verdict."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consents.models import ActivityVersion, Hold
from consents.reports.states import counts, turns_18_on
from consents.reports.verdict_board import board
from consents.terms import BoardState, Stage
from schools.models import Student
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.signing import NO, answer, withdraw
from tests.factories import GuardianFactory, StudentFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene():
    return safety_meetup(at=timezone.now() - 5 * DAY)


def state(scene, at=None):
    (row,) = board(scene.activity, at).rows
    return row.state


def say(scene, number, *words, **facts):
    return answer(
        scene.version,
        scene.student,
        scene.guardians[number],
        *words,
        at=timezone.now() - 3 * DAY,
        **facts,
    )


def no_contacts(scene):
    for guardian in scene.guardians:
        guardian.email = guardian.phone = ""
        guardian.save()


def born(scene, days):
    eighteen = timezone.localdate() + timedelta(days=days)
    scene.student.birth_on = eighteen.replace(year=eighteen.year - 18)
    scene.student.save()


def ends(scene, days):
    last = timezone.localdate() + timedelta(days=days)
    ActivityVersion.objects.filter(pk=scene.version.pk).update(ends_on=last)


def both(scene):
    say(scene, 0)
    say(scene, 1, NO)


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        (lambda s: None, BoardState.SILENT),
        (no_contacts, BoardState.UNREACHABLE),
        (lambda s: say(s, 0), BoardState.GRANTED),
        (lambda s: (say(s, 0), ends(s, 14)), BoardState.EXPIRING),
        (lambda s: (say(s, 0), ends(s, 15)), BoardState.GRANTED),
        (lambda s: (say(s, 0), born(s, 30)), BoardState.TURNING_18),
        (lambda s: (say(s, 0), born(s, 31)), BoardState.GRANTED),
        (lambda s: (say(s, 0), born(s, 7), ends(s, 7)), BoardState.TURNING_18),
        (both, BoardState.CONFLICT),
        (lambda s: say(s, 0, NO), BoardState.REFUSED),
        (lambda s: withdraw(say(s, 0), at=timezone.now() - DAY), BoardState.REFUSED),
        (lambda s: Student.objects.update(grade="08"), BoardState.SILENT),
    ],
)
def test_one_state_for_each_thing_that_happened(scene, happened, expected):
    happened(scene)

    assert state(scene) == expected


def test_what_no_answer_changes_comes_first(scene):
    scene.student.enrolments.update(grade="08")
    say(scene, 0, NO)

    assert state(scene) == BoardState.NOT_COVERED


@pytest.mark.parametrize("stage", [Stage.ASKED, Stage.DENIED, Stage.REVOKED])
def test_before_families_are_asked_nobody_is_silent(stage):
    assert state(safety_meetup(stage=stage)) == BoardState.NOT_COVERED


def test_before_the_first_day_families_are_waited_for(scene):
    ActivityVersion.objects.update(starts_on=timezone.localdate() + 9 * DAY)

    assert state(scene) == BoardState.SILENT


def test_with_nobody_to_ask_the_office_is_next():
    scene = safety_meetup(guardians=0)

    (row,) = board(scene.activity).rows

    assert (row.state, row.owner) == (BoardState.UNREACHABLE, "The student's school office")


def test_each_state_names_whose_the_next_action_is(scene):
    (silent,) = board(scene.activity).rows
    say(scene, 0, NO)
    (refused,) = board(scene.activity).rows

    assert (scene.coach.name in silent.owner, refused.owner) == (True, "The family; do not press")
    assert str(scene.guardians[0]) in silent.next_step


def test_every_state_is_counted_in_one_order(scene):
    other = StudentFactory(school=scene.school)
    parent = GuardianFactory(of=other)
    activity = make_activity(
        scene.school, asked_by=scene.coach, students=[scene.student, other],
        at=timezone.now() - 5 * DAY,
    )  # fmt: skip
    answer(activity.latest, other, parent, at=timezone.now() - DAY)

    found = counts(row.state for row in board(activity).rows)

    assert [one.state for one in found] == list(BoardState)
    assert {one.state: one.number for one in found if one.number} == {
        BoardState.GRANTED: 1,
        BoardState.SILENT: 1,
    }


@pytest.mark.parametrize(
    ("birth", "expected"),
    [("2008-02-29", "2026-03-01"), ("2008-03-01", "2026-03-01"), ("2010-02-28", "2028-02-28")],
)
def test_the_18th_birthday(birth, expected):
    student = StudentFactory.build(school=None, birth_on=birth)
    student.birth_on = Student._meta.get_field("birth_on").to_python(birth)

    assert turns_18_on(student).isoformat() == expected


def test_an_answer_that_is_checked_first_is_no_silence(scene):
    Hold.objects.create(answer=say(scene, 0), causes=["not_on_file"])

    assert state(scene) == BoardState.HELD


@pytest.mark.parametrize(
    ("email", "expected"),
    [("amina@district.example", BoardState.SILENT), ("", BoardState.UNREACHABLE)],
)
def test_from_18_on_the_student_is_asked_by_district_email(scene, email, expected):
    born(scene, 0)
    scene.student.email = email
    scene.student.save()

    assert state(scene) == expected
