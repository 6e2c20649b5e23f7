"""Who decides about a request (T2a, T6): the school's principal or a dated delegate; never the adult who
asked nor any adult the request names. Where that is every principal, the network chief."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from consents.access import reasons
from consents.models import Approval, VersionAdult
from consents.workflow import UNDECIDED
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import Delegation, RoleAssignment, School
from schools.roles import chiefs_of, principals_of
from schools.terms import Role


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who may decide, and the principal or chief they decide for when it is not their own office."""

    user: User
    on_behalf_of: User | None = None


def conflicted_in(approval: Approval) -> set[int]:
    """The users who may not decide: who asked, and every adult the version names."""
    version = approval.version
    named = VersionAdult.objects.filter(version=version).values_list("staff__user", flat=True)
    return {version.asked_by_id, version.activity.asked_by_id, *named}


def approvers(approval: Approval, on: date | None = None) -> list[Approver]:
    """Everybody who may decide on the day; nobody when the school has no principal or all are in it."""
    conflicted = conflicted_in(approval)
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


def may_revoke(by: Actor, approval: Approval, on: date | None = None) -> Decision:
    """Taking an approval back only makes less: principal, chief and delegates, conflict or not."""
    clause = clause_of(approval)
    return Decision.unless(
        (in_charge_of(by, approval.school, on), reasons.not_the_principal(clause))
    )


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
    return Approval.objects.filter(
        as_principal | Q(for_principal) | (to_chief & (as_chief | Q(for_chief))),
        _not_mine(user),
        stage__in=UNDECIDED,
    )


def stranded(on: date | None = None) -> QuerySet[Approval]:
    """The undecided approvals that nobody may decide, delegates of free heads aside: somebody must be named."""
    day = on or timezone.localdate()
    here = RoleAssignment.objects.current(day).filter(user__is_active=True)
    principals = here.filter(role=Role.PRINCIPAL, school=OuterRef("school"))
    chiefs = here.filter(role=Role.CHIEF, network=OuterRef("school__network"))
    free, free_chief = (rows.filter(_not_in_it("user")) for rows in (principals, chiefs))
    return Approval.objects.filter(
        ~Q(Exists(principals)) | (~Q(Exists(free)) & ~Q(Exists(free_chief))),
        stage__in=UNDECIDED,
    )


def sits_in_an_office(user: User, on: date | None = None) -> bool:
    """Whether requests could ever come to the user: a principal, a chief, or a delegate of these days."""
    held = RoleAssignment.objects.current(on).filter(user=user)
    return (
        held.filter(role__in=[Role.PRINCIPAL, Role.CHIEF]).exists()
        or Delegation.objects.current(on).filter(delegate=user).exists()
    )


def clause_of(approval: Approval) -> str:
    """The clause that asks for the principal's word: T2a on the safety meet-up's form, else T6."""
    return approval.version.rule.conditions.approval_clause


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
    if by.user_id in {version.asked_by_id, version.activity.asked_by_id}:
        return [reasons.asked_it(clause)]
    if by.user_id in conflicted_in(approval):
        return [reasons.named_in_it(clause)]
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
    named = VersionAdult.objects.filter(version=OuterRef("version"), staff__user=user)
    return ~Q(version__asked_by=user) & ~Q(version__activity__asked_by=user) & ~Q(Exists(named))
