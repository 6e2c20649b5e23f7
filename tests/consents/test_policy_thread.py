"""The truth table of the thread: who must be on it, and who may not."""

from dataclasses import replace

import pytest

from consents.policy import StudentFacts, may_text
from consents.terms import AnswerRule, GuardianOnThread
from tests.consents.facts import AT, built_in, by_student, facts, granted, refused, rule, thread

ALWAYS, WHEN_ELECTED, NEVER = GuardianOnThread
ADULT_STUDENT = StudentFacts(grade="12", adult=True)
LEFT_OUT = ("guardian_left_out", "T2b")
ELECTING = granted("g1", duplicates=True)


def said(found):
    verdict = may_text(found, at=AT)
    return tuple(zip(verdict.codes, verdict.clauses, strict=True))


@pytest.mark.clause("T2b")
@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (None, ()),
        (thread("student", "adult", "employee_email", "guardian:g1"), ()),
        (thread("student", "adult", "employee_email", "guardian:g1", "guardian:g2"), ()),
        (thread("student", "adult", "employee_email", "guardian:g2"), (LEFT_OUT,)),
        (thread("student", "adult", "employee_email", "second_adult"), (LEFT_OUT,)),
        (thread("student", "adult", "employee_email"), (LEFT_OUT,)),
        (thread("employee_email"), (LEFT_OUT,)),
        (thread("guardian:g1"), (("employee_email_left_out", "T2b"),)),
        (thread(), (LEFT_OUT, ("employee_email_left_out", "T2b"))),
    ],
)
@pytest.mark.parametrize("code", ["safety_meetup", "re_engagement"])
def test_a_guardian_who_granted_and_the_mailbox_are_on_the_thread(code, members, expected):
    assert said(facts(rule=built_in(code), thread=members)) == expected


@pytest.mark.clause("T2b")
@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (thread("student", "adult"), (LEFT_OUT,)),
        (thread("student", "adult", "employee_email"), (LEFT_OUT,)),
        (thread("student", "adult", "guardian:g2"), ()),
        (thread("student", "adult", "second_adult"), ()),
        (thread("student"), ()),
        (thread("adult"), ()),
        (thread(), ()),
        (
            thread("student", "adult", "guardian:stranger"),
            (LEFT_OUT, ("not_entitled_on_thread", "T2b")),
        ),
    ],
)
@pytest.mark.parametrize("wanted", [WHEN_ELECTED, NEVER])
def test_whatever_the_rule_a_thread_is_never_one_to_one(wanted, members, expected):
    assert said(facts(rule=rule(guardian_on_thread=wanted), thread=members)) == expected


@pytest.mark.clause("T2b")
@pytest.mark.parametrize(
    ("answers", "answer_rule", "on_thread", "left_out"),
    [
        ((granted("g1"),), AnswerRule.ANY_ONE, "guardian:g1", False),
        ((granted("g1"), refused("g2")), AnswerRule.ANY_ONE, "guardian:g1", False),
        ((granted("g1"), refused("g2")), AnswerRule.ANY_ONE, "guardian:g2", True),
        ((granted("g1", withdrawn_at=AT),), AnswerRule.ANY_ONE, "guardian:g1", True),
        ((), AnswerRule.ANY_ONE, "guardian:g1", True),
        ((granted("g1"), refused("g2")), AnswerRule.NO_OBJECTION, "guardian:g1", False),
        ((granted("g1"),), AnswerRule.ALL, "guardian:g1", False),
        ((), AnswerRule.UNLESS_REFUSED, "guardian:g1", False),
        ((refused("g1"),), AnswerRule.UNLESS_REFUSED, "guardian:g1", False),
        ((), AnswerRule.UNLESS_REFUSED, "second_adult", True),
        ((), AnswerRule.UNLESS_REFUSED, "employee_email", True),
    ],
)
def test_always_wants_a_live_grant_where_somebody_must_grant(
    answers, answer_rule, on_thread, left_out
):
    asked = rule(answer_rule, guardian_on_thread=ALWAYS)
    found = facts(rule=asked, answers=answers, thread=thread("student", "adult", on_thread))

    assert ("guardian_left_out" in may_text(found, at=AT).codes) is left_out


@pytest.mark.clause("T2b")
@pytest.mark.parametrize("answer_rule", AnswerRule)
@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("guardian:g1", ()),
        ("second_adult", ()),
        ("employee_email", (LEFT_OUT,)),
        ("guardian:g3", (LEFT_OUT, ("not_entitled_on_thread", "T2b"))),
    ],
)
def test_for_an_adult_student_any_guardian_or_a_second_adult_serves(answer_rule, member, expected):
    found = facts(
        rule=rule(answer_rule, guardian_on_thread=ALWAYS),
        student=ADULT_STUDENT,
        answers=(by_student(granted()),),
        thread=thread("student", "adult", member),
    )

    assert said(found) == expected


DUPLICATE = ("duplicate_left_out", "T3a")


@pytest.mark.clause("T3a")
@pytest.mark.parametrize(
    ("answers", "members", "expected"),
    [
        ((ELECTING,), None, ()),
        ((ELECTING,), thread("student", "guardian:g1"), ()),
        ((ELECTING,), thread("student"), (DUPLICATE,)),
        ((ELECTING,), thread("student", "guardian:g2"), (DUPLICATE,)),
        ((ELECTING, granted("g2", duplicates=True)), thread("guardian:g1"), (DUPLICATE,)),
        ((ELECTING, granted("g2", duplicates=True)), thread("student"), (DUPLICATE,)),
        ((granted("g1"),), thread("student"), ()),
        ((ELECTING,), thread("student", "adult"), (LEFT_OUT, DUPLICATE)),
        ((granted("g1"), refused("g2", duplicates=True)), thread("student"), (("conflict", "T1"),)),
        (
            (ELECTING, refused("g2")),
            thread("student"),
            (("conflict", "T1"), DUPLICATE),
        ),
        (
            (replace(ELECTING, withdrawn_at=AT),),
            thread("student"),
            (("withdrawn", "T1"),),
        ),
    ],
)
def test_a_guardian_who_elected_duplicates_is_on_the_thread(answers, members, expected):
    found = facts(rule=built_in("bulk_alerts"), answers=answers, thread=members)

    assert said(found) == expected


@pytest.mark.clause("T3a")
@pytest.mark.parametrize("wanted", [ALWAYS, NEVER])
def test_duplicates_matter_only_where_the_rule_lets_guardians_elect_them(wanted):
    found = facts(
        rule=rule(guardian_on_thread=wanted),
        answers=(granted("g1"), granted("g2", duplicates=True)),
        thread=thread("student", "guardian:g1"),
    )

    assert said(found) == ()


@pytest.mark.clause("T3a")
def test_an_adult_students_own_election_asks_for_nobody_else():
    found = facts(
        rule=built_in("bulk_alerts"),
        student=ADULT_STUDENT,
        answers=(by_student(ELECTING),),
        thread=thread("student"),
    )

    verdict = may_text(found, at=AT)

    assert (verdict.codes, verdict.required_members) == ((), ("student",))


@pytest.mark.clause("T2b")
@pytest.mark.parametrize("member", ["stranger", "guardian:g3", "guardian:any", "guardian:", ""])
def test_nobody_else_is_entitled_to_be_on_the_thread(member):
    found = facts(rule=rule(), thread=thread("student", "adult", "guardian:g1", member))

    assert said(found) == (("not_entitled_on_thread", "T2b"),)


@pytest.mark.clause("T2b")
@pytest.mark.parametrize(
    ("changes", "required"),
    [
        ({}, ("student", "adult", "guardian:any", "employee_email")),
        ({"student": ADULT_STUDENT}, ("student", "adult", "guardian:any", "employee_email")),
        ({"answers": ()}, ("student", "adult", "guardian:any", "employee_email")),
        ({"rule": rule()}, ("student",)),
        ({"rule": rule(guardian_on_thread=ALWAYS)}, ("student", "adult", "guardian:any")),
        ({"rule": rule(employee_email_on_thread=True)}, ("student", "employee_email")),
        (
            {
                "rule": rule(guardian_on_thread=WHEN_ELECTED, employee_email_on_thread=True),
                "guardians": frozenset({"g1", "g10", "g2"}),
                "answers": tuple(granted(g, duplicates=True) for g in ("g2", "g10", "g1")),
            },
            ("student", "guardian:g1", "guardian:g10", "guardian:g2", "employee_email"),
        ),
    ],
)
def test_required_members_are_given_even_when_refused(changes, required):
    assert may_text(facts(**changes), at=AT).required_members == required
