"""When parents are told, by the clock and by people."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from incidents.policy.parents import (
    Decided,
    ParentFacts,
    Tried,
    held_because,
    may_check,
    may_tell,
    next_check,
    told,
)
from incidents.terms import Concern, ParentNotice
from incidents.terms.parents import Check, HeldBecause, Result, Standing, Telling

AWARE = datetime(2026, 10, 12, 15, tzinfo=UTC)
DAY = timedelta(hours=24)
BULLYING = ParentFacts(AWARE, Concern.ONLINE_BULLYING, ParentNotice.PROMPT)
UNSAFE = replace(BULLYING, notice=ParentNotice.HELD)
MISCONDUCT = ParentFacts(AWARE, Concern.ADULT_COMMUNICATION, ParentNotice.HELD)
CALLED = Tried(AWARE + DAY / 2, Result.NOT_REACHED)
REACHED = Tried(AWARE + DAY / 2, Result.REACHED)


def codes(decision):
    return [one.code for one in decision.refusals]


@pytest.mark.clause("I2")
@pytest.mark.parametrize(
    ("facts", "held"),
    [
        (BULLYING, ()),
        (UNSAFE, (HeldBecause.NOT_SAFE,)),
        (replace(BULLYING, household=True), (HeldBecause.HOUSEHOLD,)),
        (replace(BULLYING, of_age=True), (HeldBecause.OF_AGE,)),
        (MISCONDUCT, (HeldBecause.MISCONDUCT,)),
        (replace(MISCONDUCT, concern=Concern.UNSURE), (HeldBecause.MISCONDUCT,)),
        (replace(MISCONDUCT, household=True), (HeldBecause.MISCONDUCT, HeldBecause.HOUSEHOLD)),
    ],
)
def test_what_holds_a_notice(facts, held):
    assert held_because(facts) == held


@pytest.mark.clause("I2")
@pytest.mark.parametrize(
    ("facts", "after", "standing", "late"),
    [
        (BULLYING, DAY - timedelta(microseconds=1), Standing.TO_TELL, False),
        (BULLYING, DAY, Standing.TO_TELL, True),
        # A try in time stops the clock; the trying goes on.
        (replace(BULLYING, tried=(CALLED,)), DAY * 2, Standing.TRIED, False),
        (replace(BULLYING, tried=(REACHED,)), DAY * 2, Standing.TOLD, False),
        # Held is late when nobody is in charge, never because it was decided not to tell.
        (UNSAFE, DAY - timedelta(microseconds=1), Standing.TO_CHARGE, False),
        (UNSAFE, DAY, Standing.TO_CHARGE, True),
        (replace(UNSAFE, charged_at=AWARE), DAY * 9, Standing.TO_DECIDE, False),
        (MISCONDUCT, DAY, Standing.TO_CHARGE, True),
        (replace(MISCONDUCT, charged_at=AWARE), DAY, Standing.TO_CHECK, False),
    ],
)
def test_the_clock_of_a_day(facts, after, standing, late):
    found = told(facts, AWARE + after)

    assert (found.standing, found.late) == (standing, late)


def decided(facts, telling, **more):
    return replace(facts, charged_at=AWARE, decided=Decided(telling, AWARE + DAY, **more))


@pytest.mark.clause("I2")
@pytest.mark.parametrize(
    ("facts", "at", "standing", "refusals", "late"),
    [
        (decided(UNSAFE, Telling.TELL), DAY, Standing.TO_TELL, [], False),
        (decided(UNSAFE, Telling.TELL), DAY * 2, Standing.TO_TELL, [], True),
        (decided(UNSAFE, Telling.NEVER), DAY * 9, Standing.NOT_TOLD, ["decided_not"], False),
        (decided(UNSAFE, Telling.WAIT, until=AWARE + DAY * 3), DAY * 2, Standing.WAITS, ["not_yet"], False),
        (decided(UNSAFE, Telling.WAIT, until=AWARE + DAY * 3), DAY * 3, Standing.TO_DECIDE, ["not_yet"], False),
        # Who was in charge reads the case no more: somebody else must be named.
        (replace(decided(UNSAFE, Telling.TELL), charged_at=None), DAY, Standing.TO_CHARGE, ["nobody_in_charge"], True),
        (decided(MISCONDUCT, Telling.TELL), DAY, Standing.TO_CHECK, ["checks_open"], False),
    ],
)  # fmt: skip
def test_what_the_person_in_charge_decided(facts, at, standing, refusals, late):
    found = told(facts, AWARE + at)

    assert (found.standing, codes(found.may_tell), found.late) == (standing, refusals, late)


@pytest.mark.clause("I1")
def test_the_checklist_is_done_in_order_and_opens_the_door_last():
    facts, seen = replace(MISCONDUCT, charged_at=AWARE), []
    while (one := next_check(facts)) is not None:
        allowed = [check for check in Check if may_check(facts, check)]
        seen.append((one, allowed, codes(may_tell(facts, AWARE))))
        facts = replace(facts, checks=facts.checks | {one})

    shut = ["checks_open", "undecided"]
    assert seen == [(one, [one], shut) for one in Check]
    assert codes(may_tell(decided(facts, Telling.TELL), AWARE)) == []
    early = replace(decided(facts, Telling.TELL), not_before=AWARE + DAY * 5)
    assert codes(may_tell(early, AWARE + DAY)) == ["too_early"]
    assert told(early, AWARE + DAY * 2).standing == Standing.WAITS
    assert told(early, AWARE + DAY * 5).may_tell
