"""Questions about who works where, asked on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import User
from schools.models import Delegation, RoleAssignment, School
from schools.terms import Role


@dataclass(frozen=True, slots=True)
class Post:
    """What a person holds on a day, wherever it is; `stands_in`: a principal or chief named them their delegate."""

    roles: frozenset[Role]
    stands_in: bool

    def among(self, roles: Collection[Role]) -> bool:
        """Whether something kept for these roles can concern the person at all."""
        return self.stands_in or not self.roles.isdisjoint(roles)


def post_of(user: User, on: date | None = None) -> Post:
    """The person's post, in two queries."""
    held = RoleAssignment.objects.current(on).filter(user=user)
    given = Delegation.objects.current(on).filter(delegate=user)
    return Post(frozenset(map(Role, held.values_list("role", flat=True))), given.exists())


def roles_at(user_id: int, school: School, on: date | None = None) -> set[Role]:
    """The roles the user holds at the school itself, or over it through its network."""
    held = RoleAssignment.objects.current(on).filter(user_id=user_id)
    here = Q(school=school)
    if school.network_id:
        here |= Q(network=school.network_id)
    return {Role(role) for role in held.filter(here).values_list("role", flat=True)}


def holds(user_id: int, roles: Iterable[Role], on: date | None = None) -> bool:
    """Does the user hold any of the roles anywhere?"""
    return RoleAssignment.objects.current(on).filter(user_id=user_id, role__in=list(roles)).exists()


def principals_of(school: School, on: date | None = None) -> list[User]:
    return list(
        User.objects.filter(
            role_assignments__in=RoleAssignment.objects.current(on).filter(
                school=school, role=Role.PRINCIPAL
            ),
            is_active=True,
        ).order_by("pk")
    )


def chiefs_of(school: School, on: date | None = None) -> list[User]:
    """The chiefs of the school's network."""
    if school.network_id is None:
        return []
    return list(
        User.objects.filter(
            role_assignments__in=RoleAssignment.objects.current(on).filter(
                network=school.network_id, role=Role.CHIEF
            ),
            is_active=True,
        ).order_by("pk")
    )


def delegates_of(
    principal_ids: Iterable[int], school: School, on: date | None = None
) -> list[User]:
    """People who may act for one of these principals or chiefs at the school on the day."""
    return list(
        User.objects.filter(
            delegations__in=Delegation.objects.current(on).filter(
                principal_id__in=list(principal_ids), school=school
            ),
            is_active=True,
        )
        .distinct()
        .order_by("pk")
    )
