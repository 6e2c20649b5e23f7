"""Silence is noticed (I1, I2): a promise that was not kept makes the next one hear of it, each once.

Nobody hears who is kept out of the case, whatever they lead.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from incidents.actions.steps import step
from incidents.actions.telling import tell, tell_of_aside
from incidents.facts.clocks import Calendars
from incidents.facts.readers import readers_of, reads
from incidents.models import Case, CaseOffice, Recipient, Silence, Suspicion, offices_of
from incidents.policy import OFFICES_ALONE
from incidents.policy.clocks import Clock
from incidents.policy.silence import levels_reached
from incidents.reports.clocks import Timed, timed
from incidents.terms import Ground, Stage
from incidents.terms.desk import Level
from schools.roles import chiefs_of

BY: Final = Actor.job("incidents.watch_clocks")
# The reporter's own word stands beside the clocks: once a day of the school, to all levels at once.
REPORTER: Final = "reporter"


def watch(at: datetime) -> int:
    """Look at every open case that is not set aside; returns how many times somebody was told anew."""
    aside = Suspicion.objects.standing().values("case")
    cases = Case.objects.open().exclude(pk__in=aside).select_related("school")
    rows = timed(cases.order_by("pk"), at)
    owing = [one for one in rows if one.late]
    known = _told_already(one.case.pk for one in owing)
    told = 0
    for one in owing:
        for promise, due, level in _reached(one, at):
            if (one.case.pk, promise, due, level) not in known:
                told += raise_to(one.case, promise, due, level, by=BY)
    return told


def watch_aside(at: datetime) -> int:
    """Let whoever reads what was set aside hear of each that nobody looked at in time; returns how many there were.

    A flood is one word a day to each reader: a person may be among those it set aside.
    """
    aside = Suspicion.objects.standing().values("case")
    cases = Case.objects.open().filter(pk__in=aside).select_related("school")
    rows = [(one, clock) for one in timed(cases.order_by("pk"), at) for clock in one.late[:1]]
    known = _told_already(one.case.pk for one, _clock in rows)
    new = [
        (one, clock)
        for one, clock in rows
        if (one.case.pk, str(clock.promise), clock.due, Level.READERS) not in known
    ]
    return sum(_say_it_waits(one, clock, at) for one, clock in new)


@transaction.atomic
def _say_it_waits(one: Timed, clock: Clock, at: datetime) -> bool:
    promise, level = str(clock.promise), Level.READERS
    _row, made = Silence.objects.get_or_create(
        case=one.case, promise=promise, due=clock.due, level=level
    )
    if made:
        step(one.case, "case.silence", by=BY, promise=promise, level=str(level), due=clock.due.isoformat())  # fmt: skip
        tell_of_aside(one.case, at.astimezone(one.calendar.zone).date(), readers_of(one.case))
    return made


def _reached(one: Timed, at: datetime) -> list[tuple[str, datetime, Level]]:
    chief = chief_may_hear(one.case)
    return [
        (str(clock.promise), clock.due, level)
        for clock in one.late
        for level in levels_reached(clock, one.calendar, one.raise_days, at, chief=chief)
    ]


def _told_already(keys: Iterable[int]) -> set[tuple[int, str, datetime, str]]:
    rows = Silence.objects.filter(case__in=list(keys))
    return set(rows.values_list("case", "promise", "due", "level"))


@transaction.atomic
def raise_to(case: Case, promise: str, due: datetime, level: Level, *, by: Actor) -> bool:
    """Let the level hear of it, once for the promise and its due moment; whether this call did."""
    case = Case.objects.select_for_update(of=("self",)).select_related("school").get(pk=case.pk)
    if case.stage == Stage.CLOSED:
        return False
    row, made = Silence.objects.get_or_create(case=case, promise=promise, due=due, level=level)
    if made:
        step(case, "case.silence", by=by, promise=promise, level=str(level), due=due.isoformat())
        people = _who_hears(case, level, by)
        # The reporter's own word reaches all levels at once: whoever stands on two of them hears it once.
        occasion = f"{promise}:{due.isoformat()}" if promise == REPORTER else f"silence:{row.pk}"
        tell(case, occasion, people)
        if level == Level.CHIEF and not people:
            # There is none, or they are kept out: silence does not wait for nobody.
            raise_to(case, promise, due, Level.OFFICE, by=by)
    return made


@transaction.atomic
def nobody_answered(case: Case, *, by: Actor) -> bool:
    """Who reported says that nobody answers: every level hears at once, once a day; whether this call told them."""
    now = timezone.now()
    calendar = Calendars([case.school] if case.school else [], now).of(case.school_id)
    day = now.astimezone(calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    told = [raise_to(case, REPORTER, day, level, by=by) for level in _levels(case)]
    return any(told)


def _levels(case: Case) -> list[Level]:
    return [one for one in Level if one != Level.CHIEF or chief_may_hear(case)]


def _who_hears(case: Case, level: Level, by: Actor) -> list[User]:
    if level == Level.READERS:
        return readers_of(case)
    if level == Level.CHIEF:
        return _chiefs(case, by)
    held = CaseOffice.objects.filter(case=case, ended_at=None).values_list("office", flat=True)
    having = set(held)
    return [one for one in readers_of(case) if having.intersection(offices_of(one))]


def chief_may_hear(case: Case) -> bool:
    """Not where the rules leave it to the offices alone."""
    newest = case.routings.order_by("-pk").values_list("rule", flat=True).first()
    return case.school is not None and newest not in {str(one) for one in OFFICES_ALONE}


def _chiefs(case: Case, by: Actor) -> list[User]:
    """The network's chiefs, who read it from now on; whoever is kept out of it is passed over, without a trace."""
    chiefs = chiefs_of(case.school) if case.school else []
    for one in chiefs:
        kept_out = Case.objects.filter(pk=case.pk).kept_from(one).exists()
        reads_it = Recipient.objects.filter(case=case, user=one, ended_at=None).exists()
        if not kept_out and not reads_it:
            Recipient.objects.create(case=case, user=one, ground=Ground.SILENCE)
            step(case, "case.brought_in", by=by, to=one.pk)
    return [one for one in chiefs if reads(one, case)]


def let_go() -> int:
    """Cases whose person no longer reads them are nobody's again, and their readers hear of it; how many there were."""
    held = Case.objects.open().exclude(assigned_to=None).select_related("assigned_to")
    lost = [one for one in held if one.assigned_to and not reads(one.assigned_to, one)]
    for one in lost:
        _unassign(one)
    return len(lost)


@transaction.atomic
def _unassign(case: Case) -> None:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.assigned_to, case.assigned_at = None, None
    case.save(update_fields=["assigned_to", "assigned_at"])
    done = step(case, "case.unassigned", by=BY)
    tell(case, f"unassigned:{done.pk}", readers_of(case))
