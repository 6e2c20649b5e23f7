"""What an audit comes to (P2, P3, P4): the table of truth, and what holds of every audit."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platforms.policy import Criterion, Question, Result
from platforms.terms.audits import Grade, Knockout, Outcome, Value

DAY = date(2026, 11, 25)
HARD, CURABLE, NONE = Knockout.HARD, Knockout.CURABLE, Knockout.NONE
MET, PARTIAL, NOT_MET, NA, UNKNOWN = Value
CLAIMED, DOCUMENTED, OBSERVED, ATTESTED = Grade
RANK = [Outcome.UNDECIDED, Outcome.FLAGGED, Outcome.APPROVED_FOR_USES, Outcome.APPROVED]
LASTING = {Outcome.APPROVED: 365, Outcome.APPROVED_FOR_USES: 180}


def row(code, weight, value, knockout=NONE, grade=ATTESTED, *, suffice=False, accepted=False):
    """A criterion of the group that its code begins with, and what was found."""
    group = code.partition("-")[0]
    return Criterion(code, group, weight, knockout, suffice), Result(value, grade, accepted)


def asked(*rows, student_data=False, until=None, on=DAY):
    """The question of these criteria; a row without a result is one nobody looked at."""
    results = {one.id: result for one, result in rows if result is not None}
    return Question(tuple(one for one, _result in rows), results, student_data, until, on)


def days(count):
    return DAY + timedelta(days=count)


FULL = row("A-1", 10, MET)
# Rule → (rows, the agreement's last day or None for no student data, outcome, score, reasons, last day).
TRUTH = {
    "everything is met": (
        [FULL, row("B-1", 5, MET, HARD)], None, "approved", 100, (), days(365)),
    # Unknown never passes.
    "one is unknown": (
        [FULL, row("B-1", 5, UNKNOWN)], None, "undecided", None, ("unknown:B-1",), None),
    "one was never looked at": (
        [FULL, (row("B-1", 5, MET)[0], None)], None, "undecided", None, ("unknown:B-1",), None),
    "unknown beside a hard knock-out that is not met": (
        [row("A-1", 1, NOT_MET, HARD), row("A-2", 1, UNKNOWN)], None,
        "undecided", None, ("unknown:A-2",), None),
    # Does not apply.
    "n/a leaves the score": (
        [FULL, row("B-1", 90, NA, accepted=True)], None, "approved", 100, (), days(365)),
    "n/a nobody reviewed": (
        [FULL, row("B-1", 90, NA)], None, "undecided", 100, ("na_unreviewed:B-1",), None),
    "a knock-out that does not apply": (
        [FULL, row("B-1", 90, NA, HARD, CLAIMED, accepted=True)], None,
        "approved", 100, (), days(365)),
    "everything is n/a": (
        [row("A-1", 1, NA, accepted=True), row("A-2", 1, NA, accepted=True)], None,
        "undecided", None, ("nothing_applicable",), None),
    "everything is n/a, one unreviewed": (
        [row("A-1", 1, NA, accepted=True), row("A-2", 1, NA)], None,
        "undecided", None, ("na_unreviewed:A-2",), None),
    "there is no criterion": ([], None, "undecided", None, ("nothing_applicable",), None),
    "a review of something that does apply means nothing": (
        [row("A-1", 1, MET, accepted=True)], None, "approved", 100, (), days(365)),
    # Evidence: only a knock-out that is called met needs a grade.
    "hard, claimed": (
        [row("A-1", 1, MET, HARD, CLAIMED)], None, "undecided", 100, ("weak_evidence:A-1",), None),
    "hard, documented": (
        [row("A-1", 1, MET, HARD, DOCUMENTED)], None,
        "undecided", 100, ("weak_evidence:A-1",), None),
    "hard, observed": ([row("A-1", 1, MET, HARD, OBSERVED)], None, "approved", 100, (), days(365)),
    "curable, documented": (
        [row("A-1", 1, MET, CURABLE, DOCUMENTED)], None,
        "undecided", 100, ("weak_evidence:A-1",), None),
    "curable, observed": (
        [row("A-1", 1, MET, CURABLE, OBSERVED)], None, "approved", 100, (), days(365)),
    "documents suffice, claimed": (
        [row("A-1", 1, MET, HARD, CLAIMED, suffice=True)], None,
        "undecided", 100, ("weak_evidence:A-1",), None),
    "documents suffice, documented": (
        [row("A-1", 1, MET, HARD, DOCUMENTED, suffice=True)], None,
        "approved", 100, (), days(365)),
    "no knock-out, claimed": (
        [row("A-1", 1, MET, NONE, CLAIMED)], None, "approved", 100, (), days(365)),
    "not met needs no evidence": (
        [row("A-1", 1, NOT_MET, HARD, CLAIMED)], None,
        "flagged", 0, ("hard_knockout:A-1",), None),
    # Knock-outs decide whatever the score.
    "hard, not met, at 99": (
        [row("A-1", 99, MET), row("A-2", 1, NOT_MET, HARD)], None,
        "flagged", 99, ("hard_knockout:A-2",), None),
    "hard, partly met": (
        [row("A-1", 99, MET), row("A-2", 1, PARTIAL, HARD)], None,
        "flagged", 99.5, ("hard_knockout:A-2",), None),
    "curable, partly met": (
        [row("A-1", 99, MET), row("A-2", 1, PARTIAL, CURABLE)], None,
        "flagged", 99.5, ("curable_knockout:A-2",), None),
    "two knock-outs, and no word of the score beside them": (
        [row("B-1", 1, NOT_MET, HARD), row("A-1", 1, NOT_MET, CURABLE)], None,
        "flagged", 0, ("curable_knockout:A-1", "hard_knockout:B-1"), None),
    # The thresholds, on the exact value.
    "exactly 80": (
        [row("A-1", 80, MET), row("A-2", 20, NOT_MET)], None, "approved", 80, (), days(365)),
    "a hair under 80, shown as 80": (
        [row("A-1", 79999, MET), row("A-2", 20001, NOT_MET)], None,
        "approved_for_uses", 80, ("score_below_80",), days(180)),
    "exactly 60": (
        [row("A-1", 60, MET), row("A-2", 40, NOT_MET)], None,
        "approved_for_uses", 60, ("score_below_80",), days(180)),
    "a hair under 60, shown as 60": (
        [row("A-1", 59999, MET), row("A-2", 40001, NOT_MET)], None,
        "flagged", 60, ("score_below_60",), None),
    "a group at exactly half": (
        [row("A-1", 90, MET), row("B-1", 10, PARTIAL)], None, "approved", 95, (), days(365)),
    "a group under half": (
        [row("A-1", 97, MET), row("B-1", 1, PARTIAL), row("B-2", 1, NOT_MET)], None,
        "approved_for_uses", 98.5, ("group_below_half:B",), days(180)),
    "a group that does not score is no group under half": (
        [row("A-1", 97, MET), row("B-1", 1, NA, accepted=True)], None,
        "approved", 100, (), days(365)),
    "both, in the order of the alphabet": (
        [row("A-1", 70, MET), row("B-1", 30, NOT_MET)], None,
        "approved_for_uses", 70, ("group_below_half:B", "score_below_80"), days(180)),
    # One decimal, halves up.
    "halves up": (
        [row("A-1", 1601, MET), row("A-2", 399, NOT_MET)], None, "approved", 80.1, (), days(365)),
    "a third": (
        [row("A-1", 2, MET), row("A-2", 1, NOT_MET)], None,
        "approved_for_uses", 66.7, ("score_below_80",), days(180)),
    # Student data, and the agreement.
    "no agreement": ([FULL], "none", "undecided", 100, ("no_agreement",), None),
    "ended yesterday": ([FULL], days(-1), "undecided", 100, ("no_agreement",), None),
    "ends today": ([FULL], DAY, "approved", 100, (), DAY),
    "ends before the year is over": ([FULL], days(364), "approved", 100, (), days(364)),
    "ends after the year is over": ([FULL], days(366), "approved", 100, (), days(365)),
    "a flag has no last day": (
        [row("A-1", 1, NOT_MET, HARD)], days(9), "flagged", 0, ("hard_knockout:A-1",), None),
    "every reason at once": (
        [row("A-1", 1, UNKNOWN), row("A-2", 1, NA), row("A-3", 1, MET, HARD, CLAIMED)], "none",
        "undecided", None, ("na_unreviewed:A-2", "no_agreement", "unknown:A-1", "weak_evidence:A-3"),
        None),
}  # fmt: skip


@pytest.mark.clause("P2")
@pytest.mark.clause("P3")
@pytest.mark.parametrize("rule", TRUTH)
def test_truth(rule):
    rows, until, outcome, score, reasons, last = TRUTH[rule]
    has_data = until is not None
    question = asked(*rows, student_data=has_data, until=until if until != "none" else None)

    found = question.decided()

    assert (found.outcome, found.shown_score, found.reasons, found.until) == (
        outcome,
        score,
        reasons,
        last,
    )


def test_an_agreement_is_ignored_where_no_student_data_is_held():
    assert asked(FULL, until=DAY - timedelta(days=9)).decided().until == days(365)
    assert asked(FULL, until=DAY).decided().until == days(365)


def test_at_the_end_of_the_calendar_only_an_agreement_bounds():
    last = date(9999, 12, 31)

    bounded = asked(FULL, student_data=True, until=last, on=date(9999, 6, 1)).decided()

    assert bounded.until == last
    with pytest.raises(OverflowError):
        asked(FULL, on=date(9999, 6, 1)).decided()


# --- what holds of every audit ---

values = st.sampled_from(Value)
grades = st.sampled_from(Grade)
until_days = st.none() | st.integers(-2, 400).map(days)


@st.composite
def audits(draw, value=values, grade=grades):
    """Up to eight criteria of three groups, each with a finding or without."""
    rows = []
    for number in range(draw(st.integers(0, 8))):
        criterion = Criterion(
            f"C-{number}",
            draw(st.sampled_from("XYZ")),
            draw(st.integers(1, 30)),
            draw(st.sampled_from(Knockout)),
            draw(st.booleans()),
        )
        result = Result(draw(value), draw(grade), draw(st.booleans()))
        rows.append((criterion, draw(st.just(result) | st.none())))
    return asked(*rows, student_data=draw(st.booleans()), until=draw(until_days))


def with_result(question, code, result):
    return replace(question, results={**question.results, code: result})


@pytest.mark.clause("P2")
@given(audits(grade=st.just(ATTESTED)), st.data())
def test_with_attested_evidence_a_better_finding_never_lowers_the_outcome(question, data):
    if not question.criteria:
        return
    code = data.draw(st.sampled_from([one.id for one in question.criteria]))

    outcomes = [
        with_result(question, code, Result(value, ATTESTED)).decided().outcome
        for value in (NOT_MET, PARTIAL, MET)
    ]

    assert outcomes == sorted(outcomes, key=RANK.index)


@given(audits(), st.integers(1, 30), st.sampled_from(Knockout))
def test_one_more_that_is_unknown_always_leaves_it_undecided(question, weight, knockout):
    unknown = Criterion("U-1", "X", weight, knockout)
    more = replace(question, criteria=(*question.criteria, unknown))

    found = more.decided()

    assert (found.outcome, found.score, "unknown:U-1" in found.reasons) == (
        Outcome.UNDECIDED,
        None,
        True,
    )


@given(audits(), st.randoms(use_true_random=False))
def test_the_order_of_the_criteria_does_not_matter(question, random):
    shuffled = list(question.criteria)
    random.shuffle(shuffled)

    assert replace(question, criteria=tuple(shuffled)).decided() == question.decided()


@given(audits())
def test_nothing_is_approved_with_a_knock_out_that_is_not_met_or_not_known(question):
    found = question.decided()

    if found.outcome in LASTING:
        for one in question.criteria:
            result = question.results[one.id]
            if one.knockout != NONE:
                assert result.value == MET or (result.value == NA and result.second_review)
            assert result.value != UNKNOWN
        assert DAY <= found.until <= days(LASTING[found.outcome])
        assert not question.student_data or found.until <= question.agreement_until


@given(audits())
def test_reasons_are_in_order_said_once_and_only_a_full_approval_has_none(question):
    found = question.decided()

    assert list(found.reasons) == sorted(set(found.reasons))
    assert (found.reasons == ()) == (found.outcome == Outcome.APPROVED)
    assert (found.until is None) == (found.outcome not in LASTING)


@given(audits(), st.integers(2, 9))
def test_only_the_proportion_of_weights_matters(question, factor):
    heavier = tuple(replace(one, weight=one.weight * factor) for one in question.criteria)

    assert replace(question, criteria=heavier).decided() == question.decided()


def test_the_score_is_exact():
    found = asked(row("A-1", 1, MET), row("A-2", 2, NOT_MET)).decided()

    assert found.score == Fraction(100, 3)
