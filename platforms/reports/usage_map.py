"""The usage map (P1): schools and the platforms they use, narrowed and added up. Reads only.

Read whole, in a number of queries that does not grow: a district of 635 schools with a dozen tools each is some
seven thousand rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.sheets import Cell
from platforms.models import Platform, UsageClaim
from platforms.reports.standing import Shown, shown, standing_events
from platforms.reports.survey_rows import audience_words
from platforms.terms import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What the reader asks for; nothing: everything."""

    network: int | None = None
    platform: int | None = None
    audience: str = ""
    status: str = ""
    words: str = ""


@dataclass(slots=True)
class Use:
    """A school uses a platform, by its newest answer. `key` is a claim's: pages go by it."""

    key: int
    school_id: int
    school: str
    network_id: int | None
    network: str
    platform_id: int
    students: int | None
    audiences: set[str]
    said_on: date


@dataclass(frozen=True, slots=True)
class UseRow:
    """The same with the platform and where it stands, as the page shows it."""

    use: Use
    platform: Platform
    shown: Shown

    @property
    def audiences(self) -> str:
        return audience_words(sorted(self.use.audiences))


@dataclass(frozen=True, slots=True)
class Total:
    """How much one platform is used."""

    platform: Platform
    shown: Shown
    schools: int
    students: int


@dataclass(frozen=True, slots=True)
class Map:
    """The uses that were asked for, by school and platform, and the totals, most used first."""

    rows: list[UseRow]
    totals: list[Total]


def usage_map(asked: Narrowed) -> Map:
    """The map, narrowed."""
    uses = _uses()
    ids = {use.platform_id for use in uses}
    platforms = Platform.objects.select_related("vendor").in_bulk(ids)
    stands = _stands(ids)
    rows = [
        UseRow(use, platforms[use.platform_id], stands[use.platform_id])
        for use in uses
        if _fits(use, platforms[use.platform_id], stands[use.platform_id], asked)
    ]
    rows.sort(key=lambda row: (row.use.school.casefold(), row.platform.name.casefold()))
    return Map(rows, _totals(rows))


def used_platforms() -> list[Platform]:
    """What can be chosen to narrow the map."""
    used = UsageClaim.objects.standing().of_platforms().values_list(F("used_id"), flat=True)
    return list(Platform.objects.filter(pk__in=set(used)).order_by("name"))


def heads() -> list[str]:
    return [
        _("School"),
        _("Network"),
        _("Platform"),
        _("Status"),
        _("Audiences"),
        _("Students"),
        _("Said on"),
    ]


def cells(rows: Iterable[UseRow]) -> Iterable[Sequence[Cell]]:
    """The rows of the file."""
    for row in rows:
        yield [
            row.use.school,
            row.use.network,
            row.platform.name,
            str(row.shown.label),
            row.audiences,
            row.use.students,
            row.use.said_on.isoformat(),
        ]


def _uses() -> list[Use]:
    claims = UsageClaim.objects.standing().of_platforms()
    found: dict[tuple[int, int], Use] = {}
    rows = claims.order_by("pk").values_list(
        "pk",
        "answer__school",
        "answer__school__name",
        "answer__school__network",
        "answer__school__network__name",
        F("used_id"),
        "students",
        "audiences",
        "answer__given_at",
    )
    for pk, school, name, network, network_name, used, students, audiences, at in rows:
        use = found.get((school, used))
        if use is None:
            day = timezone.localdate(at)
            found[school, used] = Use(
                pk, school, name, network, network_name or "", used, students, set(audiences), day
            )
            continue
        use.audiences |= set(audiences)
        if students is not None:
            use.students = max(use.students or 0, students)
    return list(found.values())


def _stands(ids: Collection[int]) -> dict[int, Shown]:
    events, today = standing_events(timezone.now(), ids), timezone.localdate()
    return {key: shown(events.get(key), today) for key in ids}


def _fits(use: Use, platform: Platform, stand: Shown, asked: Narrowed) -> bool:
    text = f"{use.school} {platform.name}".casefold()
    return (
        asked.network in (None, use.network_id)
        and asked.platform in (None, use.platform_id)
        and (not asked.audience or asked.audience in use.audiences)
        and (not asked.status or stand.status == Status(asked.status))
        and all(word in text for word in asked.words.casefold().split())
    )


def _totals(rows: Iterable[UseRow]) -> list[Total]:
    by_platform: dict[int, list[UseRow]] = {}
    for row in rows:
        by_platform.setdefault(row.use.platform_id, []).append(row)
    totals = [
        Total(
            found[0].platform,
            found[0].shown,
            len(found),
            sum(row.use.students or 0 for row in found),
        )
        for found in by_platform.values()
    ]
    return sorted(totals, key=lambda one: (-one.schools, -one.students, one.platform.name))
