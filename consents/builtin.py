"""The exceptions that ship with the product, read from consents/exceptions/*.yaml.

`decide` judges by them as they are; the register loads each as version 1 of a row that the
district then edits.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from consents.policy import Rule
from consents.terms import AnswerRule, GuardianOnThread
from core.reading import Fields, Unreadable, day, each, flag, maybe, one_among, one_of, text
from schools.terms import GRADES

FOLDER = Path(__file__).parent / "exceptions"


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """One shipped exception: its code and name, its rule, and where the rule was read and when."""

    code: str
    name: str
    rule: Rule
    source: str
    verified_on: date


@cache
def built_ins() -> dict[str, BuiltIn]:
    """Every shipped exception by code, in the order of their clauses (T2, T3, T4)."""
    shipped = [read(path) for path in FOLDER.glob("*.yaml")]
    return {one.code: one for one in sorted(shipped, key=lambda one: one.rule.clause)}


def read(path: Path) -> BuiltIn:
    """One file; `Unreadable` when a key is unknown, missing or of the wrong kind."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise Unreadable(f"{path.name}: not YAML: {error}") from None
    with Fields(content, path.name) as key:
        return BuiltIn(
            code=path.stem,
            name=key("name", text),
            rule=_rule(key),
            source=key("source", text),
            verified_on=key("verified_on", day),
        )


def read_rule(content: object) -> Rule:
    """A rule as a row keeps it; the opposite of `written_rule`."""
    with Fields(content, "rule") as key:
        return _rule(key)


def written_rule(rule: Rule) -> dict[str, object]:
    """A rule as a row keeps it: CONTRACT's keys and the clause, grades in their order."""
    grades = None if rule.grades is None else [one for one in GRADES if one in rule.grades]
    return {**asdict(rule), "grades": grades}


def _rule(key: Fields) -> Rule:
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
