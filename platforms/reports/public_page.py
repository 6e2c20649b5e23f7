"""The public page of one platform: where it stands, since when and why, and what it holds about students. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms.models import Agreement, Breach, Platform, StatusEvent
from platforms.reports import matching
from platforms.reports.agreements import agreements_of
from platforms.reports.matching import How
from platforms.reports.public_list import Row, Snapshot, alternatives, folded
from platforms.reports.standing import LAPSED, TONES
from platforms.reports.usage import public_count, usage_counts
from platforms.terms import LAPSING, Status, Tag
from platforms.uses import Use

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_ALTERNATIVES: Final = 10
MOST_SUGGESTIONS: Final = 5
MOST_MERGES: Final = 10
# What each status means for somebody who wants to use the tool today.
MEANING: Final[dict[Status, _StrPromise]] = {
    Status.NOT_REVIEWED: _("The district has not checked it. Do not use it to message students."),
    Status.IN_REVIEW: _("The district is checking it now. Do not start using it yet."),
    Status.APPROVED: _("The district checked it. Staff may use it, with the permissions each use asks for."),
    Status.APPROVED_FOR_USES: _("The district checked it. Staff may use it for the uses listed here, and no others."),
    Status.FLAGGED_FIXING: _("It failed a check. The company is fixing it. Do not use it meanwhile."),
    Status.FLAGGED_MOVING: _("It failed a check. Schools are moving to another tool."),
    Status.NOT_APPROVED: _("Do not use it to message students."),
    Status.RETIRED: _("It is no longer offered."),
}  # fmt: skip
LAPSED_MEANING: Final = _("Its approval ended. Do not use it until it is checked again.")


@dataclass(frozen=True, slots=True)
class Past:
    """Something that was said of the platform, from a day on."""

    on: date
    label: str | _StrPromise
    tone: str
    reason: str = ""
    conditions: str = ""
    uses: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Everything the page shows."""

    row: Row
    website: str
    past: list[Past]
    alternatives: list[Row] = field(default_factory=list)
    agreement: Agreement | None = None
    breaches: int = 0
    # How many schools said that they use it, as the public may read it.
    schools: int | str = 0


def meaning(row: Row) -> str | _StrPromise:
    """What the status means, in a sentence."""
    return LAPSED_MEANING if row.stand.lapsed else MEANING[row.status]


def tone(row: Row) -> str:
    return TONES[row.status]


def audience_names(row: Row) -> list[str]:
    return [str(Tag(code).label) for code in row.audiences]


def use_names(codes: Sequence[str], known: dict[str, Use]) -> list[str]:
    """The uses by name; one that nobody offers any more by its code."""
    return [str(known[code].name) if code in known else code for code in codes]


def page_of(found: Snapshot, row: Row, at: datetime) -> PublicPage:
    """The page of a listed platform, in the same few queries whatever its history."""
    platform = Platform.objects.get(pk=row.pk)
    in_force = agreements_of(platform).in_force(timezone.localdate(at))
    breaches = Breach.objects.standing().of_tool(platform)
    return PublicPage(
        row=row,
        website=platform.website,
        past=past_of(row.pk, at),
        alternatives=alternatives(found, row)[:MOST_ALTERNATIVES],
        agreement=in_force.order_by("-starts_on", "-pk").first(),
        breaches=breaches.count(),
        schools=public_count(usage_counts([row.pk])[row.pk][0], at),
    )


def past_of(platform_id: int, at: datetime) -> list[Past]:
    """What was said of it, newest first, with the approvals that ended by themselves."""
    events = [*StatusEvent.objects.standing_at(at).filter(platform=platform_id)][::-1]
    today = timezone.localdate(at)
    found: list[Past] = []
    for event, after in pairwise([*events, None]):
        if event is None:
            continue
        status = Status(event.status)
        found.append(
            Past(
                timezone.localdate(event.effective_at),
                status.label,
                TONES[status],
                event.reason,
                event.conditions,
                tuple(event.uses),
                event.until,
            )
        )
        last = timezone.localdate(after.effective_at) if after else today
        if status in LAPSING and event.until and event.until < last:
            found.append(Past(event.until + timedelta(days=1), LAPSED, "bad"))
    return found[::-1]


def moved_to(slug: str) -> str | None:
    """The address of the platform that one was merged into; None where the slug is nobody's."""
    platform = Platform.objects.filter(slug=slug).select_related("merged_into").first()
    for _step in range(MOST_MERGES):
        if platform is None or platform.merged_into is None:
            break
        platform = platform.merged_into
    return platform.slug if platform and platform.slug != slug else None


def look_up(found: Snapshot, typed: str) -> tuple[Row | None, list[Row]]:
    """The platform somebody means by a name, an address or a nickname; else those it might be."""
    row = found.find(typed.strip())
    if row is not None:
        return row, []
    match = matching.find(typed)
    rows = {row.pk: row for row in found.rows}
    meant = [one for one in (match.platform, *match.candidates) if one and one.pk in rows]
    if match.how == How.EXACT and meant:
        return rows[meant[0].pk], []
    words = folded(typed).split()
    named = [row for row in found.rows if words and all(word in row.words for word in words)]
    near = {one.pk: one for one in [*(rows[one.pk] for one in meant), *named]}
    return None, list(near.values())[:MOST_SUGGESTIONS]
