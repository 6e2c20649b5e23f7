"""When parents are told, and by whose word (I2; Faith's Law). Pure: facts and a moment in, `Told` out.

Twenty-four hours run from the moment at which anybody of the district first knew. Where nothing stands against it,
the clock is for trying to reach them; where something does, it is for putting a named person in charge, and the
person's word to tell them starts another.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.decision import Decision, Reason
from incidents.terms import Concern, ParentNotice
from incidents.terms.parents import (
    Check,
    HeldBecause,
    ParentRefusal,
    Result,
    Standing,
    Telling,
)

WITHIN: Final = timedelta(hours=24)
CHECKS: Final = tuple(Check)


def _reason(why: ParentRefusal, clause: str) -> Reason:
    return Reason(why.value, clause, why.label)


NO_CHARGE: Final = _reason(ParentRefusal.NO_CHARGE, "I2")
CHECKS_OPEN: Final = _reason(ParentRefusal.CHECKS_OPEN, "I1")
UNDECIDED: Final = _reason(ParentRefusal.UNDECIDED, "I2")
TOO_EARLY: Final = _reason(ParentRefusal.TOO_EARLY, "I1")
NOT_YET: Final = _reason(ParentRefusal.NOT_YET, "I2")
DECIDED_NOT: Final = _reason(ParentRefusal.DECIDED_NOT, "I2")
OUT_OF_TURN: Final = _reason(ParentRefusal.OUT_OF_TURN, "I1")
DONE_ALREADY: Final = _reason(ParentRefusal.DONE_ALREADY, "I1")
NO_CHECKLIST: Final = _reason(ParentRefusal.NO_CHECKLIST, "I1")


@dataclass(frozen=True, slots=True)
class Decided:
    """The newest word of the person in charge; `until` where it is "not yet"."""

    telling: Telling
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    at: datetime
    result: Result


@dataclass(frozen=True, slots=True)
class ParentFacts:
    """One student of a case, as the telling of their parents sees it."""

    aware_at: datetime
    concern: Concern
    notice: ParentNotice
    household: bool = False
    of_age: bool = False
    # When somebody who reads the case was put in charge last; None: nobody is.
    charged_at: datetime | None = None
    checks: frozenset[Check] = frozenset()
    # From when the authorities let parents be told.
    not_before: datetime | None = None
    decided: Decided | None = None
    tried: tuple[Tried, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Where it stands at a moment, what holds it, by when the next step is due, and whether the door is open."""

    standing: Standing
    held: tuple[HeldBecause, ...]
    due_at: datetime | None
    late: bool
    may_tell: Decision
    next_check: Check | None


def held_because(facts: ParentFacts) -> tuple[HeldBecause, ...]:
    """Why a person decides first; nothing where the clock alone runs."""
    about_adult = facts.concern != Concern.ONLINE_BULLYING
    not_safe = not about_adult and facts.notice == ParentNotice.HELD
    found = (
        (about_adult, HeldBecause.MISCONDUCT),
        (not_safe, HeldBecause.NOT_SAFE),
        (facts.household, HeldBecause.HOUSEHOLD),
        (facts.of_age, HeldBecause.OF_AGE),
    )
    return tuple(why for holds, why in found if holds)


def next_check(facts: ParentFacts) -> Check | None:
    """The step of the checklist whose turn it is; None where there is no list or it is done."""
    if HeldBecause.MISCONDUCT not in held_because(facts):
        return None
    return next((one for one in CHECKS if one not in facts.checks), None)


def may_check(facts: ParentFacts, check: Check) -> Decision:
    """Steps are done by people, one after the other."""
    earlier = CHECKS[: CHECKS.index(check)]
    return Decision.unless(
        (HeldBecause.MISCONDUCT in held_because(facts), NO_CHECKLIST),
        (facts.charged_at is not None, NO_CHARGE),
        (all(one in facts.checks for one in earlier), OUT_OF_TURN),
        (check not in facts.checks, DONE_ALREADY),
    )


def may_tell(facts: ParentFacts, at: datetime) -> Decision:
    """Whether the door to a notice is open."""
    held = held_because(facts)
    if not held:
        return Decision()
    said = facts.decided.telling if facts.decided else None
    early = facts.not_before is not None and at < facts.not_before
    misconduct = HeldBecause.MISCONDUCT in held
    return Decision.unless(
        (facts.charged_at is not None, NO_CHARGE),
        (next_check(facts) is None, CHECKS_OPEN),
        (not (misconduct and early), TOO_EARLY),
        (said is not None, UNDECIDED),
        (said != Telling.WAIT, NOT_YET),
        (said != Telling.NEVER, DECIDED_NOT),
    )


def told(facts: ParentFacts, at: datetime) -> Told:
    """Where the telling stands at the moment."""
    standing = _standing(facts, at)
    due = _due(facts, standing)
    return Told(
        standing=standing,
        held=held_because(facts),
        due_at=due,
        late=due is not None and at >= due,
        may_tell=may_tell(facts, at),
        next_check=next_check(facts),
    )


def is_reached(tried: Collection[Tried]) -> bool:
    """A letter or message that left counts as told; a call that nobody took does not."""
    return any(one.result in (Result.REACHED, Result.SENT) for one in tried)


def _standing(facts: ParentFacts, at: datetime) -> Standing:
    if is_reached(facts.tried):
        return Standing.TOLD
    held = _held(facts, at) if held_because(facts) else None
    return held or (Standing.TRIED if facts.tried else Standing.TO_TELL)


def _held(facts: ParentFacts, at: datetime) -> Standing | None:
    """What a held telling waits for; None once the person in charge has opened the door."""
    said = facts.decided.telling if facts.decided else None
    until = facts.decided.until if facts.decided else None
    early = facts.not_before is not None and at < facts.not_before
    waits = (
        (facts.charged_at is None, Standing.TO_CHARGE),
        (said == Telling.NEVER, Standing.NOT_TOLD),
        (said == Telling.WAIT and until is not None and at < until, Standing.WAITS),
        (next_check(facts) is not None, Standing.TO_CHECK),
        (said in {None, Telling.WAIT}, Standing.TO_DECIDE),
        (early, Standing.WAITS),
    )
    return next((standing for holds, standing in waits if holds), None)


def _due(facts: ParentFacts, standing: Standing) -> datetime | None:
    """By when the next step is due; a try made in time stops the clock, and the trying goes on."""
    if standing == Standing.TO_CHARGE:
        return facts.aware_at + WITHIN
    if standing != Standing.TO_TELL:
        return None
    if not held_because(facts) or facts.decided is None:
        return facts.aware_at + WITHIN
    free = [facts.decided.at, *([facts.not_before] if facts.not_before else [])]
    return max(free) + WITHIN
