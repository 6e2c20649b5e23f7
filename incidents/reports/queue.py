"""The queue of the case desk: the cases a reader may see, and what each waits for. Reads only."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from accounts.models import User
from incidents.models import Case, offices_of
from schools.models import RoleAssignment
from schools.terms import Role

# Whoever holds one of these at a school or network can be sent a report; a desk that is empty tells nothing.
LEADERS: Final = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CHIEF)


def has_desk(user: User) -> bool:
    """Whether there is a desk for the reader: by office or post, or by a case they were brought into.

    Leaders of schools always have one, so that an empty desk says nothing of reports they are kept out of.
    """
    if offices_of(user):
        return True
    held = RoleAssignment.objects.current().filter(user=user, role__in=LEADERS)
    return held.exists() or Case.objects.visible_to(user).exists()


def rows_for(user: User) -> QuerySet[Case]:
    """The cases the reader may see, with what a line of the list names."""
    return Case.objects.visible_to(user).select_related("school", "assigned_to")
