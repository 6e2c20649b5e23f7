"""Another criteria set over what an audit found (P2): only the same words are answered, the rest has two ends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platforms.policy import Criterion, Question, Result
from platforms.policy.differences import Piece, Wording, differences, pieces
from platforms.policy.replay import RANK, Asked, Past, Wanted, replay
from platforms.terms.audits import Grade, Knockout, Outcome, Value
from platforms.terms.criteria import Change, Need, Shift

DAY = date(2026, 11, 25)
HARD, CURABLE, NONE = Knockout.HARD, Knockout.CURABLE, Knockout.NONE
MET, PARTIAL, NOT_MET, NA, UNKNOWN = Value


def criterion(code, weight=10, knockout=NONE):
    return Criterion(code, code[0], weight, knockout)


def past(findings, *, tags=(), outcome=Outcome.APPROVED, grade=Grade.OBSERVED):
    """A decided audit of these findings by code, every criterion of weight 10 and no knock-out."""
    question = Question(
        tuple(criterion(code) for code in findings),
        {code: Result(value, grade, second_review=True) for code, value in findings.items()},
        student_data=False,
        agreement_until=None,
        on=DAY,
    )
    texts = {code: f"What {code} asks." for code in findings}
    return Past(texts, frozenset(tags), question, outcome)


def asks(code, weight=10, knockout=NONE, text="", tags=()):
    return Asked(criterion(code, weight, knockout), text or f"What {code} asks.", frozenset(tags))


@pytest.mark.clause("P2")
def test_the_same_criteria_come_to_the_same():
    found = replay(past({"A-1": MET, "B-1": MET}), [asks("A-1"), asks("B-1")])

    assert (found.shift, found.wanted, found.dropped) == (Shift.SAME, (), ())
    assert found.would == found.best == found.worst


def test_line_breaks_are_no_other_words():
    found = replay(past({"A-1": MET}), [asks("A-1", text="What  A-1\nasks.")])

    assert found.wanted == ()


def test_a_finding_that_became_a_knock_out_flags():
    found = replay(past({"A-1": MET, "A-2": PARTIAL}), [asks("A-1"), asks("A-2", knockout=HARD)])

    assert (found.shift, found.would.reasons) == (Shift.WORSE, ("hard_knockout:A-2",))


def test_other_weights_can_lift_an_outcome():
    was = past({"A-1": MET, "A-2": NOT_MET}, outcome=Outcome.FLAGGED)

    found = replay(was, [asks("A-1", weight=90), asks("A-2")])

    assert (found.shift, found.would.outcome) == (Shift.BETTER, Outcome.APPROVED)


def test_what_is_asked_no_more_is_named():
    was = past({"A-1": MET, "A-2": NOT_MET}, outcome=Outcome.FLAGGED)

    found = replay(was, [asks("A-1")])

    assert (found.shift, found.dropped) == (Shift.BETTER, ("A-2",))


def test_a_new_criterion_and_other_words_are_unknown_and_have_two_ends():
    asked = [asks("A-1"), asks("A-2", text="Something else."), asks("A-3", weight=5, knockout=HARD)]

    found = replay(past({"A-1": MET, "A-2": MET}), asked)

    assert found.wanted == (Wanted("A-2", Need.OTHER_WORDS), Wanted("A-3", Need.NEW))
    assert found.would.outcome == Outcome.UNDECIDED
    assert (found.best.outcome, found.worst.outcome) == (Outcome.APPROVED, Outcome.FLAGGED)
    assert found.shift == Shift.OPEN


def test_a_light_new_criterion_changes_nothing_whatever_is_found():
    found = replay(past({"A-1": MET}), [asks("A-1", weight=99), asks("A-2", weight=1)])

    assert (found.shift, found.wanted) == (Shift.SAME, (Wanted("A-2", Need.NEW),))


def test_a_knock_out_that_is_not_met_flags_whatever_else_is_found():
    was = past({"A-1": NOT_MET, "B-1": MET}, outcome=Outcome.APPROVED_FOR_USES)

    found = replay(was, [asks("A-1", knockout=CURABLE), asks("B-1"), asks("C-1")])

    assert (found.shift, found.best.reasons) == (Shift.WORSE, ("curable_knockout:A-1",))


def test_a_knock_out_now_needs_better_evidence_than_a_letter():
    was = past({"A-1": MET}, grade=Grade.DOCUMENTED)

    found = replay(was, [asks("A-1", knockout=HARD)])

    assert found.wanted == (Wanted("A-1", Need.BETTER_EVIDENCE),)
    assert (found.would.reasons, found.shift) == (("weak_evidence:A-1",), Shift.OPEN)


def test_what_binds_goes_by_the_audits_tags():
    was = past({"A-1": MET}, tags=["alerting"])
    asked = [asks("A-1"), asks("A-2", tags=["two_way"]), asks("A-3", tags=["alerting"])]

    found = replay(was, asked)

    assert found.wanted == (Wanted("A-3", Need.NEW),)


def test_a_criterion_that_did_not_bind_then_was_never_looked_at():
    was = past({"A-1": MET})
    wider = Past({**was.texts, "A-2": "What A-2 asks."}, was.tags, was.question, was.outcome)

    found = replay(wider, [asks("A-1"), asks("A-2")])

    assert found.wanted == (Wanted("A-2", Need.NOT_ASKED),)


@given(
    st.tuples(*[st.sampled_from(Value)] * 3),
    st.tuples(*[st.sampled_from(Knockout)] * 3),
    st.tuples(*[st.integers(1, 30)] * 3),
)
def test_whatever_is_found_lies_between_the_two_ends(values, kinds, weights):
    codes = ("A-1", "B-1", "N-1")
    asked = [asks(*facts) for facts in zip(codes, weights, kinds, strict=True)]
    was = past({"A-1": MET, "B-1": values[0]}, grade=Grade.ATTESTED)
    found = replay(was, asked)
    # Somebody looks at all that is wanted, and finds one thing or another.
    answers = dict(zip([one.code for one in found.wanted], values[1:], strict=False))
    seen = {
        code: Result(value, Grade.ATTESTED, second_review=True) for code, value in answers.items()
    }
    criteria = tuple(one.criterion for one in asked)
    results = {**was.question.results, **seen}

    outcome = Question(criteria, results, student_data=False, agreement_until=None, on=DAY).decided().outcome  # fmt: skip

    if outcome != Outcome.UNDECIDED:
        assert RANK[found.worst.outcome] <= RANK[outcome] <= RANK[found.best.outcome]


# --- what differs ---


def wording(code, **facts):
    said = {
        "group": "G", "text": f"What {code} asks.", "weight": 10, "knockout": "hard", "knockout_from": "",
        "documents_suffice": False, "tags": (), "evidence": "A letter", "cites": (),
    }  # fmt: skip
    return Wording(code=code, **{**said, **facts})


def test_differences_name_what_became_of_each_criterion():
    before = [wording("A"), wording("B"), wording("C")]
    after = [wording("D"), wording("B", weight=5, tags=("two_way",)), wording("A")]

    found = differences(before, after)

    assert [(one.code, one.change, one.parts) for one in found] == [
        ("D", Change.ADDED, ()),
        ("B", Change.CHANGED, ("weight", "tags")),
        ("A", Change.SAME, ()),
        ("C", Change.REMOVED, ()),
    ]


def test_two_texts_are_woven_word_by_word():
    assert pieces("gone within 24 hours", "gone within one hour, always") == [
        Piece("same", "gone within"),
        Piece("out", "24 hours"),
        Piece("into", "one hour, always"),
    ]
