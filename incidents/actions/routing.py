"""Where a case goes: computed, written down with its facts, and made so (I1, I2)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from incidents import decide
from incidents.actions.steps import step
from incidents.facts.routing import routing_facts
from incidents.models import Case, CaseOffice, Recipient, Routing
from incidents.policy import Routed, RoutingFacts, route
from incidents.terms import Concern, Ground, OfficeGround, Priority, Rerouted
from schools.models import RoleAssignment
from schools.terms import Role

GROUND_OF: dict[str, Ground] = {
    Role.PRINCIPAL: Ground.PRINCIPAL,
    Role.ADMINISTRATOR: Ground.ADMINISTRATOR,
    Role.CHIEF: Ground.CHIEF,
}


@transaction.atomic
def reroute(
    case: Case,
    why: Rerouted,
    *,
    by: Actor,
    concern: Concern | None = None,
    priority: Priority | None = None,
    parent_safe: bool | None = None,
) -> Routing:
    """Route the case by its rows as they are now; what is not given stays as routed last.

    Whoever may not read it any more stops at once; an office that another office shared it with keeps it.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    before = case.routings.order_by("-pk").first()
    kept = before.words()["asked"] if before else {}
    facts = routing_facts(
        case,
        concern=concern or Concern(case.concern),
        priority=priority or Priority(case.priority),
        parent_safe=kept.get("parent_safe", True) if parent_safe is None else parent_safe,
    )
    routed = route(facts)
    routing = _write(case, facts, routed, why, by)
    case.concern, case.priority = facts.concern, routed.priority
    case.save(update_fields=["concern", "priority"])
    _set_offices(case, routed)
    _set_people(case, routed)
    step(case, "case.routed", by=by, why=str(why), rule=str(routed.rule))
    return routing


def _write(case: Case, facts: RoutingFacts, routed: Routed, why: Rerouted, by: Actor) -> Routing:
    routing = Routing(
        case=case,
        why=why,
        rule=str(routed.rule),
        concern=facts.concern,
        priority=routed.priority,
        parent_notice=routed.parent_notice,
        by_kind=str(by.kind),
        by_id=by.id,
    )
    routing.seal({"asked": decide.asked(facts), "answer": decide.written(routed)})
    routing.save(force_insert=True)
    return routing


def _set_offices(case: Case, routed: Routed) -> None:
    now = timezone.now()
    held = CaseOffice.objects.filter(case=case, ended_at=None)
    wanted = {str(one) for one in routed.offices}
    held.filter(ground=OfficeGround.ROUTED).exclude(office__in=wanted).update(ended_at=now)
    present = set(held.values_list("office", flat=True))
    for office in sorted(wanted - present):
        CaseOffice.objects.create(case=case, office=office, ground=OfficeGround.ROUTED)


def _set_people(case: Case, routed: Routed) -> None:
    """Recipients by rule; whom the office brought in stays, unless kept out (which `visible_to` asks anew)."""
    wanted = {int(one) for one in routed.people}
    standing = Recipient.objects.filter(case=case, ended_at=None)
    by_rule = standing.exclude(ground=Ground.BROUGHT_IN)
    by_rule.exclude(user__in=wanted).update(ended_at=timezone.now())
    present = set(standing.values_list("user", flat=True))
    for user in User.objects.filter(pk__in=wanted - present).order_by("pk"):
        Recipient.objects.create(case=case, user=user, ground=_ground(case, user))


def _ground(case: Case, user: User) -> Ground:
    """On what the person reads it: the highest role they hold there."""
    held = RoleAssignment.objects.current().filter(user=user)
    here = set(held.filter(school=case.school).values_list("role", flat=True))
    for role in (Role.PRINCIPAL, Role.ADMINISTRATOR):
        if role in here:
            return GROUND_OF[role]
    return Ground.CHIEF
