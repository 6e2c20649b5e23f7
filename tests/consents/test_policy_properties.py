"""What holds of every verdict, whatever the facts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consents.policy import (
    ActivityFacts,
    AdultFacts,
    Answer,
    Approval,
    Facts,
    PlatformFacts,
    Program,
    Rule,
    StudentFacts,
    may_text,
)
from consents.terms import (
    AnswerDecision,
    AnswerRule,
    ApprovalDecision,
    GuardianOnThread,
    PlatformStatus,
    Reason,
    SignerKind,
)
from tests.consents.facts import AT, LAST_YEAR, LATER, TODAY, TOMORROW, YEAR, YESTERDAY

PEOPLE = ("g1", "g2", "g3", "s1")
MEMBERS = (
    *("student", "adult", "employee_email", "second_adult", "stranger"),
    *(f"guardian:{person}" for person in PEOPLE),
)
moments = st.sampled_from(
    [LAST_YEAR, *(AT + timedelta(days=days) for days in (-3, -2, -1, 0)), LATER]
)
maybe_moments = st.none() | moments
maybe_days = st.none() | st.sampled_from([YESTERDAY, TODAY, TOMORROW])
maybe_grades = st.none() | st.frozensets(st.sampled_from(["09", "10"]))
answers = st.builds(
    Answer,
    signer=st.sampled_from(PEOPLE),
    decision=st.sampled_from(AnswerDecision),
    at=moments,
    kind=st.sampled_from(SignerKind),
    withdrawn_at=maybe_moments,
    invalidated_at=maybe_moments,
    duplicates=st.booleans(),
)
rules = st.builds(
    Rule,
    grades=maybe_grades,
    enrolled_only=st.booleans(),
    principal_approval=st.booleans(),
    ceo_program=st.booleans(),
    approved_platform=st.booleans(),
    guardian_on_thread=st.sampled_from(GuardianOnThread),
    employee_email_on_thread=st.booleans(),
    answer_rule=st.sampled_from(AnswerRule),
    clause=st.sampled_from(["T2", "T3", "T4", "T5"]),
)
# Where only answers and thread are in question, so that a yes is not a rarity.
plain_rules = st.builds(
    Rule,
    grades=st.none(),
    principal_approval=st.just(False),
    ceo_program=st.just(False),
    approved_platform=st.just(False),
    guardian_on_thread=st.sampled_from(GuardianOnThread),
    employee_email_on_thread=st.booleans(),
    answer_rule=st.sampled_from(AnswerRule),
)
threads = st.none() | st.frozensets(st.sampled_from(MEMBERS))
guardians = st.frozensets(st.sampled_from(PEOPLE[:3]))


def found(rule, **changes):
    return st.builds(
        Facts,
        rule=rule,
        year=st.just(YEAR),
        guardians=guardians,
        answers=st.lists(answers, max_size=5).map(tuple),
        thread=threads,
        **changes,
    )


whole = found(
    rules,
    student=st.builds(
        StudentFacts,
        grade=st.sampled_from(["09", "10"]),
        enrolled=st.booleans(),
        adult=st.booleans(),
    ),
    adult=st.builds(
        AdultFacts, designated=st.booleans(), active=st.booleans(), paused=st.booleans()
    ),
    approval=st.none()
    | st.builds(Approval, decision=st.sampled_from(ApprovalDecision), at=moments),
    program=st.none()
    | st.builds(Program, approved_at=moments, ends_on=maybe_days, grades=maybe_grades),
    platform=st.none()
    | st.builds(PlatformFacts, status=st.sampled_from(PlatformStatus), until=maybe_days),
    activity=st.none()
    | st.builds(
        ActivityFacts, starts_on=maybe_days, ends_on=maybe_days, student_listed=st.booleans()
    ),
)
answered = found(
    plain_rules,
    student=st.builds(StudentFacts, grade=st.just("10"), adult=st.booleans()),
    adult=st.just(AdultFacts(designated=True, active=True)),
)
ON_ANSWERS = {"no_answer", "refused", "withdrawn", "conflict", "another_school_year"}


@pytest.mark.clause("T1")
@given(facts=whole, order=st.randoms(use_true_random=False))
def test_the_order_of_answers_never_matters(facts, order):
    shuffled = order.sample(facts.answers, len(facts.answers))

    assert may_text(replace(facts, answers=tuple(shuffled)), at=AT) == may_text(facts, at=AT)


@pytest.mark.clause("T1")
@given(
    facts=answered.filter(lambda f: f.rule.answer_rule != AnswerRule.ANY_ONE),
    refusal=answers.map(lambda a: replace(a, decision=AnswerDecision.REFUSED)),
)
def test_adding_a_refusal_never_turns_a_no_into_a_yes(facts, refusal):
    after = may_text(replace(facts, answers=(*facts.answers, refusal)), at=AT)

    assert may_text(facts, at=AT).allowed or not after.allowed


@pytest.mark.clause("T1")
@given(
    facts=answered.filter(lambda f: f.rule.answer_rule != AnswerRule.ANY_ONE and f.guardians),
    who=st.data(),
)
def test_a_guardians_refusal_now_always_stops_a_minors_text(facts, who):
    signer = who.draw(st.sampled_from(sorted(facts.guardians)))
    refusal = Answer(signer=signer, decision=AnswerDecision.REFUSED, at=AT)
    minor = replace(facts.student, adult=False)

    after = may_text(replace(facts, student=minor, answers=(*facts.answers, refusal)), at=AT)

    assert after.allowed is False


@pytest.mark.clause("T1")
@given(facts=whole)
def test_the_answers_give_at_most_one_reason_and_no_reason_comes_twice(facts):
    codes = may_text(facts, at=AT).codes

    assert len(ON_ANSWERS & set(codes)) <= 1
    assert list(codes) == [code for code in Reason.values if code in codes]


@pytest.mark.clause("T1")
@given(facts=whole)
def test_an_answer_that_cannot_count_changes_nothing(facts):
    void = [
        Answer(signer="stranger", decision=AnswerDecision.REFUSED, at=AT),
        Answer(signer="g1", decision=AnswerDecision.GRANTED, at=LATER),
        Answer(signer="g1", decision=AnswerDecision.REFUSED, at=AT, invalidated_at=AT),
    ]

    after = may_text(replace(facts, answers=(*void, *facts.answers)), at=AT)

    assert after == may_text(facts, at=AT)


@pytest.mark.clause("T4")
@pytest.mark.clause("T6")
@given(facts=whole)
def test_what_the_rule_does_not_ask_for_changes_nothing(facts):
    asks_nothing = replace(
        facts,
        rule=replace(
            facts.rule, principal_approval=False, ceo_program=False, approved_platform=False
        ),
    )
    bare = replace(asks_nothing, approval=None, program=None, platform=None)

    assert may_text(asks_nothing, at=AT) == may_text(bare, at=AT)


@pytest.mark.clause("T7")
@given(facts=whole)
def test_outside_the_year_nothing_is_allowed(facts):
    past = may_text(facts, at=AT + timedelta(days=365))

    assert (past.allowed, ON_ANSWERS & set(past.codes)) == (False, {"another_school_year"})


@pytest.mark.clause("T7")
@given(facts=whole)
def test_until_is_given_exactly_when_allowed_and_is_never_past(facts):
    verdict = may_text(facts, at=AT)

    assert (verdict.until is not None) is verdict.allowed
    assert verdict.until is None or TODAY <= verdict.until <= YEAR.ends_on


@pytest.mark.clause("T2b")
@given(facts=whole)
def test_taking_the_thread_away_takes_only_thread_reasons_away(facts):
    on_thread = {code for code in Reason.values if "thread" in code or "left_out" in code}
    without = may_text(replace(facts, thread=None), at=AT)

    verdict = may_text(facts, at=AT)

    assert without.codes == tuple(code for code in verdict.codes if code not in on_thread)
    assert without.required_members == verdict.required_members


@pytest.mark.clause("T2b")
@given(facts=answered)
def test_no_text_is_ever_one_to_one(facts):
    alone = replace(facts, thread=frozenset({"student", "adult", "employee_email"}))

    assert may_text(alone, at=AT).allowed is False


@pytest.mark.clause("T2b")
@pytest.mark.clause("T3a")
@given(facts=answered)
def test_a_thread_of_the_required_members_passes_where_a_grant_is_live(facts):
    minor = replace(facts, student=replace(facts.student, adult=False), thread=None)
    asked = may_text(minor, at=AT)
    everybody = {f"guardian:{guardian}" for guardian in facts.guardians}
    members = (set(asked.required_members) - {"guardian:any"}) | {"adult"} | everybody

    verdict = may_text(replace(minor, thread=frozenset(members)), at=AT)

    assert verdict.allowed is (asked.allowed and bool(facts.guardians))
