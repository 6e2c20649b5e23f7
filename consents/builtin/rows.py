"""An exception as rows and files keep it: its rule, its terms beside the rule, its example cases.

The rule has CONTRACT's keys and the clause. The terms say what the policy is not asked: who starts, which adults
are covered, how long an activity may last, whether family is exempt. Reading is strict: an unknown key, a key
that is missing or a value of the wrong kind is `Unreadable`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from consents.policy import Rule
from consents.terms import AnswerRule, GuardianOnThread, Starter
from core.reading import Fields, Unreadable, each, flag, maybe, one_among, one_of, text
from schools.terms import GRADES, AdultCategory

MOST_DAYS: Final = 366
EMPLOYEES: Final = frozenset({AdultCategory.EMPLOYEE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an exception says beside its rule. `longest_days` only shortens what T7 allows; None: the school year."""

    purpose: str = ""
    starts_by: Starter = Starter.SCHOOL
    adult_categories: frozenset[AdultCategory] = EMPLOYEES
    longest_days: int | None = None
    family_exempt: bool = False
    # Whether a guardian who has not answered is told, once, that another one agreed.
    tells_others: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A case with the answer the district expects: CONTRACT's question without `exception`.

    `adult_category` is what the adult is to the district; one that is not covered counts as not designated.
    """

    title: str
    question: Mapping[str, Any]
    allowed: bool
    reasons: tuple[str, ...] = ()
    adult_category: AdultCategory = AdultCategory.EMPLOYEE


def read_rule(content: object) -> Rule:
    """A rule as a row keeps it; the opposite of `written_rule`."""
    with Fields(content, "rule") as key:
        return rule_of(key)


def written_rule(rule: Rule) -> dict[str, object]:
    """A rule as a row keeps it: CONTRACT's keys and the clause, grades in their order."""
    grades = None if rule.grades is None else [one for one in GRADES if one in rule.grades]
    return {**asdict(rule), "grades": grades}


def rule_of(key: Fields) -> Rule:
    """The rule among the keys of a larger object."""
    grades = key("grades", maybe(each(one_among(GRADES))))
    return Rule(
        clause=key("clause", text),
        grades=None if grades is None else frozenset(grades),
        enrolled_only=key("enrolled_only", flag),
        principal_approval=key("principal_approval", flag),
        ceo_program=key("ceo_program", flag),
        approved_platform=key("approved_platform", flag),
        guardian_on_thread=key("guardian_on_thread", one_of(GuardianOnThread)),
        employee_email_on_thread=key("employee_email_on_thread", flag),
        answer_rule=key("answer_rule", one_of(AnswerRule)),
    )


def read_terms(content: object) -> Terms:
    """Terms as a row keeps them; what a row does not say is as it was before exceptions had terms."""
    with Fields(content, "terms") as key:
        return terms_of(key)


def written_terms(terms: Terms) -> dict[str, object]:
    """The opposite of `read_terms`."""
    covered = [str(one) for one in AdultCategory if one in terms.adult_categories]
    return {**asdict(terms), "starts_by": str(terms.starts_by), "adult_categories": covered}


def terms_of(key: Fields) -> Terms:
    """The terms among the keys of a larger object."""
    usual = Terms()
    return Terms(
        purpose=key("purpose", text, usual.purpose),
        starts_by=key("starts_by", one_of(Starter), usual.starts_by),
        adult_categories=frozenset(
            key("adult_categories", each(one_of(AdultCategory)), usual.adult_categories)
        ),
        longest_days=key("longest_days", maybe(days), usual.longest_days),
        family_exempt=key("family_exempt", flag, usual.family_exempt),
        tells_others=key("tells_others", flag, usual.tells_others),
    )


def days(value: object, where: str) -> int:
    """How long an activity may last: a whole number of days, a year at most (T7)."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
        raise Unreadable(f"{where}: expected a whole number of days from 1 to {MOST_DAYS}")
    return value


def read_example(content: object, where: str = "example") -> Example:
    """An example as a row keeps it. That its question can be answered is `decide`'s to say."""
    with Fields(content, where) as key:
        return Example(
            title=key("title", text),
            question=key("question", question),
            allowed=key("allowed", flag),
            reasons=key("reasons", each(text), ()),
            adult_category=key("adult_category", one_of(AdultCategory), AdultCategory.EMPLOYEE),
        )


def written_example(example: Example) -> dict[str, Any]:
    """The opposite of `read_example`."""
    return {
        "title": example.title,
        "adult_category": str(example.adult_category),
        "question": dict(example.question),
        "allowed": example.allowed,
        "reasons": list(example.reasons),
    }


def question(value: object, where: str) -> dict[str, Any]:
    """An object that names no exception: it is asked under whichever rule is looked at."""
    if not isinstance(value, dict):
        raise Unreadable(f"{where}: expected an object")
    if "exception" in value:
        raise Unreadable(f"{where}.exception: an example does not name its exception")
    return value
