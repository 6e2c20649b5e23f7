"""Which platform somebody means by what they typed (P1): a name, another name, a domain, an app id, a short code.

Three queries, however many are asked about. What was merged into another platform is found as that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from platforms.models import Platform, PlatformAlias, Vendor
from platforms.policy import folding
from platforms.policy.likeness import LEAST_ALIKE, Names, Near, surely
from platforms.terms import AliasKind

# "Did you mean" asks about no more than these.
MOST_ASKED: Final = 5


class How(StrEnum):
    """How a platform was found."""

    EXACT = "exact"
    CLOSE = "close"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """What was typed, and the platform it names; where none does, those it may mean, likeliest first.

    `CLOSE`: a slip of the pen away from one platform, and from no other.
    """

    typed: str
    platform: Platform | None
    how: How
    candidates: tuple[Platform, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    how: How
    owner: int | None = None
    near: tuple[int, ...] = ()


def find(typed: str) -> Match:
    """The platform meant, or the nearest ones."""
    return find_all([typed])[0]


def find_all(typed: Sequence[str]) -> list[Match]:
    """The same of many, in their order."""
    known = _known()
    found = {one: known.find(one) for one in set(typed)}
    keys = {key for one in found.values() for key in (one.owner, *one.near) if key is not None}
    platforms = Platform.objects.select_related("vendor").in_bulk(keys)
    return [_match(one, found[one], platforms) for one in typed]


def owners_of(kind: AliasKind, value: str) -> list[int]:
    """The platforms, merged ones as themselves, that bear this folded name; at most one, unless rows came from elsewhere."""
    rows = PlatformAlias.objects.filter(kind=kind, value=value, ended_at__isnull=True)
    owners = set(rows.values_list("platform_id", flat=True))
    if kind == AliasKind.NAME:
        names = Platform.objects.values_list("pk", "name")
        owners |= {pk for pk, name in names.iterator() if folding.fold(name) == value}
    return sorted(owners)


def vendors_named(name: str) -> list[Vendor]:
    """The vendors whose name folds as this one does."""
    value = folding.fold(name)
    return [one for one in Vendor.objects.all() if folding.fold(one.name) == value]


def _match(typed: str, found: _Found, platforms: dict[int, Platform]) -> Match:
    platform = platforms[found.owner] if found.owner is not None else None
    return Match(typed, platform, found.how, tuple(platforms[key] for key in found.near))


_PlatformRow = tuple[int, str, str, int | None]
_AliasRow = tuple[int, str, str]
_Rows = tuple[tuple[_PlatformRow, ...], tuple[_AliasRow, ...]]


def _known() -> _Known:
    """What platforms are known by now, folded anew only where a row is another than at the last look."""
    platforms = Platform.objects.order_by("pk").values_list("pk", "name", "website", "merged_into")
    standing = PlatformAlias.objects.filter(ended_at__isnull=True).order_by("pk")
    rows = tuple(platforms), tuple(standing.values_list("platform", "kind", "value"))
    found = _kept.get(rows)
    if found is None:
        found = _Known(rows)
        _kept.clear()
        _kept[rows] = found
    return found


class _Known:
    """Everything that platforms are known by in these rows."""

    def __init__(self, rows: _Rows) -> None:
        self._into: dict[int, int] = {}
        self._exact: dict[AliasKind, dict[str, set[int]]] = {
            kind: defaultdict(set) for kind in AliasKind
        }
        platforms, aliases = rows
        for pk, name, website, into in platforms:
            self._into[pk] = into or pk
            self._add(AliasKind.NAME, folding.fold(name), pk)
            self._add(AliasKind.DOMAIN, folding.fold_domain(website) if website else "", pk)
        for pk, kind, value in aliases:
            self._add(AliasKind(kind), value, pk)

    def _add(self, kind: AliasKind, value: str, platform: int) -> None:
        if value:
            self._exact[kind][value].add(self._into[platform])

    @cached_property
    def _names(self) -> Names:
        """Built only where something was not found as it stands."""
        known = self._exact[AliasKind.NAME]
        return Names((value, owner) for value, owners in known.items() for owner in owners)

    def find(self, typed: str) -> _Found:
        exact = self._as_it_stands(typed)
        if len(exact) == 1:
            return _Found(How.EXACT, owner=exact[0])
        if exact:
            return _Found(How.NONE, near=tuple(exact[:MOST_ASKED]))
        key = folding.bare(typed) or folding.fold(typed)
        near = self._names.near(key) if key else []
        sure = surely(key, near)
        if sure is not None:
            return _Found(How.CLOSE, owner=sure.owner)
        return _Found(How.NONE, near=_worth_asking(near))

    def _as_it_stands(self, typed: str) -> list[int]:
        """The platforms that bear the name, the domain, the id or the code; of several names typed, each one's."""
        domain = folding.fold_domain(typed)
        tries: list[tuple[AliasKind, str]] = [
            (AliasKind.NAME, folding.fold(typed)),
            (AliasKind.APP_ID, folding.fold_app_id(typed)),
            *((AliasKind.DOMAIN, one) for one in folding.domains_above(domain) if domain),
            (AliasKind.SHORT_CODE, folding.fold_code(typed)),
            (AliasKind.NAME, folding.bare(typed)),
        ]
        for kind, value in tries:
            found = self._exact[kind].get(value) if value else None
            if found:
                return sorted(found)
        parts = [self._exact[AliasKind.NAME].get(folding.bare(one)) for one in _parts(typed)]
        return list(dict.fromkeys(key for part in parts if part for key in sorted(part)))


# Of this process: the last rows that were read, with what they fold to.
_kept: dict[_Rows, _Known] = {}


def _parts(typed: str) -> Iterable[str]:
    parts = folding.parts_of(typed)
    return parts if len(parts) > 1 else ()


def _worth_asking(near: Sequence[Near]) -> tuple[int, ...]:
    return tuple(one.owner for one in near if one.alike >= LEAST_ALIKE)[:MOST_ASKED]
