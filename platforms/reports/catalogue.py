"""The list of platforms, and each row's facts, in the same few queries however many (P1). Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextChoices, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms.models import Agreement, Platform, PlatformAlias, StatusEvent
from platforms.models.catalogue import PlatformQuerySet
from platforms.policy.folding import fold
from platforms.reports.agreements import with_agreements
from platforms.reports.family import families_of
from platforms.reports.standing import LAPSED, TONES, Shown
from platforms.terms import LAPSING, Status, Tag

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# An agreement that ends within so many days ends soon.
SOON: Final = timedelta(days=90)
# The word that narrows to platforms for which nobody chose tags yet.
NO_TAGS: Final = "none"


class AgreementState(TextChoices):
    """How a platform stands with its agreements."""

    NONE = "none", _("None in force")
    SOON = "soon", _("Ends within 90 days")
    GOOD = "good", _("In force for longer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a reader narrows the list to; empty words narrow nothing."""

    words: str = ""
    status: str = ""
    tag: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A platform of the list."""

    platform: Platform
    shown: Shown
    tags: list[str | _StrPromise]
    agreement_until: date | None


def catalogue_list(platforms: PlatformQuerySet, narrowing: Narrowing, on: date) -> QuerySet[Any]:
    """The platforms that stand for themselves, narrowed; each with what its row needs."""
    now = timezone.now()
    event = StatusEvent.objects.standing_at(now).filter(platform=OuterRef("pk"))
    found: QuerySet[Any] = (
        with_agreements(platforms.listed().with_status(now).with_tags(), on, on + SOON)
        .annotate(
            until_now=Subquery(event.values("until")[:1]),
            tag_words=Cast("tags_now", TextField()),
        )
        .select_related("vendor")
    )
    for word in narrowing.words.split():
        found = found.filter(_bears(word))
    if narrowing.status in Status.values:
        found = found.filter(_stands(Status(narrowing.status), on))
    if narrowing.tag in Tag.values:
        found = found.filter(Q(tag_words__contains=f'"{narrowing.tag}"'))
    if narrowing.tag == NO_TAGS:
        found = found.filter(Q(tags_now__isnull=True))
    if narrowing.agreement in AgreementState.values:
        found = found.filter(_agreed(AgreementState(narrowing.agreement)))
    return found


def catalogue_rows(platforms: Sequence[Any], on: date) -> list[Row]:
    """The rows of one page."""
    lasts = _last_days([one.pk for one in platforms], on)
    return [
        Row(
            one,
            _shown(one, on),
            [tag.label for tag in Tag if tag in (one.tags_now or ())],
            lasts.get(one.pk),
        )
        for one in platforms
    ]


def _bears(word: str) -> Q:
    """A name of the tool, or its vendor's, has the word in it."""
    value = fold(word) or word.lower()
    tool = Q(platform=OuterRef("pk")) | Q(platform__merged_into=OuterRef("pk"))
    standing = PlatformAlias.objects.filter(tool, ended_at__isnull=True)
    merged = Platform.objects.filter(merged_into=OuterRef("pk"), name__icontains=word)
    return (
        Q(name__icontains=word)
        | Q(vendor__name__icontains=word)
        | Q(Exists(standing.filter(Q(value__contains=value) | Q(shown__icontains=word))))
        | Q(Exists(merged))
    )


def _stands(status: Status, on: date) -> Q:
    """The status as it reads on the day: an approval past its last day is not approved."""
    lapsed = Q(status_now__in=LAPSING, until_now__lt=on)
    if status == Status.NOT_REVIEWED:
        return Q(status_now=status) | Q(status_now__isnull=True)
    if status == Status.NOT_APPROVED:
        return Q(status_now=status) | lapsed
    return Q(status_now=status) & ~lapsed if status in LAPSING else Q(status_now=status)


def _agreed(state: AgreementState) -> Q:
    if state == AgreementState.NONE:
        return Q(has_agreement=False)
    return Q(has_agreement=True, lasts=state == AgreementState.GOOD)


def _shown(one: Any, on: date) -> Shown:
    status = Status(one.status_now or Status.NOT_REVIEWED)
    if status in LAPSING and one.until_now is not None and one.until_now < on:
        return Shown(Status.NOT_APPROVED, LAPSED, TONES[Status.NOT_APPROVED], until=one.until_now)
    return Shown(status, status.label, TONES[status], until=one.until_now)


def _last_days(platform_ids: Sequence[int], on: date) -> dict[int, date]:
    """The last day of what is in force of each tool."""
    speaks = families_of(platform_ids)
    found: dict[int, list[date]] = defaultdict(list)
    rows = Agreement.objects.filter(platform__in=speaks).in_force(on)
    for one in rows:
        found[speaks[one.platform_id]].append(one.last_day)
    return {platform: max(days) for platform, days in found.items()}
