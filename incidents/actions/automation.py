"""Set reports aside that came as machines send them; say that a person wrote one after all."""

from __future__ import annotations

from django.db import transaction

from core import limits, outbox
from core.actor import Actor
from core.marks import mark
from incidents.access.cases import acting_user, may_work
from incidents.actions.steps import step
from incidents.models import Case, Suspicion, SuspicionEnd
from incidents.policy.automation import (
    WINDOW_SECONDS,
    Arrival,
    is_set_aside,
    signs_of,
    text_in_one_form,
)
from incidents.terms import Priority


def from_one(visitor: str) -> int | None:
    """Count one more report of whoever stands at the address; None where the cache is away."""
    return limits.knocks("report", visitor, seconds=WINDOW_SECONDS)


def alike(said: str) -> int | None:
    """Count one more report in these very words. Kept is a mark of them, in the cache, an hour."""
    text = text_in_one_form(said)
    return limits.knocks("words", mark("words", text)) if text else None


@transaction.atomic
def note_arrival(
    case: Case, said: str, *, by: Actor, seconds: float, trapped: bool, visitors: int | None
) -> Suspicion | None:
    """Set the case aside where it came as machines send reports. It is kept and routed all the same."""
    arrival = Arrival(
        seconds=seconds,
        trapped=trapped,
        alike=alike(said),
        from_one=visitors,
        danger=case.priority == Priority.LIFE_SAFETY,
    )
    if not is_set_aside(arrival):
        return None
    signs = [str(one) for one in signs_of(arrival)]
    suspicion = Suspicion.objects.create(case=case, signs=signs)
    step(case, "suspicion.raised", by=by, signs=signs)
    return suspicion


@transaction.atomic
def say_a_person_wrote_it(case: Case, *, by: Actor) -> None:
    """Back among the others, for good. Said twice is said once."""
    may_work(by, case).require()
    suspicion = Suspicion.objects.select_for_update().filter(case=case).first()
    if suspicion is None or SuspicionEnd.objects.filter(suspicion=suspicion).exists():
        return
    SuspicionEnd.objects.create(suspicion=suspicion, by=acting_user(by))
    step(case, "suspicion.ended", by=by)
    outbox.later("incidents.announce", case.pk)
