"""Ends are announced ahead: so many days before, once each, to ITS and at the last to the schools (P3).

Nothing ends here: an approval lapses by its date alone, whether this runs or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.db import transaction

from accounts.models import User
from core.actor import Actor
from core.jobs import once
from notices import posting
from platforms.access.roles import ITS_STAFF
from platforms.actions.letters import staff_drafts
from platforms.actions.school_news import heads_of
from platforms.models import Announcement, PlatformRule
from platforms.policy.after import due_threshold
from platforms.reports.endings import Ending, endings
from platforms.reports.usage import schools_using
from platforms.terms.after import EndingKind
from schools.models import RoleAssignment
from trail.recording import record

JOB = "platforms.announce_endings"
TO_ITS = "platforms/endings"
TO_SCHOOL = "platforms/ending_school"


def announce(on: date, *, by: Actor) -> bool:
    """The day's announcements, once; a day that was missed is made up for by the next one."""
    return once(JOB, on.isoformat(), partial(_announce, on, by))


@transaction.atomic
def _announce(on: date, by: Actor) -> dict[str, int]:
    days = PlatformRule.objects.numbers().ending_days
    made = _rows(endings(on, max(days, default=0)), days, on, by)
    if made:
        posting.post_all(
            staff_drafts(TO_ITS, its_people(), {"day": on.isoformat()}, on.isoformat())
        )
    last = min(days, default=0)
    schools = sum(_tell_schools(row) for row in made if _reaches_schools(row, last))
    return {"announced": len(made), "schools": schools}


def _rows(found: Sequence[Ending], days: Sequence[int], on: date, by: Actor) -> list[Announcement]:
    """A row for each end whose threshold is reached and was not announced yet."""
    made = []
    for one in found:
        threshold = due_threshold(one.ends_on, on, days)
        if threshold is None:
            continue
        row, new = Announcement.objects.get_or_create(
            kind=one.kind,
            subject=one.subject,
            ends_on=one.ends_on,
            days=threshold,
            defaults={"platform": one.platform, "announced_on": on},
        )
        if new:
            made.append(row)
            record(
                "platform.end_announced", row, by=by, topic=one.platform,
                kind=str(one.kind), ends_on=one.ends_on.isoformat(), days=threshold,
            )  # fmt: skip
    return made


def _reaches_schools(row: Announcement, last: int) -> bool:
    return row.kind == EndingKind.APPROVAL and row.days == last


def _tell_schools(row: Announcement) -> int:
    """The principals of the schools that use it."""
    people = heads_of([one.school.pk for one in schools_using(row.platform)])
    posting.post_all(
        draft
        for school, users in people.items()
        for draft in staff_drafts(
            TO_SCHOOL, users, {"announcement": row.pk, "school": school}, f"{row.pk}:{school}"
        )
    )
    return len(people)


def its_people() -> list[User]:
    """Auditors and reviewers of today."""
    held = RoleAssignment.objects.current().filter(role__in=ITS_STAFF)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))
