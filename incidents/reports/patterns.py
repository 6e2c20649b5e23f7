"""What the Inspector General reads of patterns: related reports, and campaigns as one cluster each. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from incidents.access.cases import may_investigate
from incidents.models import Case, PatternAlert, PatternEntry, PatternRule
from incidents.policy.patterns import is_pattern, review_due
from incidents.reports import case_sections
from incidents.terms.patterns import EntryKind


@dataclass(frozen=True, slots=True)
class Related:
    """Something of this case that other reports share. `unseen`: how many the reader's office does not have."""

    entry: PatternEntry
    words: str
    cases: list[Case]
    unseen: int
    alert: PatternAlert | None
    due_at: datetime | None

    @property
    def reports(self) -> int:
        return len(self.cases) + self.unseen + 1


@dataclass(frozen=True, slots=True)
class Cluster:
    """Reports about the same, newest first; each stays a report of its own."""

    kind: EntryKind
    words: str
    cases: list[Case]
    unseen: int
    last_at: datetime

    @property
    def reports(self) -> int:
        return len(self.cases) + self.unseen


def related(case: Case, user: User) -> list[Related]:
    """What this case shares with others, in a fixed number of queries but for the words of its own entries.

    A case that the reader is kept out of is not even counted.
    """
    mine = list(PatternEntry.objects.standing().filter(case=case).order_by("pk"))
    by_mark = _others({one.mark for one in mine}, user, but=case)
    alerts = {one.entry_id: one for one in PatternAlert.objects.filter(case=case, reviewed_at=None)}
    terms = PatternRule.terms()
    found = []
    for entry in mine:
        cases, unseen = by_mark.get(entry.mark, ([], 0))
        if cases or unseen:
            alert = alerts.get(entry.pk)
            due = review_due(alert.at, terms) if alert else None
            typed = str(entry.words()["typed"])
            found.append(Related(entry, typed, cases, unseen, alert, due))
    return found


def clusters(user: User) -> list[Cluster]:
    """Every mark that is a pattern among the reports the reader may see, the largest first."""
    terms = PatternRule.terms()
    standing = PatternEntry.objects.standing().filter(
        case__in=Case.objects.kept_from(user, are=False)
    )
    counted = standing.values("mark").annotate(n=Count("case", distinct=True))
    marks = {row["mark"] for row in counted.filter(n__gte=terms.threshold).order_by()}
    shown: dict[str, PatternEntry] = {}
    visible = set(
        Case.objects.visible_to(user).filter(pattern_entries__mark__in=marks).values_list("pk", flat=True)
    )  # fmt: skip
    rows = standing.filter(mark__in=marks).select_related("case__kept_key").order_by("pk")
    for entry in rows:
        if entry.case_id in visible:
            shown.setdefault(entry.mark, entry)
    by_mark = _others(marks, user)
    found = [
        Cluster(
            EntryKind(entry.kind),
            str(entry.words()["typed"]),
            cases,
            unseen,
            max(one.received_at for one in cases),
        )
        for mark, entry in shown.items()
        for cases, unseen in [by_mark[mark]]
        if is_pattern(len(cases) + unseen, terms)
    ]
    return sorted(found, key=lambda one: (-one.reports, -one.last_at.timestamp()))


def _others(
    marks: set[str], user: User, but: Case | None = None
) -> dict[str, tuple[list[Case], int]]:
    """By mark: the cases the reader may open, newest first, and how many others there are."""
    entries = PatternEntry.objects.standing().filter(mark__in=marks)
    if but is not None:
        entries = entries.exclude(case=but)
    counted = entries.filter(case__in=Case.objects.kept_from(user, are=False))
    keys: dict[str, set[int]] = defaultdict(set)
    for mark, case_id in counted.values_list("mark", "case"):
        keys[mark].add(case_id)
    every = {one for found in keys.values() for one in found}
    rows = Case.objects.visible_to(user).filter(pk__in=every).select_related("school")
    visible = {one.pk: one for one in rows.order_by("-received_at", "-code")}
    return {
        mark: ([visible[key] for key in visible if key in found], len(found - visible.keys()))
        for mark, found in keys.items()
    }


def reviewed(case: Case) -> list[tuple[PatternAlert, str, str]]:
    """What the office looked at before, newest first: the alert, what it was about, and what was found."""
    rows = case.pattern_alerts.exclude(reviewed_at=None).select_related(
        "entry__case", "reviewed_by"
    )
    return [
        (one, str(one.entry.words()["typed"]), str(one.words()["note"]))
        for one in rows.order_by("-reviewed_at", "-pk")[:20]
    ]


def _section(case: Case, user: User) -> Mapping[str, Any] | None:
    """For the Inspector General alone; for everybody else the page has no such part."""
    if not may_investigate(Actor(ActorKind.USER, str(user.pk)), case):
        return None
    found = related(case, user)
    return {"related": found, "alerts": sum(one.alert is not None for one in found)}


case_sections.register(
    _("Related reports"), "incidents/patterns/_section.html", _section, 40, aside=True, anchor="related"
)  # fmt: skip
