"""A case turns out to be about something else, more or less dangerous, or about another school: routed anew at once.

The clocks run from when the district first knew (`Case.aware_at`), which nothing here moves (I2).
"""

from __future__ import annotations

from django.db import transaction

from core.actor import Actor
from core.workflow import IllegalMove
from incidents.access import handing as access
from incidents.access.cases import may_lead
from incidents.actions.reasons import keep_reason
from incidents.actions.routing import reroute
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.models import Case
from incidents.terms import Concern, Priority, Rerouted
from schools.models import School


@transaction.atomic
def reclassify(case: Case, concern: Concern, *, why: str, by: Actor) -> Case:
    """It is about this."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.may_reclassify(by, case, concern).require()
    if case.concern == concern:
        raise IllegalMove(concern, "reclassify")
    keep_reason(case, "case.reclassified", why, by=by)
    step(case, "case.reclassified", by=by, before=case.concern, after=str(concern))
    return _rerouted(case, Rerouted.RECLASSIFIED, by=by, concern=concern)


@transaction.atomic
def judge_danger(case: Case, priority: Priority, *, why: str, by: Actor) -> Case:
    """Somebody may be in danger now, or is not any more."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.may_judge_danger(by, case, priority).require()
    if case.priority == priority:
        raise IllegalMove(priority, "judge the danger")
    keep_reason(case, "case.danger_judged", why, by=by)
    step(case, "case.danger_judged", by=by, after=str(priority))
    return _rerouted(case, Rerouted.DANGER, by=by, priority=priority)


@transaction.atomic
def set_school(case: Case, school: School | None, *, why: str, by: Actor) -> Case:
    """It is about this school: because nobody said which, it was another, or the school closed and that one took over."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    may_lead(by, case).require()
    after = school.pk if school else None
    if case.school_id == after:
        raise IllegalMove("school", "set")
    keep_reason(case, "case.school_set", why, by=by)
    step(case, "case.school_set", by=by, before=case.school_id, after=after)
    Case.objects.filter(pk=case.pk).update(school=school)
    return _rerouted(case, Rerouted.SCHOOL, by=by)


def _rerouted(
    case: Case,
    why: Rerouted,
    *,
    by: Actor,
    concern: Concern | None = None,
    priority: Priority | None = None,
) -> Case:
    """Routed anew; whoever reads it now is told, also who did not before."""
    routing = reroute(case, why, by=by, concern=concern, priority=priority)
    case.refresh_from_db()
    tell_readers(case, f"routing:{routing.name}", to_all=True)
    return case
