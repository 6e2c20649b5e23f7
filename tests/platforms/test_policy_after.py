"""The numbers of what follows a decision."""

from datetime import date

import pytest

from platforms.policy.after import (
    Numbers,
    due_threshold,
    earliest_off,
    last_day,
    missing_before_moved,
)
from platforms.terms.after import TransitionMove

TODAY = date(2026, 11, 25)
DAYS = (90, 60, 30)


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [
        (date(2027, 2, 24), None),
        (date(2027, 2, 23), 90),
        (date(2027, 1, 24), 60),
        (date(2027, 1, 23), 60),
        (date(2026, 12, 25), 30),
        (TODAY, 30),
        (date(2026, 11, 24), None),
    ],
)
def test_the_tightest_threshold_that_is_reached_is_announced(ends_on, expected):
    assert due_threshold(ends_on, TODAY, DAYS) == expected


@pytest.mark.parametrize(
    ("student_data", "expected"), [(True, date(2026, 12, 31)), (False, date(2027, 11, 25))]
)
def test_an_approval_of_student_data_ends_with_the_agreement_that_lasts_longest(
    student_data, expected
):
    agreements = [date(2026, 12, 1), date(2026, 12, 31)]

    assert last_day(date(2027, 11, 25), agreements, student_data=student_data) == expected


def test_an_off_date_leaves_schools_the_districts_days():
    assert earliest_off(TODAY, Numbers(off_days=30)) == date(2026, 12, 25)


def test_a_school_has_moved_once_its_archive_is_kept_and_families_were_told():
    archive, families = TransitionMove.ARCHIVE, TransitionMove.FAMILIES

    assert missing_before_moved([]) == [archive, families]
    assert missing_before_moved([families]) == [archive]
    assert missing_before_moved([archive, families]) == []
