"""A mandated reporter's own step (I1): what settles it, and what never does."""

from datetime import UTC, datetime, timedelta

import pytest

from incidents.policy.mandated import Deed, Standing, asks, reminders_due, standing
from incidents.terms import Concern
from incidents.terms.mandated import Said, Step

NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
TAKEN = Deed(Said.CALLED, NOON, taken=True)
NOT_TAKEN = Deed(Said.CALLED, NOON, taken=False)
WRITTEN = Deed(Said.WRITTEN, NOON + HOUR)
SHARED = Deed(Said.SHARED, NOON)
SUPERIOR = Deed(Said.SUPERIOR, NOON)
BY = NOON + 48 * HOUR


@pytest.mark.clause("I1")
@pytest.mark.parametrize(
    ("deeds", "at", "expected"),
    [
        ([], NOON, Standing(Step.CALL)),
        # Telling the principal does not discharge the duty, before a call or beside the confirmation.
        ([SUPERIOR], NOON, Standing(Step.CALL)),
        ([SUPERIOR, WRITTEN], NOON, Standing(Step.CALL)),
        ([TAKEN], NOON, Standing(Step.WRITE, BY)),
        ([TAKEN], BY, Standing(Step.WRITE, BY)),
        ([TAKEN], BY + HOUR, Standing(Step.WRITE, BY, late=True)),
        # A second call does not put the writing off.
        ([TAKEN, Deed(Said.CALLED, NOON + HOUR, taken=True)], NOON, Standing(Step.WRITE, BY)),
        ([TAKEN, WRITTEN], BY + HOUR, Standing(Step.DONE)),
        # What the line does not take has nothing to be confirmed.
        ([NOT_TAKEN], NOON, Standing(Step.DONE)),
        ([NOT_TAKEN, TAKEN], NOON, Standing(Step.WRITE, BY)),
        ([SHARED], NOON, Standing(Step.DONE)),
    ],
)
def test_what_settles_the_step(deeds, at, expected):
    assert standing(deeds, at) == expected


@pytest.mark.parametrize(
    ("concern", "marked", "expected"),
    [
        (Concern.ADULT_COMMUNICATION, False, True),
        (Concern.UNSURE, False, True),
        (Concern.ONLINE_BULLYING, False, False),
        (Concern.ONLINE_BULLYING, True, True),
    ],
)
def test_which_reports_ask_for_it(concern, marked, expected):
    assert asks(concern, marked=marked) == expected


@pytest.mark.parametrize(
    ("waited", "number"), [(1, 0), (2, 1), (25, 1), (26, 2), (50, 3), (24 * 60, 14)]
)
def test_reminders_come_after_two_hours_and_then_each_day(waited, number):
    assert reminders_due(NOON, NOON + waited * HOUR) == number
