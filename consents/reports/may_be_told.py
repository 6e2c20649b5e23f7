"""Which guardians may be told about a student now, and where: with authority, reachable, not disputed. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from notices import contacts
from notices.contacts import Reach
from schools.models import Guardian, GuardianLink


@dataclass(frozen=True, slots=True)
class Told:
    """A guardian, and where a message finds them."""

    guardian: Guardian
    reach: Reach


def reachable_signers(students: Collection[int]) -> dict[int, list[Told]]:
    """By student, those who may sign for them and whom a message reaches; the same queries for one as for all."""
    links = list(
        GuardianLink.objects.with_authority()
        .filter(student__in=students, guardian__ended_at=None)
        .select_related("guardian")
        .order_by("guardian_id")
    )
    reaches = contacts.reaches({link.guardian_id: link.guardian for link in links}.values())
    found: dict[int, list[Told]] = defaultdict(list)
    for link in links:
        reach = reaches[link.guardian_id]
        if reach is not None:
            found[link.student_id].append(Told(link.guardian, reach))
    return found
