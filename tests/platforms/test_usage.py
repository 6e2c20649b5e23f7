"""Who uses what: from each school's newest answer, with merged platforms, and small counts kept back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from platforms.models import PlatformRule, UsageClaim
from platforms.reports.usage import Using, public_count, schools_using, usage_counts
from schools.terms import Role
from tests.factories import district_user
from tests.platform_factories import PlatformFactory
from tests.platforms.surveys import asked_school, make_survey, say

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P1")]


def test_a_schools_newest_answer_counts_and_none_says_that_it_stopped():
    chat, survey = PlatformFactory(), make_survey()
    one, other = asked_school(survey), asked_school(survey)
    say(one, (chat, 40), days_ago=9)
    say(other, (chat, 60), days_ago=9)

    say(one, days_ago=1)

    assert usage_counts([chat.pk]) == {chat.pk: (1, 60)}
    week_ago = timezone.localdate() - timedelta(days=7)
    assert [row.school for row in schools_using(chat, week_ago)] == [one.school, other.school]


def test_it_is_said_since_when_for_whom_and_when():
    chat, asked = PlatformFactory(), asked_school()
    today = timezone.localdate()
    say(asked, (chat, 40), days_ago=9)
    say(asked, (chat, 50), days_ago=2)

    assert schools_using(chat) == [
        Using(
            asked.school,
            50,
            ("students",),
            since=today - timedelta(days=9),
            said_on=today - timedelta(days=2),
        )
    ]


def test_a_merged_platform_counts_with_its_target_and_a_school_once():
    chat, asked = PlatformFactory(), asked_school()
    old = PlatformFactory(merged_into=chat)
    say(asked, (chat, 40), (old, 70), ("Who knows", 9))

    assert usage_counts() == {chat.pk: (1, 70)}
    assert [row.students for row in schools_using(chat)] == [70]


def test_closed_schools_and_platforms_nobody_uses():
    chat = PlatformFactory()
    say(asked_school(closed_on=timezone.localdate()), (chat, 40))

    assert usage_counts([chat.pk]) == {chat.pk: (0, 0)}
    assert schools_using(chat) == []


def test_small_counts_are_not_public():
    assert [public_count(count) for count in (0, 4, 5, 12)] == [
        "fewer than 5",
        "fewer than 5",
        5,
        12,
    ]


@pytest.mark.clause("P1")
def test_the_districts_own_number_says_which_counts_are_public():
    PlatformRule.objects.create(
        suppressed_below=10, verified_on=timezone.localdate(), recorded_by=district_user(Role.ADMIN)
    )

    assert [public_count(count) for count in (9, 10)] == ["fewer than 10", 10]


def test_the_map_takes_the_same_queries_for_one_school_and_for_thirty(django_assert_num_queries):
    chat, survey = PlatformFactory(), make_survey()
    say(asked_school(survey), (chat, 40))
    with django_assert_num_queries(2):
        assert len(schools_using(chat)) == 1
    for _ in range(29):
        say(asked_school(survey), (chat, 40))

    with django_assert_num_queries(2):
        assert len(schools_using(chat)) == 30
    with django_assert_num_queries(1):
        assert usage_counts() == {chat.pk: (30, 1200)}


def test_a_claim_says_how_it_stands_even_when_its_platform_was_merged_twice():
    last = PlatformFactory()
    old = PlatformFactory(merged_into=PlatformFactory(merged_into=last))
    say(asked_school(), (old, 1))

    assert UsageClaim.objects.of_platforms().get().used_id == last.pk
