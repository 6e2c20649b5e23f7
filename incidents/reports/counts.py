"""The released counts, as everybody reads them. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.bars import Bar
from core.sheets import Cell
from incidents.models import CountsRelease
from incidents.terms import Concern, ReporterRole
from incidents.terms.counts import NO_SCHOOL, STILL_OPEN, Counted, InTime
from incidents.terms.desk import Outcome
from schools.models import Network


@dataclass(frozen=True, slots=True)
class Drawn:
    """One table: its title, its total (None: not shown) and its bars."""

    way: Counted
    total: int | None
    bars: Sequence[Bar]


def releases() -> list[CountsRelease]:
    """The newest release of each school year, the newest year first."""
    found: dict[int, CountsRelease] = {}
    for row in CountsRelease.objects.select_related("year").order_by(
        "-year__starts_on", "-through"
    ):
        found.setdefault(row.year_id, row)
    return list(found.values())


def drawn(release: CountsRelease) -> list[Drawn]:
    names = _names()
    return [
        Drawn(way, table["total"], _bars(table, names[way]))
        for way in Counted
        if (table := release.tables.get(str(way)))
    ]


def cells(release: CountsRelease) -> Iterator[list[Cell]]:
    """The same as rows of a file; a number that is not shown is empty."""
    for table in drawn(release):
        yield [release.year.name, str(table.way.label), _("All"), table.total]
        for bar in table.bars:
            yield [release.year.name, str(table.way.label), bar.label, bar.number]


def heads() -> list[str]:
    return [_("School year"), _("Counted by"), _("Which"), _("Reports")]


def _bars(table: dict[str, Any], names: dict[str, str]) -> list[Bar]:
    numbers = table["cells"]
    most = max((one for one in numbers.values() if one), default=0)
    return [
        Bar(names.get(code, code), number, round(100 * number / most) if number and most else 0)
        for code, number in numbers.items()
    ]


def _names() -> dict[Counted, dict[str, str]]:
    """What each counted word is called today."""
    return {
        Counted.CONCERN: {one.value: str(one.label) for one in Concern},
        Counted.REPORTER: {one.value: str(one.label) for one in ReporterRole},
        Counted.NETWORK: {
            **{str(pk): name for pk, name in Network.objects.values_list("pk", "name")},
            NO_SCHOOL: _("No school, or no network"),
        },
        Counted.PROMISE: {one.value: str(one.label) for one in InTime},
        Counted.OUTCOME: {
            **{one.value: str(one.label) for one in Outcome},
            STILL_OPEN: _("Still open"),
        },
    }
