"""The truth table of the answers: which count, and what they amount to under each rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from consents.policy import StudentFacts, may_text
from consents.terms import AnswerRule, GuardianOnThread
from tests.consents.facts import (
    AT,
    EARLIER,
    LAST_YEAR,
    LATER,
    YEAR,
    by_student,
    facts,
    granted,
    refused,
    rule,
)

ADULT_STUDENT = StudentFacts(grade="12", adult=True)
WITHDRAWN_1, WITHDRAWN_2 = granted("g1", withdrawn_at=AT), granted("g2", withdrawn_at=AT)


def word(answer_rule, answers, *, at=AT, **changes):
    found = facts(rule=rule(answer_rule), answers=tuple(answers), **changes)
    return may_text(found, at=at).codes


def words(answers, **changes):
    """What each rule says, in the order any_one, all, no_objection, unless_refused."""
    return [next(iter(word(each, answers, **changes)), "yes") for each in AnswerRule]


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("answers", "any_one", "every", "no_objection", "unless_refused"),
    [
        ([], "no_answer", "no_answer", "no_answer", "yes"),
        ([granted("g1")], "yes", "no_answer", "yes", "yes"),
        ([granted("g1"), granted("g2")], "yes", "yes", "yes", "yes"),
        ([refused("g1")], "refused", "refused", "refused", "refused"),
        ([refused("g1"), refused("g2")], "refused", "refused", "refused", "refused"),
        ([WITHDRAWN_1], "withdrawn", "withdrawn", "withdrawn", "withdrawn"),
        ([WITHDRAWN_1, WITHDRAWN_2], "withdrawn", "withdrawn", "withdrawn", "withdrawn"),
        ([WITHDRAWN_1, refused("g2")], "refused", "refused", "refused", "refused"),
        ([granted("g1"), refused("g2")], "yes", "conflict", "conflict", "conflict"),
        ([granted("g1"), WITHDRAWN_2], "yes", "conflict", "conflict", "conflict"),
    ],
)
def test_two_guardians(answers, any_one, every, no_objection, unless_refused):
    assert words(answers) == [any_one, every, no_objection, unless_refused]


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([granted("g1"), granted("g2")], "no_answer"),
        ([granted("g1"), refused("g2")], "conflict"),
        ([refused("g1"), WITHDRAWN_2], "refused"),
        ([WITHDRAWN_1], "withdrawn"),
        ([granted("g1"), granted("g2"), granted("g3")], "yes"),
    ],
)
def test_all_of_three_guardians(answers, expected):
    asked = words(answers, guardians=frozenset({"g1", "g2", "g3"}))

    assert asked[1] == expected


@pytest.mark.clause("T1")
@pytest.mark.parametrize("answers", [[], [granted("g1")], [refused("g1")]])
def test_without_guardians_nobody_can_answer(answers):
    assert words(answers, guardians=frozenset()) == ["no_answer", "no_answer", "no_answer", "yes"]


@pytest.mark.clause("T1")
@pytest.mark.parametrize("answers", [[granted("stranger")], [refused("stranger")]])
def test_a_signer_without_authority_says_nothing(answers):
    assert words(answers) == ["no_answer", "no_answer", "no_answer", "yes"]


@pytest.mark.clause("T1")
@pytest.mark.parametrize("answer", [granted("g1"), refused("g1")])
def test_before_18_the_students_own_answer_never_counts(answer):
    answers = [by_student(answer), replace(by_student(answer), signer="g1")]

    assert words(answers) == ["no_answer", "no_answer", "no_answer", "yes"]


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([by_student(granted())], ["yes"] * 4),
        ([by_student(refused())], ["refused"] * 4),
        ([by_student(WITHDRAWN_1)], ["withdrawn"] * 4),
        ([granted("g1"), granted("g2")], ["no_answer"] * 3 + ["yes"]),
        ([by_student(granted()), refused("g1")], ["yes"] * 4),
        ([by_student(refused()), granted("g1"), granted("g2")], ["refused"] * 4),
        ([by_student(granted()), replace(by_student(refused()), signer="s2")],
         ["yes"] + ["conflict"] * 3),
    ],
)  # fmt: skip
def test_an_adult_student_alone_answers(answers, expected):
    assert words(answers, student=ADULT_STUDENT) == expected
    assert words(answers, student=ADULT_STUDENT, guardians=frozenset()) == expected


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (granted(at=AT), "yes"),
        (granted(at=LATER), "no_answer"),
        (granted(invalidated_at=LATER), "yes"),
        (granted(invalidated_at=AT), "no_answer"),
        (refused(invalidated_at=AT), "no_answer"),
        (granted(withdrawn_at=LATER), "yes"),
        (granted(withdrawn_at=AT), "withdrawn"),
        (refused(withdrawn_at=EARLIER), "refused"),
    ],
)
def test_an_answer_counts_from_its_signing_until_withdrawn_or_invalidated(answer, expected):
    assert words([answer])[2] == expected


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (granted(), refused(at=AT), "refused"),
        (refused(), granted(at=AT), "yes"),
        (WITHDRAWN_1, granted(at=AT), "yes"),
        (granted(), granted(at=AT, withdrawn_at=AT), "withdrawn"),
        (granted(), refused(at=LATER), "yes"),
        (granted(), refused(at=AT, invalidated_at=AT), "yes"),
        (granted(at=AT.astimezone(UTC)), refused(at=AT.astimezone(timezone(timedelta(hours=9)))),
         "refused"),
    ],
)  # fmt: skip
def test_the_latest_answer_of_a_signer_by_signing_time(earlier, later, expected):
    assert words([earlier, later])[2] == expected
    assert words([later, earlier])[2] == expected


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (granted(), refused(), "refused"),
        (WITHDRAWN_1, refused(), "refused"),
        (granted(duplicates=True), refused(), "refused"),
        (granted(), WITHDRAWN_1, "withdrawn"),
        (granted(duplicates=True), WITHDRAWN_1, "withdrawn"),
    ],
)
def test_at_the_same_instant_the_word_against_wins(one, other, expected):
    assert words([one, other])[2] == expected
    assert words([other, one])[2] == expected


@pytest.mark.clause("T3a")
@pytest.mark.parametrize("turn", [1, -1])
def test_at_the_same_instant_the_grant_with_duplicates_wins(turn):
    asked = rule(guardian_on_thread=GuardianOnThread.WHEN_ELECTED)
    answers = (granted(), granted(duplicates=True))[::turn]

    verdict = may_text(facts(rule=asked, answers=answers), at=AT)

    assert verdict.required_members == ("student", "guardian:g1")


FIRST = datetime.fromisoformat("2026-07-01T00:00:00-05:00")
LAST = datetime.fromisoformat("2027-06-30T23:59:59-05:00")
SECOND = timedelta(seconds=1)


@pytest.mark.clause("T7")
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([granted("g1", at=FIRST)], ["yes", "no_answer", "yes", "yes"]),
        ([granted("g1", at=FIRST - SECOND)], ["another_school_year"] * 3 + ["yes"]),
        ([refused("g1", at=LAST_YEAR)], ["another_school_year"] * 3 + ["yes"]),
        ([granted("g1", at=LAST_YEAR, withdrawn_at=AT)], ["another_school_year"] * 3 + ["yes"]),
        ([granted("g1", at=LAST_YEAR), granted("g2")], ["yes", "no_answer", "yes", "yes"]),
        ([refused("g1", at=LAST_YEAR), granted("g2")], ["yes", "no_answer", "yes", "yes"]),
        ([granted("g1", at=LAST_YEAR), refused("g2")], ["refused"] * 4),
        ([granted("stranger", at=LAST_YEAR)], ["no_answer"] * 3 + ["yes"]),
        ([granted("g1", at=LAST_YEAR, invalidated_at=AT)], ["no_answer"] * 3 + ["yes"]),
        ([granted("g1", at=LAST_YEAR), granted("g1", at=LATER)],
         ["another_school_year"] * 3 + ["yes"]),
    ],
)  # fmt: skip
def test_an_answer_counts_only_in_the_year_in_which_it_was_signed(answers, expected):
    assert words(answers) == expected


@pytest.mark.clause("T7")
@pytest.mark.parametrize(
    ("at", "within"), [(FIRST - SECOND, False), (FIRST, True), (LAST, True), (LAST + SECOND, False)]
)
@pytest.mark.parametrize("answer_rule", AnswerRule)
def test_the_moment_is_within_the_year(at, within, answer_rule):
    answers = [granted("g1", at=FIRST), granted("g2", at=FIRST)]

    codes = word(answer_rule, answers, at=at)

    assert codes == (() if within else ("another_school_year",))


@pytest.mark.clause("T7")
@pytest.mark.parametrize(
    "answers", [[], [refused("g1")], [WITHDRAWN_1], [granted("g1"), refused("g2")]]
)
@pytest.mark.parametrize("answer_rule", AnswerRule)
def test_a_moment_outside_the_year_comes_before_every_other_word(answers, answer_rule):
    assert word(answer_rule, answers, at=LAST + SECOND) == ("another_school_year",)


@pytest.mark.clause("T7")
def test_outside_the_year_no_grant_is_live_for_the_thread():
    asked = rule(guardian_on_thread=GuardianOnThread.WHEN_ELECTED)
    found = facts(
        rule=asked, answers=(granted(duplicates=True),), thread=frozenset({"student"}), year=YEAR
    )

    verdict = may_text(found, at=LAST + SECOND)

    assert verdict.codes == ("another_school_year",)
    assert verdict.required_members == ("student",)


@pytest.mark.clause("T7")
def test_a_grant_of_another_year_is_not_live_for_the_thread():
    asked = rule(guardian_on_thread=GuardianOnThread.ALWAYS)
    on_thread = frozenset({"student", "adult", "guardian:g1"})
    found = facts(rule=asked, answers=(granted(at=LAST_YEAR),), thread=on_thread)

    assert may_text(found, at=AT).codes == ("another_school_year", "guardian_left_out")
