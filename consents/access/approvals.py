"""Who decides about a request (T2a, T6): the school's principal or a dated delegate; never the adult who
asked nor any adult the request names. Where that is every principal, the network chief.

Where the exception asks no principal (T4), the outreach office decides instead: it releases the request to the
families. No adult named ever does; who asked may, being the office that asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from consents import standing
from consents.access import reasons
from consents.models import Activity, Approval, VersionAdult
from consents.workflow import UNDECIDED
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import Delegation, RoleAssignment, School
from schools.roles import chiefs_of, principals_of
from schools.terms import Role

ASKS_A_PRINCIPAL = Q(version__rule__rule__principal_approval=True)


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who may decide, and the principal or chief they decide for when it is not their own office."""

    user: User
    on_behalf_of: User | None = None


def by_office(approval: Approval) -> bool:
    """Whether the outreach office's word is asked, and no principal's (T4)."""
    return not standing.asks_a_principal(approval.version)


def conflicted_in(approval: Approval) -> set[int]:
    """The users who may not decide: who asked, and every adult the version names.

    The outreach office asks where no principal does, so there who asked is not among them.
    """
    version = approval.version
    named = VersionAdult.objects.filter(version=version).values_list("staff__user", flat=True)
    if by_office(approval):
        return set(named)
    return {version.asked_by_id, version.activity.asked_by_id, *named}


def outreach_office(on: date | None = None) -> list[User]:
    """Everybody of the outreach office on the day."""
    held = RoleAssignment.objects.current(on).filter(role=Role.OUTREACH)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def approvers(approval: Approval, on: date | None = None) -> list[Approver]:
    """Everybody who may decide on the day; nobody when the school has no principal or all are in it."""
    conflicted = conflicted_in(approval)
    if by_office(approval):
        return [Approver(user) for user in outreach_office(on) if user.pk not in conflicted]
    return [
        one
        for one in _with_delegates(_heads(approval.school, conflicted, on), approval.school, on)
        if one.user.pk not in conflicted
    ]


def approver_for(by: Actor, approval: Approval, on: date | None = None) -> Approver | None:
    """As whom the actor would decide; in their own office rather than for another."""
    mine = (one for one in approvers(approval, on) if one.user.pk == by.user_id)
    return next(mine, None)


def may_approve(by: Actor, approval: Approval, on: date | None = None) -> Decision:
    """Approve, deny, or send back with a question (T2a, T6)."""
    if approver_for(by, approval, on):
        return Decision()
    return Decision(tuple(_why_not(by, approval, on)))


def in_charge_of(by: Actor, school: School, on: date | None = None) -> Approver | None:
    """As whom the actor answers for the school: principal, network chief, or a delegate of one.

    Conflicts do not matter here: what only takes permission away is open to all of them.
    """
    heads = [*principals_of(school, on), *chiefs_of(school, on)]
    mine = (one for one in _with_delegates(heads, school, on) if one.user.pk == by.user_id)
    return next(mine, None)


def in_charge_of_activity(
    by: Actor, activity: Activity, school: School, on: date | None = None
) -> Approver | None:
    """As whom the actor answers for the activity at the school: as above, or the outreach office for its own."""
    if standing.asks_a_principal(activity.latest):
        return in_charge_of(by, school, on)
    office = (user for user in outreach_office(on) if user.pk == by.user_id)
    return next((Approver(user) for user in office), None)


def may_revoke(by: Actor, approval: Approval, on: date | None = None) -> Decision:
    """Taking an approval back only makes less: principal, chief and delegates, conflict or not."""
    clause = clause_of(approval)
    why = reasons.not_the_office if by_office(approval) else reasons.not_the_principal
    charge = in_charge_of_activity(by, approval.version.activity, approval.school, on)
    return Decision.unless((charge, why(clause)))


def awaiting(user: User, on: date | None = None) -> QuerySet[Approval]:
    """The undecided approvals the user may decide; the same answer as `may_approve`, in one query."""
    day = on or timezone.localdate()
    held = RoleAssignment.objects.current(day).filter(user=user)
    given = Delegation.objects.current(day).filter(delegate=user)
    as_principal = Q(school__in=held.filter(role=Role.PRINCIPAL).values("school"))
    as_chief = Q(school__network__in=held.filter(role=Role.CHIEF).values("network"))
    for_principal = Exists(given.filter(_free_head(day, Role.PRINCIPAL)))
    for_chief = Exists(given.filter(_free_head(day, Role.CHIEF)))
    principals = RoleAssignment.objects.current(day).filter(
        role=Role.PRINCIPAL, school=OuterRef("school"), user__is_active=True
    )
    free = principals.filter(_not_in_it("user"))
    to_chief = Q(Exists(principals), ~Exists(free))
    heads = as_principal | Q(for_principal) | (to_chief & (as_chief | Q(for_chief)))
    mine = heads & _not_mine(user) & ASKS_A_PRINCIPAL
    if held.filter(role=Role.OUTREACH).exists():
        mine |= ~ASKS_A_PRINCIPAL & ~Q(Exists(_naming(user)))
    return Approval.objects.filter(mine, stage__in=UNDECIDED)


def stranded(on: date | None = None) -> QuerySet[Approval]:
    """The undecided approvals that nobody may decide, delegates of free heads aside: somebody must be named."""
    day = on or timezone.localdate()
    here = RoleAssignment.objects.current(day).filter(user__is_active=True)
    principals = here.filter(role=Role.PRINCIPAL, school=OuterRef("school"))
    chiefs = here.filter(role=Role.CHIEF, network=OuterRef("school__network"))
    free, free_chief = (rows.filter(_not_in_it("user")) for rows in (principals, chiefs))
    named = VersionAdult.objects.filter(
        version=OuterRef(OuterRef("version")), staff__user=OuterRef("user")
    )
    office = here.filter(~Exists(named), role=Role.OUTREACH)
    no_head = ~Q(Exists(principals)) | (~Q(Exists(free)) & ~Q(Exists(free_chief)))
    return Approval.objects.filter(
        (ASKS_A_PRINCIPAL & no_head) | (~ASKS_A_PRINCIPAL & ~Q(Exists(office))),
        stage__in=UNDECIDED,
    )


def sits_in_an_office(user: User, on: date | None = None) -> bool:
    """Whether requests could ever come to the user: principal, chief, outreach, or a delegate of these days."""
    held = RoleAssignment.objects.current(on).filter(user=user)
    return (
        held.filter(role__in=[Role.PRINCIPAL, Role.CHIEF, Role.OUTREACH]).exists()
        or Delegation.objects.current(on).filter(delegate=user).exists()
    )


def clause_of(approval: Approval) -> str:
    """The clause that asks for the word: T2a on the safety meet-up's form, the exception's own where no
    principal is asked, else T6.
    """
    rule = approval.version.rule.conditions
    return rule.approval_clause if rule.principal_approval else rule.clause


def _heads(school: School, conflicted: set[int], on: date | None) -> list[User]:
    """The principals free to decide; the chiefs where no principal is; nobody without a principal."""
    principals = principals_of(school, on)
    free = [user for user in principals if user.pk not in conflicted]
    if free or not principals:
        return free
    return [user for user in chiefs_of(school, on) if user.pk not in conflicted]


def _with_delegates(heads: Iterable[User], school: School, on: date | None) -> list[Approver]:
    offices = list(heads)
    given = (
        Delegation.objects.current(on)
        .filter(principal__in=offices, school=school, delegate__is_active=True)
        .select_related("delegate", "principal")
        .order_by("pk")
    )
    own = [Approver(user) for user in offices]
    return [*own, *(Approver(row.delegate, row.principal) for row in given)]


def _why_not(by: Actor, approval: Approval, on: date | None) -> list[Reason]:
    clause = clause_of(approval)
    version = approval.version
    conflicted = by.user_id in conflicted_in(approval)
    asked = by.user_id in {version.asked_by_id, version.activity.asked_by_id}
    if conflicted:
        own = asked and not by_office(approval)
        return [reasons.asked_it(clause) if own else reasons.named_in_it(clause)]
    if by_office(approval):
        return [reasons.not_the_office(clause)]
    if not principals_of(approval.school, on):
        return [reasons.no_principal(clause)]
    if in_charge_of(by, approval.school, on):
        # A delegate of a principal who is in it themself, or a chief who is not needed.
        passed_on = not _free_principals(approval, on)
        return [reasons.chief_decides(clause) if passed_on else reasons.not_the_principal(clause)]
    return [reasons.not_the_principal(clause)]


def _free_principals(approval: Approval, on: date | None) -> list[User]:
    conflicted = conflicted_in(approval)
    return [user for user in principals_of(approval.school, on) if user.pk not in conflicted]


def _free_head(day: date, role: Role) -> Q:
    """Delegations (inside a query on approvals) given by a current holder of the role who is not in it."""
    # One level out is the delegation, two levels out the approval.
    at_school = {"school": OuterRef(OuterRef("school"))}
    at_network = {"network": OuterRef(OuterRef("school__network"))}
    place = at_school if role == Role.PRINCIPAL else at_network
    holds = RoleAssignment.objects.current(day).filter(
        role=role, user=OuterRef("principal"), user__is_active=True, **place
    )
    return Q(Exists(holds), _not_in_it("principal"), school=OuterRef("school"))


def _not_in_it(field: str) -> Q:
    """The row's `field` is neither the asker nor a named adult of the outer approval."""
    named = VersionAdult.objects.filter(
        version=OuterRef(OuterRef("version")), staff__user=OuterRef(field)
    )
    return (
        ~Q(**{field: OuterRef("version__asked_by")})
        & ~Q(**{field: OuterRef("version__activity__asked_by")})
        & ~Q(Exists(named))
    )


def _not_mine(user: User) -> Q:
    asked = Q(version__asked_by=user) | Q(version__activity__asked_by=user)
    return ~asked & ~Q(Exists(_naming(user)))


def _naming(user: User) -> QuerySet[VersionAdult]:
    """Rows (inside a query on approvals) by which the version names the user."""
    return VersionAdult.objects.filter(version=OuterRef("version"), staff__user=user)
