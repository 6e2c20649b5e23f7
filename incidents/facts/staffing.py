"""Who leads schools, sits in the offices and stands in for whom, as of now: read once for however many cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, Self

from django.db.models import Q

from incidents.models import OfficeSeat
from incidents.models.offices import OFFICE_OF_ROLE
from incidents.terms import OfficeCode
from schools.models import Delegation, RoleAssignment, School
from schools.terms import Role

LEADING: Final = (Role.PRINCIPAL, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with an account, as routing knows them."""

    id: str
    name: str


@dataclass(slots=True)
class Leaders:
    """Who leads one school: each in the order of their accounts."""

    principals: list[Somebody] = field(default_factory=list)
    administrators: list[Somebody] = field(default_factory=list)
    chiefs: list[Somebody] = field(default_factory=list)

    @property
    def all(self) -> list[Somebody]:
        return [*self.principals, *self.administrators, *self.chiefs]


@dataclass(frozen=True, slots=True)
class Staffing:
    """The leaders of each school, by its key, and everybody who sits in an office."""

    by_school: dict[int, Leaders]
    seats: dict[OfficeCode, list[Somebody]]

    @classmethod
    def of(cls, schools: Iterable[School | None]) -> Self:
        """Two queries, for one school or for all."""
        wanted = {one.pk: one for one in schools if one is not None}
        return cls(_leaders(list(wanted.values())), _seats())

    def leaders_of(self, school: School | None) -> Leaders:
        return self.by_school.get(school.pk, Leaders()) if school else Leaders()


def _leaders(schools: Collection[School]) -> dict[int, Leaders]:
    found = {school.pk: Leaders() for school in schools}
    of_network: dict[int, list[int]] = defaultdict(list)
    for school in schools:
        if school.network_id is not None:
            of_network[school.network_id].append(school.pk)
    held = RoleAssignment.objects.current().filter(
        Q(school__in=list(found), role__in=LEADING)
        | Q(network__in=list(of_network), role=Role.CHIEF),
        user__is_active=True,
    )
    rows = held.order_by("user").values_list("user", "user__name", "role", "school", "network")
    for user, name, role, at_school, at_network in rows.distinct():
        who = Somebody(str(user), name)
        if role == Role.CHIEF:
            for one in of_network[at_network]:
                found[one].chiefs.append(who)
        elif role == Role.PRINCIPAL:
            found[at_school].principals.append(who)
        else:
            found[at_school].administrators.append(who)
    return found


def _seats() -> dict[OfficeCode, list[Somebody]]:
    found: dict[OfficeCode, list[Somebody]] = {office: [] for office in OfficeCode}
    rows = OfficeSeat.objects.standing().order_by("assignment__user")
    columns = ("assignment__user", "assignment__user__name", "assignment__role")
    for user, name, role in rows.values_list(*columns).distinct():
        found[OFFICE_OF_ROLE[Role(role)]].append(Somebody(str(user), name))
    return found


def delegates_of(people: Collection[str]) -> dict[str, frozenset[str]]:
    """Who acts for each of the people today, at any school."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Delegation.objects.current().filter(principal__in=[int(one) for one in people])
    for principal, delegate in rows.values_list("principal", "delegate"):
        found[str(principal)].add(str(delegate))
    return {one: frozenset(acts) for one, acts in found.items()}


def acted_for_by(people: Collection[str]) -> dict[str, frozenset[str]]:
    """For whom each of the people acts today."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Delegation.objects.current().filter(delegate__in=[int(one) for one in people])
    for principal, delegate in rows.values_list("principal", "delegate"):
        found[str(delegate)].add(str(principal))
    return {one: frozenset(whom) for one, whom in found.items()}
