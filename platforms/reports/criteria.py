"""Criteria sets as pages and commands show them: lists, one set by groups, two versions side by side. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.http import is_key
from platforms.builtin import CriterionText, GroupText, SetText, canonical, sha256_of
from platforms.models import Adoption, AdoptionProposal, Audit, CriteriaSet, Criterion
from platforms.policy import outcome
from platforms.policy.differences import Difference, Piece, Wording, differences, pieces
from platforms.terms import Tag
from platforms.terms.audits import Knockout
from platforms.terms.criteria import AdoptionStage, Change, Source

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TONES: Final = {Knockout.HARD: "bad", Knockout.CURABLE: "wait", Knockout.NONE: "neutral"}
CHANGE_TONES: Final = {
    Change.ADDED: "good",
    Change.CHANGED: "wait",
    Change.REMOVED: "bad",
    Change.SAME: "neutral",
}
STAGE_TONES: Final = {
    AdoptionStage.PUT_FORWARD: "wait",
    AdoptionStage.CONFIRMED: "good",
    AdoptionStage.REFUSED: "bad",
    AdoptionStage.WITHDRAWN: "neutral",
}
WAITING: Final = AdoptionStage.PUT_FORWARD
MOST_OTHERS: Final = 20
PARTS: Final[dict[str, _StrPromise]] = {
    "group": gettext_lazy("Group"),
    "text": gettext_lazy("Requirement"),
    "weight": gettext_lazy("Weight"),
    "knockout": gettext_lazy("Knock-out"),
    "knockout_from": gettext_lazy("Knock-out from"),
    "documents_suffice": gettext_lazy("Signed terms suffice"),
    "tags": gettext_lazy("Binds"),
    "evidence": gettext_lazy("Evidence expected"),
    "cites": gettext_lazy("Cites"),
}


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion as it reads on a day."""

    criterion: Criterion
    knockout: Knockout
    # The knock-out begins later than the day.
    begins_on: date | None

    @property
    def tone(self) -> str:
        return TONES[self.knockout]

    @property
    def tags(self) -> list[str]:
        return [str(Tag(tag).label) for tag in self.criterion.tags]

    @property
    def cites(self) -> list[tuple[str, str]]:
        found = self.criterion.cites
        return [(str(one.label), ", ".join(found[one])) for one in Source if found.get(one)]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its criteria, its weight, and its share of all weight in percent."""

    code: str
    title: str
    weight: int
    share: int
    rows: tuple[CriterionRow, ...]


def listed() -> QuerySet[CriteriaSet]:
    """Every set, with its criteria, weight and audits counted, and whether a proposal of it waits."""
    waiting = AdoptionProposal.objects.waiting().filter(criteria_set=OuterRef("pk"))
    # One audit may not be counted once for each criterion.
    return CriteriaSet.objects.annotate(
        audit_count=Count("audits", distinct=True), waits=Exists(waiting)
    ).prefetch_related("criteria", "adoptions__proposed_by", "adoptions__confirmed_by")


def named(word: str) -> Q:
    """A set by a word of its title, its code, or its version."""
    found = Q(title__icontains=word) | Q(code__icontains=word)
    return found | Q(version=int(word)) if is_key(word) else found


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set in a list: its size, and where it stands on a day."""

    criteria_set: CriteriaSet
    label: str
    tone: str
    # From when it is used or was, newest agreed day first.
    from_days: tuple[date, ...]


def set_row(criteria_set: CriteriaSet, in_force: CriteriaSet | None, on: date) -> SetRow:
    """Where the set stands: in force, agreed for a later day, followed by another, or never used."""
    days = tuple(sorted((one.from_on for one in criteria_set.adoptions.all()), reverse=True))
    if in_force is not None and criteria_set.pk == in_force.pk:
        label, tone = _("In force"), "good"
    elif days and days[0] > on:
        label, tone = _("Agreed for later"), "info"
    elif days:
        label, tone = _("No longer used for new audits"), "neutral"
    else:
        label, tone = _("Not adopted"), "neutral"
    return SetRow(criteria_set, label, tone, days)


def others(criteria_set: CriteriaSet) -> list[CriteriaSet]:
    """The versions of the same standard it can be compared with, the newest first."""
    same = CriteriaSet.objects.filter(code=criteria_set.code).exclude(pk=criteria_set.pk)
    return list(same.order_by("-version")[:MOST_OTHERS])


def planned_day(criteria_set: CriteriaSet, today: date) -> date:
    """The day for which the set is put forward or agreed, where that is still to come; else today."""
    agreed = criteria_set.adoptions.filter(from_on__gt=today).values_list("from_on", flat=True)
    asked = criteria_set.proposals.waiting().filter(from_on__gt=today)
    return max([*agreed, *asked.values_list("from_on", flat=True)], default=today)


def thresholds() -> dict[str, int]:
    """The numbers by which the policy decides, for the page to say them."""
    return {
        "approved": outcome.APPROVED_FROM,
        "uses": outcome.USES_FROM,
        "group": outcome.GROUP_FROM,
        "approved_days": outcome.APPROVED_DAYS,
        "uses_days": outcome.USES_DAYS,
    }


def in_order(criteria_set: CriteriaSet) -> list[Criterion]:
    """The set's criteria, in its own order; a list that was fetched before is not fetched again."""
    return sorted(criteria_set.criteria.all(), key=lambda one: (one.place, one.pk))


def groups(criteria: Sequence[Criterion], on: date) -> list[GroupRow]:
    """The criteria by group, as they read on the day."""
    total = sum(one.weight for one in criteria)
    made = []
    for code, each in groupby(criteria, key=lambda one: one.group):
        of_group = list(each)
        weight = sum(one.weight for one in of_group)
        rows = tuple(_row(one, on) for one in of_group)
        share = floor(Fraction(100 * weight, total) + Fraction(1, 2))
        made.append(GroupRow(code, of_group[0].group_title, weight, share, rows))
    return made


def _row(one: Criterion, on: date) -> CriterionRow:
    later = one.knockout_from if one.knockout_from and on < one.knockout_from else None
    return CriterionRow(one, one.knockout_on(on), later)


def summary(criteria: Sequence[Criterion], on: date) -> dict[str, int]:
    """How many criteria, points and knock-outs of either kind a set has on a day."""
    kinds = [one.knockout_on(on) for one in criteria]
    return {
        "criteria": len(criteria),
        "points": sum(one.weight for one in criteria),
        "hard": kinds.count(Knockout.HARD),
        "curable": kinds.count(Knockout.CURABLE),
    }


def adoptions(criteria_set: CriteriaSet) -> QuerySet[AdoptionProposal]:
    """Every proposal of the set with its answer, newest first."""
    rows = criteria_set.proposals.select_related("proposed_by", "answered_by", "adoption")
    return rows.order_by("-pk")


def next_adoption(on: date) -> Adoption | None:
    """The adoption that takes the place of the set in force, and when; None where none is agreed."""
    rows = Adoption.objects.filter(from_on__gt=on).select_related("criteria_set")
    return rows.order_by("from_on", "-pk").first()


def audits_under(criteria_set: CriteriaSet) -> QuerySet[Audit]:
    return Audit.objects.filter(criteria_set=criteria_set)


# --- as it was loaded ---


def said_by(criteria_set: CriteriaSet) -> SetText:
    """The set as its rows say it."""
    by_group = groupby(in_order(criteria_set), key=lambda one: (one.group, one.group_title))
    return SetText(
        code=criteria_set.code,
        version=criteria_set.version,
        title=criteria_set.title,
        groups=tuple(
            GroupText(code, title, tuple(_said(one) for one in each))
            for (code, title), each in by_group
        ),
    )


def _said(one: Criterion) -> CriterionText:
    return CriterionText(
        id=one.code,
        text=one.text,
        weight=one.weight,
        knockout=Knockout(one.knockout),
        evidence=one.evidence_expected,
        knockout_from=one.knockout_from,
        documents_suffice=one.documents_suffice,
        tags=tuple(Tag(tag) for tag in one.tags),
        cites={source: tuple(ids) for source, ids in one.cites.items()},
    )


def integrity(criteria_set: CriteriaSet) -> str:
    """ "" where rows, content and hash agree; else which of them do not."""
    if sha256_of(criteria_set.content) != criteria_set.sha256:
        return _("The content is not what the hash was taken of.")
    try:
        same = canonical(said_by(criteria_set)) == criteria_set.content
    except ValueError:
        same = False
    return "" if same else _("The criteria are not those of the content.")


# --- two versions ---


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a criterion that differs; a text is woven word by word."""

    label: str | _StrPromise
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A criterion in two versions."""

    difference: Difference
    parts: tuple[PartRow, ...]

    @property
    def label(self) -> str:
        return str(self.difference.change.label)

    @property
    def tone(self) -> str:
        return CHANGE_TONES[self.difference.change]

    @property
    def text(self) -> str:
        shown = self.difference.after or self.difference.before
        return shown.text if shown else ""

    @property
    def carries(self) -> bool:
        """Whether an earlier finding still answers it: only where the requirement reads the same."""
        kept = self.difference.change in (Change.CHANGED, Change.SAME)
        return kept and "text" not in self.difference.parts


def compared(before: CriteriaSet, after: CriteriaSet) -> list[DifferenceRow]:
    """Every criterion that is not the same in both, in the order of the newer."""
    found = differences(_wordings(before), _wordings(after))
    return [DifferenceRow(one, tuple(_parts(one))) for one in found if one.change != Change.SAME]


def _parts(one: Difference) -> Iterator[PartRow]:
    if one.before is None or one.after is None:
        return
    for part in one.parts:
        woven = pieces(_shown(getattr(one.before, part)), _shown(getattr(one.after, part)))
        yield PartRow(PARTS[part], tuple(woven))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return "; ".join(str(one) for one in value) or "-"
    return str(value) or "-"


def _wordings(criteria_set: CriteriaSet) -> Iterable[Wording]:
    for one in in_order(criteria_set):
        yield Wording(
            code=one.code,
            group=f"{one.group} {one.group_title}",
            text=one.text,
            weight=one.weight,
            knockout=str(Knockout(one.knockout).label),
            knockout_from=one.knockout_from.isoformat() if one.knockout_from else "",
            documents_suffice=one.documents_suffice,
            tags=tuple(sorted(str(Tag(tag).label) for tag in one.tags)),
            evidence=one.evidence_expected,
            cites=tuple(
                f"{Source(name).label}: {', '.join(ids)}" for name, ids in sorted(one.cites.items())
            ),
        )
