"""The public list (P3): one snapshot of every listed platform, from which every format is drawn.

Listed is every platform of the catalogue that stands for itself; one merged into another is found under that
one's name, and a name that only a survey brought is not listed until ITS enters it. What is not listed is not approved.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any, Final, Self

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.crypto import get_random_string

from core.public_pages import Source
from platforms import uses
from platforms.models import (
    Platform,
    PlatformAlias,
    PlatformMerge,
    StatusEvent,
    TagChoice,
)
from platforms.policy import Stand
from platforms.terms import FLAGGED, LAPSING, Cause, Status, Tag
from platforms.uses import Use

# What can be corrected in place (a name, a sentence) shows within this time; a status, a tag and a merge
# within PUBLIC_LIST_SECONDS of the settings.
KEPT_SECONDS: Final = 60
APPROVED: Final = LAPSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One platform as everybody may read it, on the day of the snapshot."""

    pk: int
    slug: str
    name: str
    vendor: str
    summary: str
    stand: Stand
    since: date
    changed_at: datetime
    event: int
    cause: str
    reason: str
    conditions: str
    audiences: tuple[str, ...]
    alternatives: int
    # Folded: what it is called, and everything it is found by.
    names: tuple[str, ...]
    words: str

    @property
    def status(self) -> Status:
        return self.stand.status

    @property
    def flagged(self) -> bool:
        return self.stand.status in FLAGGED

    @property
    def every_use(self) -> bool:
        return self.stand.status == Status.APPROVED

    @property
    def uses(self) -> tuple[str, ...]:
        """The stated uses of an approval, or those kept on a flagged platform."""
        return tuple(sorted(self.stand.uses))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every row in the order of every format, the uses by their codes, and what the bytes are known by."""

    rows: tuple[Row, ...]
    uses: Mapping[str, Use]
    as_of: datetime
    digest: str

    @classmethod
    def of(cls, rows: Sequence[Row], known: Sequence[Use], at: datetime) -> Self:
        newest = max((row.changed_at for row in rows), default=None)
        midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
        as_of = max(midnight, newest) if newest else midnight
        # The digest is the same in whichever language this is asked.
        with translation.override("en"):
            told = [
                [_told(row) for row in rows],
                as_of.isoformat(),
                [_told_use(use) for use in known],
            ]
        digest = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
        return cls(tuple(rows), {use.code: use for use in known}, as_of, digest)

    @property
    def source(self) -> Source:
        """What pages drawn from it are known by."""
        return Source(self.digest, self.as_of)

    def find(self, slug: str) -> Row | None:
        return next((row for row in self.rows if row.slug == slug), None)

    @property
    def counts(self) -> Counter[Status]:
        return Counter(row.status for row in self.rows)


def folded(words: str) -> str:
    """Words as they are compared: without case, accents or signs between."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@dataclass(slots=True)
class _Looked:
    """When this process last asked the database whether anything changed, and what it heard."""

    at: float = 0.0
    version: str = ""


_kept: dict[str, Snapshot] = {}
_looked = _Looked()


def current(at: datetime | None = None) -> Snapshot:
    """The snapshot of now. No query within PUBLIC_LIST_SECONDS of the last look, one while nothing changed, a
    few when something did, however many platforms.
    """
    moment = at or timezone.now()
    # Every midnight begins a minute: what lapses then is read anew.
    minute = int(moment.timestamp() // KEPT_SECONDS)
    key = f"platforms.list:{_version_lately()}:{minute}"
    token = cache.get(key)
    if token in _kept:
        return _kept[token]
    found = snapshot(moment)
    token = token or get_random_string(12)
    cache.set(key, token, KEPT_SECONDS)
    _kept.clear()
    _kept[token] = found
    return found


def snapshot(at: datetime) -> Snapshot:
    """The list as it stands at the moment, read anew."""
    day = timezone.localdate(at)
    platforms = list(
        Platform.objects.listed()
        .with_tags()
        .annotate(event_now=_event_now(at))
        .select_related("vendor")
    )
    standing = {
        event.platform_id: event
        for event in StatusEvent.objects.filter(
            pk__in=Platform.objects.listed().annotate(event_now=_event_now(at)).values("event_now")
        )
    }
    words = _other_names()
    rows = [
        _row(platform, standing.get(platform.pk), words[platform.pk], day) for platform in platforms
    ]
    rows.sort(key=lambda row: (folded(row.name), row.pk))
    return Snapshot.of(_with_alternatives(rows), uses.every_use(at), at)


def _event_now(at: datetime) -> Subquery:
    standing = StatusEvent.objects.standing_at(at).filter(platform=OuterRef("pk"))
    return Subquery(standing.values("pk")[:1])


def _other_names() -> dict[int, list[str]]:
    """By what else each platform is found: its aliases, and the names of what was merged into it."""
    found: dict[int, list[str]] = defaultdict(list)
    for key, alias in PlatformAlias.objects.filter(ended_at=None).values_list("platform", "value"):
        found[key].append(alias)
    merged = Platform.objects.filter(merged_into__isnull=False)
    for target, name in merged.values_list("merged_into", "name"):
        found[target or 0].append(name)
    return found


def _row(platform: Platform, event: StatusEvent | None, others: list[str], day: date) -> Row:
    stand = event.on(day) if event else Stand(Status.NOT_REVIEWED)
    changed_at = event.effective_at if event else platform.created_at
    since = timezone.localdate(changed_at)
    if stand.lapsed and stand.until:
        since = stand.until + timedelta(days=1)
        changed_at = timezone.make_aware(datetime.combine(since, time()))
    tags = set(getattr(platform, "tags_now", None) or ())
    names = tuple(folded(name) for name in (platform.name, *others))
    return Row(
        pk=platform.pk,
        slug=platform.slug,
        name=platform.name,
        vendor=platform.vendor.name,
        summary=platform.summary,
        stand=stand,
        since=since,
        changed_at=changed_at,
        event=event.pk if event else 0,
        cause=event.cause if event else Cause.LISTED,
        reason=event.reason if event else "",
        conditions=event.conditions if event else "",
        audiences=tuple(tag.value for tag in Tag if tag in tags),
        alternatives=0,
        names=names,
        words=" ".join((*names, folded(platform.vendor.name), folded(platform.summary))),
    )


def _with_alternatives(rows: Sequence[Row]) -> list[Row]:
    """Each row with how many approved platforms could take its place."""
    approved = Counter(row.audiences for row in rows if row.status in APPROVED)
    made = []
    for row in rows:
        fitting = sum(number for tags, number in approved.items() if shares(row.audiences, tags))
        own = row.status in APPROVED and shares(row.audiences, row.audiences)
        made.append(replace(row, alternatives=fitting - own))
    return made


def shares(wanted: Sequence[str], offered: Sequence[str]) -> bool:
    """Whether two platforms serve one audience; one whose audience nobody stated yet may serve any."""
    return not wanted or bool(set(wanted) & set(offered))


def alternatives(found: Snapshot, row: Row, use: str = "") -> list[Row]:
    """The platforms approved today that share an audience, for the use where one is named: the closest first."""
    fitting = [
        other
        for other in found.rows
        if other.pk != row.pk
        and other.status in APPROVED
        and shares(row.audiences, other.audiences)
        and (not use or other.stand.approves(use))
    ]
    mine = set(row.audiences)
    return sorted(
        fitting, key=lambda one: (-len(mine & set(one.audiences)), not one.every_use, one.name)
    )


def _told(row: Row) -> list[Any]:
    return [getattr(row, name) for name in Row.__slots__ if name != "stand"] + [
        [row.stand.status, sorted(row.stand.uses), row.stand.until, row.stand.lapsed]
    ]


def _told_use(use: Use) -> list[Any]:
    return [use.code, str(use.name), use.clause, use.consent_form, sorted(use.grades or ())]


def _version_lately() -> str:
    """`_version`, asked at most once in PUBLIC_LIST_SECONDS: visitors come by the hundred, changes do not."""
    now = monotonic()
    if not _looked.version or now - _looked.at >= settings.PUBLIC_LIST_SECONDS:
        _looked.at, _looked.version = now, _version()
    return _looked.version


def _version() -> str:
    """What differs as soon as somebody commits a status, a tag, an alias, a platform or a merge.

    Counts, not newest keys: a row committed late has a lower key than one that was seen before it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        return ".".join(str(number) for number in cursor.fetchone())


def _count(model: type[Any], what: str = "*") -> str:
    return f"(SELECT COUNT({what}) FROM {model._meta.db_table})"  # noqa: S608 -- names of our own tables


_VERSION: Final = "SELECT " + ", ".join(
    [
        _count(StatusEvent),
        _count(TagChoice),
        _count(Platform),
        _count(PlatformAlias),
        _count(PlatformAlias, "ended_at"),
        _count(PlatformMerge),
        _count(PlatformMerge, "undone_at"),
    ]
)
