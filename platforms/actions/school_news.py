"""A flag, a no or a retirement reaches every school that uses the platform, once an event and school (P4).

Read from the events without a receipt, so that a task that dies in the middle tells nobody twice and forgets nobody;
a school that names the platform later hears then of what stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from notices import posting
from platforms.actions import transitions
from platforms.actions.letters import staff_drafts
from platforms.actions.statuses import TELL_SCHOOLS
from platforms.models import Platform, Proposal, SchoolTold, StatusEvent
from platforms.reports.standing import listed_events
from platforms.reports.usage import schools_using, usage_counts
from platforms.terms import SILENCING, Status
from schools.models import RoleAssignment
from schools.terms import Role
from trail.recording import record

JOB = TELL_SCHOOLS
KIND = "platforms/flagged_school"


def tell_all(*, by: Actor) -> int:
    """Every silenced platform that somebody uses; returns how many schools were told."""
    silenced = [key for key, event in listed_events().items() if event.status in SILENCING]
    used = {key for key, (schools, _students) in usage_counts(silenced).items() if schools}
    return sum(tell_schools(key, by=by) for key in sorted(used))


@transaction.atomic
def tell_schools(platform_id: int, *, by: Actor) -> int:
    """The schools that have not heard of how the platform stands now; returns how many were told."""
    platform = Platform.objects.select_for_update().get(pk=platform_id)
    event = platform.standing(timezone.now())
    if event is None or event.status not in SILENCING or platform.merged_into_id:
        return 0
    if event.status == Status.FLAGGED_MOVING:
        _plan_for_newcomers(platform, by)
    told = set(event.schools_told.values_list("school", flat=True))
    waiting = [one.school.pk for one in schools_using(platform) if one.school.pk not in told]
    people = heads_of(waiting)
    return _tell(event, {school: people[school] for school in waiting if school in people}, by)


def heads_of(school_ids: Iterable[int]) -> dict[int, list[User]]:
    """The principals of each school, or its administrators where it has none today; no one: not among them."""
    held = RoleAssignment.objects.current().filter(
        school__in=list(school_ids),
        role__in=(Role.PRINCIPAL, Role.ADMINISTRATOR),
        user__is_active=True,
    )
    found: dict[int, dict[str, list[User]]] = defaultdict(lambda: defaultdict(list))
    for row in held.select_related("user").order_by("pk"):
        if row.school_id is not None:
            found[row.school_id][row.role].append(row.user)
    return {
        school: roles.get(Role.PRINCIPAL) or roles[Role.ADMINISTRATOR]
        for school, roles in found.items()
    }


def _tell(event: StatusEvent, people: dict[int, list[User]], by: Actor) -> int:
    """Receipts and messages in one go."""
    SchoolTold.objects.bulk_create(
        SchoolTold(event=event, school_id=school, people=len(users))
        for school, users in people.items()
    )
    drafts = [
        draft
        for school, users in people.items()
        for draft in staff_drafts(
            KIND, users, {"event": event.pk, "school": school}, f"{event.pk}:{school}"
        )
    ]
    posting.post_all(drafts)
    if people:
        record("platform.schools_told", event, by=by, topic=event.platform, schools=len(people))
    return len(people)


def _plan_for_newcomers(platform: Platform, by: Actor) -> None:
    """A school that names the platform while others move off it gets a plan of its own."""
    move = Proposal.objects.moving().filter(platform=platform).order_by("-pk").first()
    if move is not None:
        transitions.open_plans(move, by=by)
