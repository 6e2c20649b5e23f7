"""Where one listed student stands for texting: exactly one state, worked out from the verdict.

What is true of the student comes first (not enrolled, a grade the exception does not cover, off the list):
no answer would change it. Then what the family said. Then what stands in everybody's way (no approval, a
platform that is not approved, a day outside the dates).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from consents.terms import BoardState, Reason
from consents.verdicts import Judged
from schools.models import Student

# A permission that ends within these days is said to end soon; a birthday is announced this long before.
ENDS_SOON = timedelta(days=14)
BIRTHDAY_SOON = timedelta(days=30)

TONES = {
    BoardState.GRANTED: "good",
    BoardState.EXPIRING: "good",
    BoardState.TURNING_18: "good",
    BoardState.CONFLICT: "bad",
    BoardState.REFUSED: "bad",
    BoardState.HELD: "wait",
    BoardState.SILENT: "wait",
    BoardState.UNREACHABLE: "wait",
    BoardState.NOT_COVERED: "neutral",
}
# Those whom the adult may text.
YES = (BoardState.GRANTED, BoardState.EXPIRING, BoardState.TURNING_18)
ABOUT_THE_STUDENT = {Reason.STUDENT_NOT_ENROLLED, Reason.GRADE_NOT_COVERED}
# Families are asked only once these are settled: before, nobody is silent.
BEFORE_ASKING = {Reason.NOT_APPROVED, Reason.APPROVAL_REVOKED, Reason.PROGRAM_NOT_APPROVED}


@dataclass(frozen=True, slots=True)
class Count:
    """How many students are in one state."""

    state: BoardState
    number: int

    @property
    def tone(self) -> str:
        return TONES[self.state]


def state_of(judged: Judged, student: Student, *, reachable: bool, held: bool) -> BoardState:
    """The student's one state at the moment of the question.

    `reachable`: some guardian who may sign has a usable contact. `held`: an answer waits to be checked.
    """
    if judged:
        return _kind_of_yes(judged, student)
    codes = {Reason(code) for code in judged.verdict.codes}
    checks = (
        (_is_about_the_student(judged, codes), BoardState.NOT_COVERED),
        (Reason.CONFLICT in codes, BoardState.CONFLICT),
        (codes & {Reason.REFUSED, Reason.WITHDRAWN}, BoardState.REFUSED),
        (Reason.NO_ANSWER not in codes or codes & BEFORE_ASKING, BoardState.NOT_COVERED),
        (held, BoardState.HELD),
        (reachable, BoardState.SILENT),
    )
    return next((state for holds, state in checks if holds), BoardState.UNREACHABLE)


def _is_about_the_student(judged: Judged, codes: set[Reason]) -> bool:
    activity = judged.facts.activity
    unlisted = Reason.NOT_THIS_ACTIVITY in codes and not (activity and activity.student_listed)
    return bool(codes & ABOUT_THE_STUDENT) or unlisted


def counts(states: Iterable[BoardState]) -> list[Count]:
    """How many students are in each state, in a fixed order."""
    found = Counter(states)
    return [Count(state, found[state]) for state in BoardState]


def turns_18_on(student: Student) -> date | None:
    """The first day on which the student decides alone; 1 March for who was born on 29 February."""
    born = student.birth_on
    if born is None:
        return None
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


def _kind_of_yes(judged: Judged, student: Student) -> BoardState:
    today = judged.facts.year.day(judged.question.at)
    birthday, until = turns_18_on(student), judged.verdict.until
    if birthday and today < birthday <= today + BIRTHDAY_SOON:
        return BoardState.TURNING_18
    if until and until <= today + ENDS_SOON:
        return BoardState.EXPIRING
    return BoardState.GRANTED
