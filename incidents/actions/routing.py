"""Where a case goes: computed, written down with its facts, and made so (I1, I2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import outbox
from core.actor import Actor
from core.marks import mark_of_user
from incidents import decide
from incidents.actions.manning import keep_manned
from incidents.actions.steps import step
from incidents.facts.routing import routing_facts
from incidents.models import Case, CaseOffice, NameFit, Recipient, Routing
from incidents.policy import OFFICES_ALONE, Routed, RoutingFacts, route
from incidents.terms import Concern, Ground, OfficeGround, Priority, Rerouted
from schools.models import RoleAssignment
from schools.terms import Role

GROUND_OF: dict[str, Ground] = {
    Role.PRINCIPAL: Ground.PRINCIPAL,
    Role.ADMINISTRATOR: Ground.ADMINISTRATOR,
    Role.CHIEF: Ground.CHIEF,
}
# Whoever holds several of them reads the case on the first.
ORDER = (Ground.PRINCIPAL, Ground.ADMINISTRATOR, Ground.CHIEF)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One routing as it is being made."""

    why: Rerouted
    facts: RoutingFacts
    routed: Routed
    by: Actor
    # Whether offices are worked out by the rules: not where only people changed, so that what an office shared or
    # handed over stays so.
    sets_offices: bool


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
    standing = routing_facts(
        case,
        concern=concern or Concern(case.concern),
        priority=priority or Priority(case.priority),
        parent_safe=kept.get("parent_safe", True) if parent_safe is None else parent_safe,
    )
    facts = standing.facts
    routed = route(facts)
    sets_offices = before is None or before.concern != facts.concern
    turn = _Turn(why, facts, routed, by, sets_offices)
    routing = _write(case, turn)
    Case.objects.filter(pk=case.pk).update(concern=facts.concern, priority=routed.priority)
    case.concern, case.priority = facts.concern, routed.priority
    _set_fits(standing.fits)
    if sets_offices:
        _set_offices(case, routed)
    _set_people(case, turn)
    outbox.later("incidents.announce", case.pk)
    step(case, "case.routed", by=by, why=str(why), rule=str(routed.rule))
    keep_manned(case)
    # Who it is about may be known now, or an office may have it that sees patterns.
    outbox.later("incidents.find_patterns", case.pk)
    return routing


def _write(case: Case, turn: _Turn) -> Routing:
    routing = Routing(
        case=case,
        why=turn.why,
        rule=str(turn.routed.rule),
        concern=turn.facts.concern,
        priority=turn.routed.priority,
        parent_notice=turn.routed.parent_notice,
        by_kind=str(turn.by.kind),
        by_id=turn.by.id,
    )
    routing.seal({"asked": decide.asked(turn.facts), "answer": decide.written(turn.routed)})
    routing.save(force_insert=True)
    return routing


def _set_fits(fits: Mapping[int, set[str]]) -> None:
    """Keep whose names the open ones could be; who was once found to be so stays until the name is settled."""
    NameFit.objects.bulk_create(
        [
            NameFit(involved_id=row, mark=mark_of_user(who))
            for row, people in sorted(fits.items())
            for who in sorted(people)
        ],
        ignore_conflicts=True,
    )


def _set_offices(case: Case, routed: Routed) -> None:
    now = timezone.now()
    held = CaseOffice.objects.filter(case=case, ended_at=None)
    wanted = {str(one) for one in routed.offices}
    held.exclude(ground=OfficeGround.SHARED).exclude(office__in=wanted).update(ended_at=now)
    present = set(held.values_list("office", flat=True))
    for office in sorted(wanted - present):
        CaseOffice.objects.create(case=case, office=office, ground=OfficeGround.ROUTED)


def _set_people(case: Case, turn: _Turn) -> None:
    """Recipients by rule, each on the ground they have now; whom the office brought in stays, unless kept out."""
    now, out = timezone.now(), {int(one) for one in turn.facts.kept_out}
    grounds = _grounds(case, {int(one) for one in turn.routed.people})
    standing = Recipient.objects.filter(case=case, ended_at=None)
    # Silence brought the chief in; that ends where nobody but the offices may read it.
    alone = turn.routed.rule in OFFICES_ALONE
    stays = {Ground.BROUGHT_IN} if alone else {Ground.BROUGHT_IN, Ground.SILENCE}
    over = [
        one.pk
        for one in standing
        if one.user_id in out
        or (one.ground not in stays and grounds.get(one.user_id) != one.ground)
    ]
    Recipient.objects.filter(pk__in=over).update(ended_at=now)
    present = set(standing.values_list("user", flat=True))
    Recipient.objects.bulk_create(
        Recipient(case=case, user_id=user, ground=ground)
        for user, ground in sorted(grounds.items())
        if user not in present
    )


def _grounds(case: Case, people: set[int]) -> dict[int, Ground]:
    """On what each of the people reads it: the highest post they hold at the school or over it."""
    if not people or case.school is None:
        return {}
    here = Q(school=case.school)
    if case.school.network_id is not None:
        here |= Q(network=case.school.network_id)
    held = RoleAssignment.objects.current().filter(here, user__in=people, role__in=list(GROUND_OF))
    found: dict[int, Ground] = {}
    for user, role in held.values_list("user", "role"):
        ground = GROUND_OF[role]
        found[user] = min(found.get(user, ground), ground, key=ORDER.index)
    return found
