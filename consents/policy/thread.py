"""Who must be on a text's thread, and who may not be."""

from __future__ import annotations

from consents.policy.answers import Standing
from consents.policy.facts import (
    ADULT,
    ANY_GUARDIAN,
    EMPLOYEE_EMAIL,
    SECOND_ADULT,
    STUDENT,
    Facts,
    guardian_member,
)
from consents.terms import AnswerRule, GuardianOnThread


def members(facts: Facts) -> frozenset[str]:
    """Everybody on the thread; nobody where none was given."""
    return facts.thread or frozenset()


def guardians_on(facts: Facts) -> frozenset[str]:
    """The guardians with authority who are on the thread."""
    return frozenset(g for g in facts.guardians if guardian_member(g) in members(facts))


def electing(facts: Facts, said: Standing) -> frozenset[str]:
    """T3a: the guardians of a minor whose live grant asks for the same texts."""
    if facts.student.adult or facts.rule.guardian_on_thread != GuardianOnThread.WHEN_ELECTED:
        return frozenset()
    return frozenset(answer.signer for answer in said.granted if answer.duplicates)


def one_to_one(facts: Facts) -> bool:
    """T2b: student and adult with no other person. A mailbox is not a person."""
    alone = {STUDENT, ADULT} <= members(facts) and SECOND_ADULT not in members(facts)
    return alone and not guardians_on(facts)


def right_guardian_on(facts: Facts, said: Standing) -> bool:
    """T2b: a guardian whose grant is live; any guardian where nobody need grant.

    For an adult student a second adult serves too.
    """
    present = guardians_on(facts)
    if facts.student.adult:
        return bool(present) or SECOND_ADULT in members(facts)
    if facts.rule.answer_rule == AnswerRule.UNLESS_REFUSED:
        return bool(present)
    return bool(present & said.grantors)


def guardian_present(facts: Facts, said: Standing) -> bool:
    """T2b: never one-to-one, and a guardian wherever the exception always wants one."""
    if facts.thread is None:
        return True
    if one_to_one(facts):
        return False
    wanted = facts.rule.guardian_on_thread == GuardianOnThread.ALWAYS
    return not wanted or right_guardian_on(facts, said)


def duplicates_present(facts: Facts, said: Standing) -> bool:
    """T3a: each guardian who asked for duplicates receives them."""
    return facts.thread is None or electing(facts, said) <= guardians_on(facts)


def employee_email_present(facts: Facts) -> bool:
    """T2b: the employee's district e-mail keeps the record, where the exception asks."""
    if facts.thread is None or not facts.rule.employee_email_on_thread:
        return True
    return EMPLOYEE_EMAIL in facts.thread


def all_entitled(facts: Facts) -> bool:
    """T2b: nobody is on the thread but those the policy knows."""
    known = {STUDENT, ADULT, EMPLOYEE_EMAIL, SECOND_ADULT}
    return members(facts) <= known | {guardian_member(g) for g in facts.guardians}


def required_members(facts: Facts, said: Standing) -> tuple[str, ...]:
    """T2b, T3a: who must be on the thread, in the order in which people read it."""
    required = [STUDENT]
    if facts.rule.guardian_on_thread == GuardianOnThread.ALWAYS:
        required += [ADULT, ANY_GUARDIAN]
    required += [guardian_member(g) for g in sorted(electing(facts, said))]
    if facts.rule.employee_email_on_thread:
        required.append(EMPLOYEE_EMAIL)
    return tuple(required)
