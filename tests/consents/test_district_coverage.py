"""Coverage of schools and the district: counted by activity, added up by school, small numbers kept back."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actions.coverage_count import count_activity, count_coverage
from consents.models import CoverageCount
from consents.reports.counting import due_for_counting
from consents.reports.district_coverage import median_of
from consents.terms import Stage
from schools.terms import Role
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.signing import NO, answer, withdraw
from tests.factories import GuardianFactory, StudentFactory, chief_of, district_user, principal_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def busy(refusals=1):
    """An activity with one yes after two days, some refusals on the same day, one silence."""
    scene = safety_meetup(guardians=1, at=timezone.now() - 5 * DAY)
    students = StudentFactory.create_batch(refusals + 2, school=scene.school)
    parents = [GuardianFactory(of=one) for one in students]
    asked = timezone.now() - 4 * DAY
    scene.activity = make_activity(
        scene.school, asked_by=scene.coach, students=students, at=timezone.now() - 5 * DAY
    )
    version = scene.activity.latest
    for parent, student in zip(parents, students, strict=True):
        version.asks.create(student=student, guardian=parent, created_at=asked)
    answer(version, students[0], parents[0], at=asked + 2 * DAY)
    for place in range(1, refusals + 1):
        answer(version, students[place], parents[place], NO, at=asked, reason="No phone.")
    scene.students, scene.parents = students, parents
    return scene


def test_an_activity_is_counted_as_its_board_says():
    scene = busy()

    row = count_activity(scene.activity.pk)

    assert (row.listed, row.granted, row.refused, row.silent) == (3, 1, 1, 1)
    assert row.told == {
        "why": {"refused": 1, "no_answer": 1},
        "routes": {"online": 2},
        "days": {"0": 1, "2": 1},
        "refusals": {"own_words": 1},
    }


def test_what_is_new_is_counted_again_and_what_is_fresh_is_not():
    scene = busy()
    count_coverage()
    assert due_for_counting(timezone.now()) == []

    given = scene.activity.latest.answers.get(decision="granted")
    withdraw(given, at=timezone.now())
    assert due_for_counting(timezone.now()) == [scene.activity.pk]

    count_coverage()
    assert CoverageCount.objects.get(activity=scene.activity).granted == 0
    assert scene.activity.pk in due_for_counting(timezone.now() + DAY)


def test_the_number_of_queries_does_not_grow_with_the_students():
    asked = []
    for number in (1, 30):
        scene = busy(number)
        with CaptureQueriesContext(connection) as captured:
            count_activity(scene.activity.pk)
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_a_principal_sees_the_own_school_by_activity(client):
    scene, other = busy(), busy()
    count_coverage()
    client.force_login(scene.principal)

    page = client.get(reverse("coverage"))

    assert [line.listed for line in page.context["lines"]] == [1, 3]
    assert page.context["totals"].numbers["refused"] == 1
    assert client.get(reverse("school_coverage", args=[other.school.pk])).status_code == 404


def test_the_district_sees_schools_and_small_numbers_are_kept_back(client):
    few, many = busy(1), busy(5)
    count_coverage()
    client.force_login(district_user(Role.RECORDS))

    page = client.get(reverse("coverage"))

    sums = {line.key: line.numbers["refused"] for line in page.context["lines"]}
    assert sums == {few.school.pk: 1, many.school.pk: 5}
    assert [bar.number for bar in page.context["totals"].refusals] == [6]
    CoverageCount.objects.filter(activity=many.activity).delete()
    assert [bar.number for bar in client.get(reverse("coverage")).context["totals"].refusals] == [
        None
    ]


def test_a_chief_sees_the_network_and_its_sees_nothing(client):
    scene, _other = busy(), busy()
    count_coverage()
    client.force_login(chief_of(scene.school))
    assert client.get(reverse("coverage")).status_code == 200
    assert client.get(reverse("coverage")).context["totals"].numbers["refused"] == 1

    client.force_login(district_user(Role.ITS))
    assert client.get(reverse("coverage")).status_code == 403


def test_an_activity_that_nobody_approved_is_in_no_number(client):
    scene = safety_meetup(stage=Stage.ASKED)
    count_coverage()
    client.force_login(principal_of(scene.school))

    assert client.get(reverse("coverage")).context["totals"].listed == 0


def test_the_page_takes_no_more_queries_for_thirty_schools(client):
    client.force_login(district_user(Role.RECORDS))
    for _ in range(2):
        busy()
    count_coverage()
    asked = []
    for number in (0, 28):
        for _ in range(number):
            busy()
        count_coverage()
        client.get(reverse("coverage"))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("coverage"))
        asked.append(len(captured))

    assert len(page.context["lines"]) == 30
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("days", "expected"), [({}, None), ({0: 1}, 0), ({0: 1, 2: 1, 9: 1}, 2), ({1: 2, 5: 2}, 1)]
)
def test_half_had_answered_by_that_day(days, expected):
    assert median_of(Counter(days)) == expected
