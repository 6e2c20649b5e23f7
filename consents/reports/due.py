"""By when a family is asked to answer a form, and which forms want no answer at all."""

from __future__ import annotations

from datetime import date

from consents.models import Ask
from consents.policy.messages import Numbers, answer_by
from consents.terms import AnswerRule
from schools.calendar import local_day


def asked_on(ask: Ask) -> date:
    """The local day of asking."""
    return local_day(ask.created_at, ask.version.activity.year.timezone)


def due_on(ask: Ask, numbers: Numbers) -> date:
    """The day by which the family is asked to answer; the ask's version is fetched with its activity's year."""
    version = ask.version
    return answer_by(
        asked_on(ask), starts_on=version.starts_on, ends_on=version.ends_on, numbers=numbers
    )


def is_opt_out(ask: Ask) -> bool:
    """Whether silence is enough, so that nobody is asked twice."""
    return bool(ask.version.rule.conditions.answer_rule == AnswerRule.UNLESS_REFUSED)
