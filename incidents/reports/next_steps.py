"""What is to be done about a case, in order, for somebody who never had one before. Reads only.

Other subjects add their own step (the parents) with `register`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from core import vault
from incidents.models import Case
from incidents.policy.clocks import Clock, Promise
from incidents.reports.clocks import Timed
from incidents.terms import Stage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: where on the page it is done, whether it is done, and by when it is due.

    `door`: the view where it is done, if that is a page of its own. `later`: not wanted yet, and not done.
    """

    code: str
    what: str | _StrPromise
    how: str | _StrPromise
    anchor: str
    done: bool
    due: datetime | None = None
    late: bool = False
    door: str = ""
    later: bool = False

    @property
    def is_open(self) -> bool:
        return not (self.done or self.later)


@dataclass(frozen=True, slots=True)
class Guide:
    """The tasks in their order, and the one to do now."""

    tasks: list[Task]
    now: Task | None


Ask = Callable[[Case, datetime], Task | None]
_others: dict[str, tuple[int, Ask, bool]] = {}
# Between which of the others a registered step stands.
ACKNOWLEDGE, NAME, ACT, TELL, CLOSE = 10, 15, 30, 50, 90


def _asked(ask: Ask, case: Case, at: datetime) -> Task | None:
    """The step; none where the words it rests on do not open, which raises the alarm and is said by their part of the page."""
    try:
        return ask(case, at)
    except vault.Sealed as error:
        vault.damaged(error)
        return None


def register(code: str, order: int, ask: Ask, *, led: bool = False) -> None:
    """Add a step: `ask(case, at)` gives it, or None where it is no matter of this case. The parents' stands at 20.

    `led`: a step of the offices alone.
    """
    _others[code] = (order, ask, led)


def guide(one: Timed, at: datetime, *, leads: bool) -> Guide:
    """The steps of the case at the moment; closing it is the office's (`leads`)."""
    if one.case.stage == Stage.CLOSED:
        return Guide([], None)
    tasks = [*_own(one, at, leads=leads)]
    tasks += [
        (order, task)
        for order, ask, led in _others.values()
        if (leads or not led) and (task := _asked(ask, one.case, at))
    ]
    ordered = [task for _order, task in sorted(tasks, key=lambda pair: pair[0])]
    return Guide(ordered, next((task for task in ordered if task.is_open), None))


SAYS: Final = {
    Promise.ACKNOWLEDGE: (
        _("Say that you have read it"),
        _("Open the story, then acknowledge. Who reported it gets a short message; you write nothing."),
        "story",
    ),
    Promise.ACT: (
        _("Do something about it"),
        _("Talk first with the student it happened to, alone and kindly. Keep apart who must be kept apart. Then write down what was done."),
        "act",
    ),
    Promise.UPDATE: (
        _("Tell who reported it how it goes"),
        _("A few words are enough, even when nothing is new. They are waiting."),
        "messages",
    ),
}  # fmt: skip


def _own(one: Timed, at: datetime, *, leads: bool) -> list[tuple[int, Task]]:
    places = {Promise.ACKNOWLEDGE: ACKNOWLEDGE, Promise.ACT: ACT, Promise.UPDATE: TELL}
    found = [
        (place, _task(promise, clock, one, at))
        for promise, place in places.items()
        if (clock := one.clock(promise))
    ]
    if leads:
        done = one.case.stage == Stage.CLOSED
        how = _("When everything is done, say how it ended. What still stands in the way is listed there.")  # fmt: skip
        found.append(
            (CLOSE, Task("close", _("Close it"), how, "now", done, door="incidents:close"))
        )
    return found


def _task(promise: Promise, clock: Clock, one: Timed, at: datetime) -> Task:
    what, how, anchor = SAYS[promise]
    danger = one.clock(Promise.DANGER)
    due, late = clock.last, clock.late and clock.runs
    if promise == Promise.ACKNOWLEDGE and clock.runs and danger and danger.runs:
        due, late = danger.last, danger.late
    # Nobody is asked for news on the day after the last; from half of the time on they are.
    half = clock.since + (clock.due - clock.since) / 2
    later = promise == Promise.UPDATE and clock.runs and at < half
    return Task(str(promise), what, how, anchor, not clock.runs, due, late, later=later)
