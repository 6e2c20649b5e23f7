"""State derivation: what the register's rows amount to, for every answer rule and every pair of answers.

A row of the table is what the mother and the father said. Everything is asked of rows, through the verdict that pages
and the API give; nothing is stored about a state, so each changes by a new row alone.
"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consents.actions import asking, holds
from consents.actions.withdrawals import withdraw
from consents.models import ExceptionRule, Hold
from consents.terms import AnswerDecision, AnswerRule
from consents.terms.holds import HoldCause
from consents.verdicts import verdict
from schools.models import GuardianLink
from tests.consent_factories import make_version, safety_meetup
from tests.consents.families import JOB, ask_of, sign
from tests.consents.signing import invalidate
from tests.factories import actor

pytestmark = pytest.mark.django_db
GRANTED, REFUSED = AnswerDecision.GRANTED, AnswerDecision.REFUSED
ANY, ALL = AnswerRule.ANY_ONE, AnswerRule.ALL
NO_OBJECTION, UNLESS = AnswerRule.NO_OBJECTION, AnswerRule.UNLESS_REFUSED
RULES = [ANY, ALL, NO_OBJECTION, UNLESS]


def family(rule, *said):
    """A mother and a father who said these words, in this order, under an exception with the rule."""
    scene = safety_meetup(stage="draft")
    base = scene.version.rule
    changed = ExceptionRule.objects.create(
        kind=base.kind,
        number=base.kind.rules.count() + 1,
        rule=base.rule | {"answer_rule": rule},
        beside=base.beside,
    )
    scene.version = make_version(
        scene.activity,
        adults=[scene.coach],
        students=[scene.student],
        decided_by=scene.principal,
        rule=changed,
    )
    asking.ask_families(scene.version.approvals.get(), by=JOB)
    scene.answers = [
        say(scene, guardian, word) for guardian, word in zip(scene.guardians, said, strict=False)
    ]
    return scene


def say(scene, guardian, word, key="said"):
    """One word of a guardian, as rows: yes, no, a yes taken back, or nothing."""
    if word == "-":
        return None
    ask = ask_of(guardian, scene.version)
    answer = sign(ask, REFUSED if word == "no" else GRANTED, key=f"{key}-{guardian.pk}")
    if word == "back":
        withdraw(ask, language="en")
    return answer


def word_on(scene, **when):
    """The verdict's one word on the answers; "yes" where it is a yes."""
    found = verdict(scene.coach.staff, scene.student, scene.activity, **when).verdict
    return " ".join(reason.code for reason in found.reasons) or "yes"


def each_rule(*words):
    """The word under each of the four rules, in the order of RULES; each in a district of its own."""
    return pytest.mark.parametrize(("rule", "word"), list(zip(RULES, words, strict=True)))


@pytest.mark.clause("T1")
@each_rule("no_answer", "no_answer", "no_answer", "yes")
def test_sd_01_both_silent(rule, word):
    assert word_on(family(rule, "-", "-")) == word


@pytest.mark.clause("T1")
@each_rule("yes", "no_answer", "yes", "yes")
def test_sd_02_one_yes_and_one_silent(rule, word):
    assert word_on(family(rule, "yes", "-")) == word


@pytest.mark.clause("T1")
@each_rule("yes", "yes", "yes", "yes")
def test_sd_03_two_yeses(rule, word):
    assert word_on(family(rule, "yes", "yes")) == word


@pytest.mark.clause("T1")
@each_rule("yes", "conflict", "conflict", "conflict")
def test_sd_04_a_yes_and_a_no(rule, word):
    assert word_on(family(rule, "yes", "no")) == word


@pytest.mark.clause("T1")
@each_rule("yes", "conflict", "conflict", "conflict")
def test_sd_05_a_no_and_a_yes_that_came_later(rule, word):
    assert word_on(family(rule, "no", "yes")) == word


@pytest.mark.clause("T1")
@each_rule("refused", "refused", "refused", "refused")
def test_sd_06_one_no_and_one_silent(rule, word):
    assert word_on(family(rule, "no", "-")) == word


@pytest.mark.clause("T1")
@each_rule("refused", "refused", "refused", "refused")
def test_sd_07_two_noes(rule, word):
    assert word_on(family(rule, "no", "no")) == word


@pytest.mark.clause("T1")
@each_rule("withdrawn", "withdrawn", "withdrawn", "withdrawn")
def test_sd_08_a_yes_taken_back_and_one_silent(rule, word):
    assert word_on(family(rule, "back", "-")) == word


@pytest.mark.clause("T1")
@each_rule("yes", "conflict", "conflict", "conflict")
def test_sd_09_a_yes_taken_back_and_a_yes(rule, word):
    assert word_on(family(rule, "back", "yes")) == word


@pytest.mark.clause("T1")
@each_rule("refused", "refused", "refused", "refused")
def test_sd_10_a_yes_taken_back_and_a_no(rule, word):
    assert word_on(family(rule, "back", "no")) == word


@pytest.mark.clause("T1")
@each_rule("withdrawn", "withdrawn", "withdrawn", "withdrawn")
def test_sd_11_two_yeses_both_taken_back(rule, word):
    assert word_on(family(rule, "back", "back")) == word


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("rule", "held", "released"),
    [
        (ANY, "no_answer", "yes"),
        (ALL, "no_answer", "no_answer"),
        (NO_OBJECTION, "no_answer", "yes"),
        (UNLESS, "yes", "yes"),
    ],
)
def test_sd_12_a_yes_that_others_hold_until_it_is_checked(rule, held, released):
    scene = family(rule, "yes", "-")
    holds.hold(scene.answers[0], [HoldCause.NOT_ON_FILE], by=JOB)

    while_held = word_on(scene)
    holds.release(Hold.objects.get(), by=actor(scene.principal), words="I called her.")

    assert (while_held, word_on(scene)) == (held, released)


@pytest.mark.clause("T1")
@pytest.mark.parametrize("rule", RULES)
def test_sd_13_a_no_that_is_held_counts_meanwhile(rule):
    scene = family(rule, "no", "-")

    holds.hold(scene.answers[0], [HoldCause.NOT_ON_FILE], by=JOB)

    assert word_on(scene) == "refused"


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("rule", "word"), [(ANY, "no_answer"), (ALL, "no_answer"), (NO_OBJECTION, "no_answer"), (UNLESS, "yes")]
)  # fmt: skip
def test_sd_14_an_answer_found_not_to_count_is_as_if_never_given(rule, word):
    scene = family(rule, "yes", "-")

    invalidate(scene.answers[0], at=timezone.now(), by=scene.principal)

    assert word_on(scene) == word


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("rule", "word"), [(ANY, "yes"), (ALL, "conflict"), (NO_OBJECTION, "conflict"), (UNLESS, "conflict")]
)  # fmt: skip
def test_sd_15_before_the_other_parent_spoke_it_was_otherwise(rule, word):
    scene = family(rule, "yes", "-")
    first = word_on(scene)
    between = timezone.now()
    with time_machine.travel(between + timedelta(hours=1)):
        say(scene, scene.guardians[1], "no")
        now = word_on(scene)
        then = word_on(scene, at=between)

    assert (now, then) == (word, first)


@pytest.mark.clause("T1")
@pytest.mark.parametrize("rule", RULES)
def test_sd_16_the_last_word_of_one_parent_counts_alone(rule):
    scene = family(rule, "no", "yes")

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        say(scene, scene.guardians[0], "yes", key="again")
        assert word_on(scene) == "yes"


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("rule", "word"), [(ANY, "yes"), (ALL, "yes"), (NO_OBJECTION, "yes"), (UNLESS, "yes")]
)
def test_sd_17_a_parent_who_may_no_longer_sign_no_longer_counts(rule, word):
    scene = family(rule, "yes", "no")

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        GuardianLink.objects.filter(guardian=scene.guardians[1]).update(ended_at=timezone.now())
        assert word_on(scene) == word


@pytest.mark.clause("T5")
def test_sd_18_each_activity_is_judged_by_the_version_it_was_asked_under():
    scene = family(NO_OBJECTION, "yes", "no")
    other = family(ANY, "yes", "no")

    assert (word_on(scene), word_on(other)) == ("conflict", "yes")
