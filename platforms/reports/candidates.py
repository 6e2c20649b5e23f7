"""Approved platforms that many schools chose by themselves: what ITS could offer to every school (P3). Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.sheets import Cell
from platforms.models import Platform, UsageClaim
from platforms.reports.standing import Shown, shown, standing_events
from platforms.terms import FLAGGED, LAPSING, Status

# Schools on these look for another tool.
LEAVING = (*FLAGGED, Status.NOT_APPROVED, Status.RETIRED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An approved platform, the schools that use it, and those on a flagged tool for which it could stand in.

    A school could move to it where it is not there yet and a tool that it must leave reaches an audience that
    schools reach with this one.
    """

    platform: Platform
    shown: Shown
    schools: int
    students: int
    could_move: int


def candidates(at: datetime) -> list[Candidate]:
    """The approved platforms, those of the most schools first, then those that the most could move to."""
    on = timezone.localdate(at)
    events = {
        key: event
        for key, event in standing_events(at).items()
        if event.platform.merged_into_id is None
    }
    stands = {key: event.on(on) for key, event in events.items()}
    approved = {key for key, stand in stands.items() if stand.status in LAPSING}
    leaving = {key for key, stand in stands.items() if stand.status in LEAVING or stand.lapsed}
    usage = _usage()
    reached = {
        key: {word for audiences, _students in usage[key].values() for word in audiences}
        for key in approved
    }
    movers: dict[int, set[str]] = defaultdict(set)
    for key in leaving:
        for school, (audiences, _students) in usage[key].items():
            movers[school] |= audiences
    found = [
        Candidate(
            events[key].platform,
            shown(events[key], on),
            len(usage[key]),
            sum(students for _audiences, students in usage[key].values()),
            sum(
                bool(words & reached[key])
                for school, words in movers.items()
                if school not in usage[key]
            ),
        )
        for key in approved
    ]
    return sorted(
        found, key=lambda one: (-one.schools, -one.could_move, one.platform.name.casefold())
    )


def heads() -> list[str]:
    """The columns of the file."""
    return [
        _("Platform"),
        _("Vendor"),
        _("Status"),
        _("Until"),
        _("Schools that use it"),
        _("Students, about"),
        _("Schools that could move to it"),
    ]


def cells(rows: Iterable[Candidate]) -> Iterator[Sequence[Cell]]:
    """The same rows as the page has."""
    for row in rows:
        until = row.shown.until
        yield [
            row.platform.name,
            row.platform.vendor.name,
            str(row.shown.label),
            until.isoformat() if until else "",
            row.schools,
            row.students,
            row.could_move,
        ]


def _usage() -> dict[int, dict[int, tuple[set[str], int]]]:
    """By platform and school: the audiences it is used for, and about how many students."""
    found: dict[int, dict[int, tuple[set[str], int]]] = defaultdict(dict)
    claims = UsageClaim.objects.standing().of_platforms()
    rows = claims.values_list(F("used_id"), "answer__school", "audiences", "students")
    for used, school, audiences, students in rows:
        words, most = found[used].get(school, (set(), 0))
        found[used][school] = (words | set(audiences), max(most, students or 0))
    return found
