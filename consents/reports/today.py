"""Whom an adult of an activity may text now: one verdict for each listed student, and how many of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consents.facts.question import Question
from consents.models import Activity
from consents.terms import Reason as Code
from consents.verdicts import Judged, judge
from core.decision import Reason
from schools.models import Staff

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST = 1_000
AGAINST = {Code.REFUSED.value, Code.WITHDRAWN.value, Code.CONFLICT.value}


@dataclass(frozen=True, slots=True)
class State:
    """One of the four states a listed student can be in."""

    key: str
    label: str | _StrPromise
    tone: str


YES = State("yes", _("May be texted"), "good")
WAITING = State("waiting", _("Waiting"), "wait")
NO = State("no", _("A family said no"), "bad")
NOT_NOW = State("not_now", _("Not now"), "neutral")
STATES = (YES, WAITING, NO, NOT_NOW)


@dataclass(frozen=True, slots=True)
class Today:
    """A student's state now, with every reason where it is not yes."""

    state: State
    reasons: tuple[Reason, ...]


def today(
    activity: Activity, adult: Staff, student_ids: Sequence[int], at: datetime
) -> dict[int, Today]:
    """Each student's state for the adult at the moment, in the same few queries however many."""
    questions = [
        Question(staff_id=adult.pk, student_id=student, activity_id=activity.pk, at=at, known_at=at)
        for student in student_ids[:MOST]
    ]
    return {found.question.student_id: _state(found) for found in judge(questions)}


def counts(states: dict[int, Today]) -> list[tuple[State, int]]:
    """How many students are in each state, in a fixed order."""
    found = Counter(one.state.key for one in states.values())
    return [(state, found[state.key]) for state in STATES]


def _state(found: Judged) -> Today:
    reasons = tuple(found.verdict.reasons)
    codes = {reason.code for reason in reasons}
    if found:
        return Today(YES, ())
    if codes <= {Code.NO_ANSWER.value} and found.facts.guardians:
        return Today(WAITING, reasons)
    if codes <= AGAINST:
        return Today(NO, reasons)
    return Today(NOT_NOW, reasons)
