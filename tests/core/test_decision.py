import pytest

from core.decision import Decision, Reason, Refused

LATE = Reason(code="late", clause="T7", text="Too late.")
ABSENT = Reason(code="absent", clause="T1", text="Nobody there.")


@pytest.mark.parametrize(
    ("late", "absent", "refusals"),
    [
        (False, False, ()),
        (True, False, (LATE,)),
        (False, True, (ABSENT,)),
        (True, True, (LATE, ABSENT)),
    ],
)
def test_a_decision_carries_the_reason_of_every_check_that_fails(late, absent, refusals):
    decision = Decision.unless((not late, LATE), (not absent, ABSENT))

    assert (decision.refusals, bool(decision)) == (refusals, not refusals)


def test_requiring_a_yes_says_nothing():
    assert Decision().require() is None


def test_requiring_a_no_raises_with_every_reason():
    decision = Decision((LATE, ABSENT))

    with pytest.raises(Refused) as caught:
        decision.require()

    assert (caught.value.decision, str(caught.value)) == (decision, "Too late. Nobody there.")


def test_reasons_are_the_same_by_code_and_clause_whatever_the_language():
    assert Reason(code="late", clause="T7", text="Demasiado tarde.") == LATE
    assert Reason(code="late", clause="T6", text="Too late.") != LATE
