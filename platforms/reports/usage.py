"""Which school uses what, from each school's newest answer of any survey (P1). Reads only.

A platform that was merged into another counts with it. A school that named one tool twice counts once, with the
larger number of students.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from platforms.models import Platform, PlatformRule, UsageClaim
from platforms.policy.surveys import is_public
from schools.models import School


@dataclass(frozen=True, slots=True)
class Using:
    """A school uses a platform: for whom, with about how many students (None: it did not say), and since when.

    `since` is the day on which it first named the platform, `said_on` the day of its newest answer.
    """

    school: School
    students: int | None
    audiences: tuple[str, ...]
    since: date
    said_on: date


def schools_using(platform: Platform, on: date | None = None) -> list[Using]:
    """The open schools whose newest answer (by the end of a day, else now) names the platform, by name."""
    at = _end_of(on)
    claims = UsageClaim.objects.standing(at).of_platforms([platform.pk])
    rows: dict[int, list[UsageClaim]] = defaultdict(list)
    for claim in claims.select_related("answer__school__network").order_by(
        "answer__school__name", "pk"
    ):
        rows[claim.answer.school_id].append(claim)
    since = _first_named(platform.pk, rows, at)
    return [_using(claims, since[school_id]) for school_id, claims in rows.items()]


def usage_counts(platform_ids: Collection[int] | None = None) -> dict[int, tuple[int, int]]:
    """Schools and students of each of these platforms (else of all that are used), in one query.

    Asked for a platform nobody uses: (0, 0).
    """
    claims = UsageClaim.objects.standing().of_platforms(platform_ids)
    most: dict[tuple[int, int], int] = {}
    for used, school, students in claims.values_list(F("used_id"), "answer__school", "students"):
        most[used, school] = max(most.get((used, school), 0), students or 0)
    counts = dict.fromkeys(platform_ids or (), (0, 0))
    for (used, _school), students in most.items():
        schools, total = counts.get(used, (0, 0))
        counts[used] = (schools + 1, total + students)
    return counts


def public_count(count: int, at: datetime | None = None) -> int | str:
    """A count as the public may read it: one below the district's number could tell which school it is (P1)."""
    least = PlatformRule.objects.numbers(at).suppressed_below
    if is_public(count, least):
        return count
    return gettext("fewer than %(fewest)s") % {"fewest": least}


def _using(claims: list[UsageClaim], since: datetime) -> Using:
    said = claims[0].answer
    students = [claim.students for claim in claims if claim.students is not None]
    return Using(
        school=said.school,
        students=max(students, default=None),
        audiences=tuple(sorted({word for claim in claims for word in claim.audiences})),
        since=timezone.localdate(since),
        said_on=timezone.localdate(said.given_at),
    )


def _first_named(
    platform_id: int, schools: Iterable[int], at: datetime | None
) -> dict[int, datetime]:
    """When each school first named the platform in any answer."""
    said = UsageClaim.objects.of_platforms([platform_id]).filter(answer__school__in=list(schools))
    if at is not None:
        said = said.filter(answer__given_at__lte=at)
    newest_first = said.order_by("-answer__given_at")
    return dict(newest_first.values_list("answer__school", "answer__given_at"))


def _end_of(day: date | None) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.max))
