"""Roles change below us, and cases follow (I1): found by reading, never by being called.

Between two rounds nobody reads what they should not: `Case.objects.visible_to` asks for the role each time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Final

from django.db import transaction

from core import vault
from core.actor import Actor
from core.marks import mark_of_user
from incidents import decide
from incidents.actions.manning import keep_manned
from incidents.actions.routing import reroute
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.facts.routing import (
    FOR_ROUTING,
    Told,
    facts_of,
    fits_of,
    named_in,
    others_of,
    told_of,
)
from incidents.facts.staffing import Staffing, delegates_of
from incidents.models import Case, Destroyed, NameFit, Routing
from incidents.terms import Concern, Priority, Rerouted

logger = logging.getLogger(__name__)

BY: Final = Actor.job("incidents.follow_roles")
BATCH: Final = 200


def follow_roles() -> dict[str, int]:
    """Route every open case anew whose people are others than when it was routed last; safe to run twice."""
    looked = moved = 0
    for batch in _batches():
        looked += len(batch)
        for case in changed_among(batch):
            reroute(case, Rerouted.ROLES, by=BY)
            moved += 1
    return {"looked": looked, "moved": moved, "unassigned": unassign_the_gone()}


def changed_among(cases: Sequence[Case]) -> list[Case]:
    """Those whose facts differ from what they were routed by; the same number of queries for one and for many."""
    staffing = Staffing.of(case.school for case in cases)
    told = [found for case in cases if (found := _opened(case)) is not None]
    leaders = {one.case.pk: staffing.leaders_of(one.case.school) for one in told}
    fits = {
        one.case.pk: fits_of(one, leaders[one.case.pk], others_of(one.case, staffing))
        for one in told
    }
    named = [named_in(one, leaders[one.case.pk], fits[one.case.pk]) for one in told]
    delegates = delegates_of(frozenset().union(*named))
    before = _routed_last([one.case for one in told])
    known = _known_fits(cases)
    changed = []
    for one in told:
        case, last = one.case, before.get(one.case.pk)
        if last is None:
            continue
        last.case = case
        kept = last.words()["asked"]
        facts = facts_of(
            one, leaders[case.pk], fits[case.pk], delegates, concern=Concern(case.concern),
            priority=Priority(case.priority), parent_safe=kept["parent_safe"],
        )  # fmt: skip
        if decide.asked(facts) != kept or not _marked(fits[case.pk]) <= known:
            changed.append(case)
    return changed


def unassign_the_gone() -> int:
    """Cases whose owner can no longer read them (left, moved, kept out) are nobody's, and their readers hear of it (A7)."""
    freed = 0
    owned = Case.objects.open().exclude(assigned_to=None).select_related("assigned_to")
    by_owner: dict[int, list[Case]] = {}
    for case in owned.order_by("pk"):
        by_owner.setdefault(case.assigned_to_id or 0, []).append(case)
    for cases in by_owner.values():
        owner = cases[0].assigned_to
        if owner is None:
            continue
        reads = set(
            Case.objects.visible_to(owner).filter(assigned_to=owner).values_list("pk", flat=True)
        )
        for case in cases:
            if case.pk not in reads:
                _unassign(case)
                freed += 1
    return freed


@transaction.atomic
def _unassign(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(assigned_to=None, assigned_at=None)
    made = step(case, "case.unassigned", by=BY)
    case.refresh_from_db()
    keep_manned(case)
    tell_readers(case, f"unassigned:{made.pk}", to_all=True)


def _batches() -> Iterator[list[Case]]:
    last = 0
    while batch := list(
        Case.objects.open()
        .filter(pk__gt=last)
        .order_by("pk")
        .prefetch_related(*FOR_ROUTING)[:BATCH]
    ):
        yield batch
        last = batch[-1].pk


def _opened(case: Case) -> Told | None:
    """What the case says of its people; None where its words were destroyed, or damaged (which its page says)."""
    try:
        case.key()
        return told_of(case)
    except Destroyed:
        return None
    except vault.Sealed:
        # Without the error, which names the case.
        logger.error("words of a report do not open; its readers stay as they are")  # noqa: TRY400
        return None


def _routed_last(cases: Sequence[Case]) -> dict[int, Routing]:
    rows = Routing.objects.filter(case__in=cases).order_by("pk")
    return {row.case_id: row for row in rows}


def _known_fits(cases: Sequence[Case]) -> set[tuple[int, str]]:
    rows = NameFit.objects.filter(involved__case__in=cases)
    return set(rows.values_list("involved", "mark"))


def _marked(fits: dict[int, set[str]]) -> set[tuple[int, str]]:
    return {(row, mark_of_user(who)) for row, people in fits.items() for who in people}
