"""The companies with which the district has data agreements, as the law wants them posted (SOPPA, 105 ILCS 85/27).

Everything here is for the public: the page, JSON and CSV read these rows and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from platforms.models import Agreement, Breach, Platform, Vendor
from schools.models import Change

LAW: Final = "105 ILCS 85/27"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Posted:
    """An agreement as it is posted; `until` is the last day it holds or held."""

    pk: int
    title: str
    signed_on: date
    starts_on: date
    until: date
    in_force: bool
    data_elements: tuple[str, ...]
    subcontractors: tuple[str, ...]
    has_file: bool


@dataclass(frozen=True, slots=True)
class PostedBreach:
    happened_on: date
    told_on: date
    students: int | None
    description: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A platform of an operator; agreements newest first."""

    name: str
    slug: str
    agreements: tuple[Posted, ...]
    breaches: tuple[PostedBreach, ...]

    @property
    def in_force(self) -> bool:
        return any(one.in_force for one in self.agreements)


@dataclass(frozen=True, slots=True)
class Operator:
    """A company with an agreement, or with a breach to post."""

    name: str
    slug: str
    address: str
    website: str
    tools: tuple[Tool, ...]


def operator_vendors(words: str = "") -> QuerySet[Vendor]:
    """The vendors to post, by a word in their own, a platform's or another of its names."""
    agreed = Agreement.objects.filter(platform__vendor=OuterRef("pk"))
    breached = Breach.objects.filter(platform__vendor=OuterRef("pk"))
    found = Vendor.objects.filter(Exists(agreed) | Exists(breached))
    for word in words.split():
        named = Platform.objects.filter(
            Q(name__icontains=word)
            | Q(aliases__shown__icontains=word, aliases__ended_at__isnull=True),
            vendor=OuterRef("pk"),
        )
        found = found.filter(Q(name__icontains=word) | Exists(named))
    return found


def operators(vendors: Sequence[Vendor], on: date) -> list[Operator]:
    """What is posted of these vendors on a day, in three queries however many.

    What was merged into another platform of the same vendor is posted under that one.
    """
    platforms = list(Platform.objects.filter(vendor__in=vendors).order_by("name"))
    keys = [one.pk for one in platforms]
    vendor_of = {one.pk: one.vendor_id for one in platforms}
    speaks = {
        one.pk: one.merged_into_id
        if one.merged_into_id and vendor_of.get(one.merged_into_id) == one.vendor_id
        else one.pk
        for one in platforms
    }
    agreements = _by_tool(_agreements(keys, on), speaks)
    breaches = _by_tool(_breaches(keys), speaks)
    tools: dict[int, list[Tool]] = defaultdict(list)
    for one in platforms:
        posted = (agreements.get(one.pk, ()), breaches.get(one.pk, ()))
        if any(posted):
            tools[one.vendor_id].append(Tool(one.name, one.slug, *posted))
    return [
        Operator(one.name, one.slug, one.address, one.website, tuple(tools[one.pk]))
        for one in vendors
    ]


def updated_at() -> datetime | None:
    """When anything that is posted was last entered or changed."""
    agreements = Agreement.objects.aggregate(entered=Max("entered_at"), ended=Max("ended_at"))
    breaches = Breach.objects.aggregate(entered=Max("entered_at"))
    about = Q(subject__startswith="platforms.vendor:") | Q(
        subject__startswith="platforms.platform:"
    )
    changes = Change.objects.filter(about).aggregate(at=Max("at"))
    moments = [*agreements.values(), *breaches.values(), *changes.values()]
    return max((one for one in moments if one is not None), default=None)


def posted_agreements() -> QuerySet[Agreement]:
    """Agreements whose paper is posted."""
    return Agreement.objects.filter(file__isnull=False).select_related("file")


def _agreements(platform_ids: Iterable[int], on: date) -> Iterable[tuple[int, Posted]]:
    rows = Agreement.objects.filter(platform__in=list(platform_ids))
    for one in rows.order_by("-starts_on", "-pk"):
        posted = Posted(
            pk=one.pk, title=one.title, signed_on=one.signed_on, starts_on=one.starts_on,
            until=one.last_day, in_force=one.holds_on(on),
            data_elements=tuple(one.data_elements), subcontractors=tuple(one.subcontractors),
            has_file=one.file_id is not None,
        )  # fmt: skip
        yield one.platform_id, posted


def _breaches(platform_ids: Iterable[int]) -> Iterable[tuple[int, PostedBreach]]:
    rows = Breach.objects.standing().filter(platform__in=list(platform_ids))
    for one in rows.order_by("-happened_on", "-pk"):
        yield (
            one.platform_id,
            PostedBreach(one.happened_on, one.told_on, one.students, one.description),
        )


def _by_tool(rows: Iterable[tuple[int, T]], speaks: dict[int, int]) -> dict[int, tuple[T, ...]]:
    """The rows under the platform that speaks for theirs."""
    found: dict[int, list[T]] = defaultdict(list)
    for platform, row in rows:
        found[speaks[platform]].append(row)
    return {platform: tuple(each) for platform, each in found.items()}
