"""A mandated reporter's own step (I1; Abused and Neglected Child Reporting Act, 325 ILCS 5/4 and 5/7).

Whoever works for a school and has cause to believe that a child may be abused or neglected calls the child-protection
line themself, at once, and confirms it in writing within 48 hours. Telling a superior discharges nothing. Colleagues
may share one call that names each of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from incidents.terms import Concern
from incidents.terms.mandated import Said, Step

WRITTEN_WITHIN: Final = timedelta(hours=48)
# A person is reminded so long after the step began to wait, and then each day, so often.
FIRST_REMINDER: Final = timedelta(hours=2)
EACH: Final = timedelta(days=1)
MOST_REMINDERS: Final = 14


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person says they did, and when they did it. `taken`: the line took the report (None: not asked)."""

    said: Said
    at: datetime
    taken: bool | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The step that waits, and for the written confirmation until when."""

    step: Step
    write_by: datetime | None = None
    late: bool = False

    @property
    def is_settled(self) -> bool:
        return self.step in {Step.DONE, Step.NONE}


def asks(concern: Concern, *, marked: bool = False) -> bool:
    """Whether a report asks for the step: an adult may be in it, or somebody saw signs of abuse."""
    return marked or concern != Concern.ONLINE_BULLYING


def standing(deeds: Iterable[Deed], at: datetime) -> Standing:
    """Where the person stands at the moment. That they told a superior is kept, and changes nothing."""
    done = list(deeds)
    if any(one.said == Said.SHARED for one in done):
        return Standing(Step.DONE)
    calls = [one for one in done if one.said == Said.CALLED]
    if not calls:
        return Standing(Step.CALL)
    taken = [one for one in calls if one.taken]
    if not taken or any(one.said == Said.WRITTEN for one in done):
        # What the line does not take has nothing to be confirmed.
        return Standing(Step.DONE)
    write_by = min(one.at for one in taken) + WRITTEN_WITHIN
    return Standing(Step.WRITE, write_by, late=at > write_by)


def reminders_due(since: datetime, at: datetime) -> int:
    """How many reminders have become due since the step began to wait."""
    waited = at - since - FIRST_REMINDER
    if waited < timedelta(0):
        return 0
    return min(MOST_REMINDERS, 1 + waited // EACH)
