"""Somebody steps back from a case: one step, at once, and for good unless two people of the office say otherwise."""

from __future__ import annotations

from django.db import transaction

from core.actor import Actor
from core.marks import mark_of_user
from incidents.access.cases import acting_user, may_work
from incidents.actions.reasons import said
from incidents.actions.routing import reroute
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.models import Case, Involved
from incidents.terms import Part, Rerouted


@transaction.atomic
def recuse(case: Case, *, why: str, by: Actor) -> Involved:
    """The reader reads nothing of the case from now on. Those who still do are told, without a word of whom or why."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    may_work(by, case).require()
    user = acting_user(by)
    row = Involved(case=case, part=Part.RECUSED, is_adult=True, mark=mark_of_user(user.pk))
    row.seal({"name": user.name, "user": user.pk, "note": said(why)})
    row.save(force_insert=True)
    step(case, "person.recused", by=by, person=str(row.name))
    if case.assigned_to_id == user.pk:
        Case.objects.filter(pk=case.pk).update(assigned_to=None, assigned_at=None)
        step(case, "case.unassigned", by=by)
    reroute(case, Rerouted.KEPT_OUT, by=by)
    tell_readers(case, f"recused:{row.name}", to_all=True)
    return row
