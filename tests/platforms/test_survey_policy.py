"""When a survey is open, whom the calendar reminds, and what is one name."""

from datetime import date, timedelta

import pytest

from platforms.policy.surveys import may_remind_now, name_key, reminder_due, time_of
from platforms.terms.surveys import SurveyStage, SurveyTime

pytestmark = pytest.mark.clause("P1")
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 30)


def before_end(days):
    return LAST - timedelta(days=days)


@pytest.mark.parametrize(
    ("stage", "day", "time"),
    [
        (SurveyStage.DRAFT, FIRST, SurveyTime.DRAFT),
        (SurveyStage.DISCARDED, FIRST, SurveyTime.DISCARDED),
        (SurveyStage.STARTED, FIRST - timedelta(days=1), SurveyTime.TO_COME),
        (SurveyStage.STARTED, FIRST, SurveyTime.OPEN),
        (SurveyStage.STARTED, LAST, SurveyTime.OPEN),
        (SurveyStage.STARTED, LAST + timedelta(days=1), SurveyTime.CLOSED),
    ],
)
def test_it_is_open_from_its_first_day_to_its_last(stage, day, time):
    assert time_of(stage, FIRST, LAST, on=day) == time


@pytest.mark.parametrize(
    ("left", "reminded", "due"),
    [
        (8, [], None),
        (7, [], 7),
        (5, [], 7),  # a missed day is made up for
        (5, [7], None),
        (5, [6], None),  # a person did it since
        (5, [9], 7),
        (2, [7], 2),
        (0, [7], 2),
        (0, [7, 2], None),
        (2, [12, 11, 10, 9], None),  # enough is enough
        (-1, [], None),
    ],
)
def test_the_calendar_reminds_seven_and_two_days_before_the_end(left, reminded, due):
    days = [before_end(one) for one in reminded]

    assert reminder_due(LAST, asked_on=FIRST, reminded_on=days, on=before_end(left)) == due


def test_who_was_asked_a_day_ago_is_not_reminded_by_the_calendar_of_that_day():
    assert reminder_due(LAST, asked_on=before_end(7), reminded_on=[], on=before_end(6)) is None


def test_a_person_reminds_once_a_day_and_four_times_at_most():
    def may(*reminded):
        return may_remind_now(asked_on=FIRST, reminded_on=reminded, on=before_end(3))

    assert may()
    assert may(before_end(4))
    assert not may(before_end(3))
    assert not may(*(before_end(left) for left in (9, 8, 7, 6)))
    assert not may_remind_now(asked_on=FIRST, reminded_on=[], on=FIRST)


@pytest.mark.parametrize("typed", ["Class Dojo", " class  dojo ", "\uff23lass-DOJO, Inc."])
def test_width_case_spaces_and_marks_make_no_other_name(typed):
    assert name_key(typed) == "classdojo"


def test_a_name_of_signs_alone_is_a_name():
    assert name_key(" :-)  :-) ") == ":-) :-)"
