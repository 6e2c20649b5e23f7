"""Whom to call, text or write to now: the national lines, and the district's own as it verified them (I1, I2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from django.utils.translation import gettext_lazy as _

from schools.calendar import zone_of
from schools.lines.hours import Opening, Span, opening
from schools.models import NoSchoolDay, SpeakUpLine
from schools.terms import LineCode, LineKind

# What the shipped lines are for, in words a young student reads.
PURPOSES: Final[Mapping[str, Any]] = {
    LineCode.EMERGENCY: _("When somebody is in danger right now"),
    LineCode.CRISIS: _("When it is too much, or you think of hurting yourself. Somebody listens"),
    LineCode.OIG: _("When an adult of the schools did something wrong"),
    LineCode.STUDENT_PROTECTIONS: _("When other students threaten or bully you"),
    LineCode.DCFS: _("When a child is hurt or not safe"),
}
NAMES: Final[Mapping[str, Any]] = {
    LineCode.EMERGENCY: _("Emergency"),
    LineCode.CRISIS: _("Suicide and crisis line"),
}
ORDER: Final = tuple(LineCode.values)
# The district's own offices rest on its days without school; the state's lines keep no school calendar.
DISTRICT_OFFICES: Final = frozenset({LineCode.OIG, LineCode.STUDENT_PROTECTIONS})


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is at a moment. `name` and `purpose` may be translated when they are shown."""

    code: LineCode
    kind: LineKind
    name: Any
    purpose: Any
    number: str
    keyword: str
    url: str
    languages: tuple[str, ...]
    hours: str
    week: tuple[Span, ...]
    round_the_clock: bool
    opening: Opening
    national: bool
    verified_on: date | None

    @property
    def is_open(self) -> bool | None:
        """None where nobody entered the hours."""
        return self.opening.is_open

    @property
    def href(self) -> str:
        """What a tap does."""
        if self.kind == LineKind.CHAT:
            return self.url
        return f"{'sms' if self.kind == LineKind.TEXT else 'tel'}:{self.number}"


def lines(at: datetime) -> list[Line]:
    """Every line that is shown, in the order in which they are needed: danger first."""
    rows = list(SpeakUpLine.objects.shown().prefetch_related("week").order_by("pk"))
    own = {(row.code, row.kind) for row in rows}
    zone = zone_of(None, at)
    found = [_national(one) for one in shipped()["national"] if (one["code"], one["kind"]) not in own]  # fmt: skip
    days_off = _days_off()
    found += [
        _of_row(row, at, zone, days_off if row.code in DISTRICT_OFFICES else ()) for row in rows
    ]
    return sorted(found, key=lambda one: ORDER.index(one.code))


def lines_of(codes: Iterable[str], at: datetime) -> list[Line]:
    """The lines with these codes, in the order of the codes: what `decide` answers under "call" can be asked."""
    wanted = [str(code) for code in codes]
    return sorted(
        (one for one in lines(at) if one.code in wanted), key=lambda one: wanted.index(one.code)
    )


def found_lines() -> list[dict[str, Any]]:
    """Lines of public pages that the district has not entered: a first draft for its editor, shown to nobody else."""
    held = set(SpeakUpLine.objects.filter(ended_at=None).values_list("code", "phone"))
    return [
        {"number": number, **one, "whose": LineCode(one["code"]).label}
        for number, one in enumerate(shipped()["found"])
        if (one["code"], one["phone"]) not in held
    ]


@lru_cache(maxsize=1)
def shipped() -> dict[str, list[dict[str, Any]]]:
    """The lines this program comes with."""
    read: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (Path(__file__).parent / "shipped.yaml").read_text("utf-8")
    )
    return read


def _national(one: Mapping[str, Any]) -> Line:
    code = LineCode(one["code"])
    return Line(
        code=code,
        kind=LineKind(one["kind"]),
        name=NAMES[code],
        purpose=PURPOSES[code],
        number=one.get("phone", ""),
        keyword="",
        url=one.get("url", ""),
        languages=tuple(one["languages"]),
        hours="",
        week=(),
        round_the_clock=True,
        opening=Opening(is_open=True),
        national=True,
        verified_on=None,
    )


def _days_off() -> set[date]:
    """The weekdays on which no school of the district has school."""
    return set(NoSchoolDay.objects.filter(school=None, ended_at=None).values_list("day", flat=True))


def _of_row(row: SpeakUpLine, at: datetime, zone: ZoneInfo, days_off: Collection[date]) -> Line:
    week = tuple(Span(one.weekday, one.opens, one.closes) for one in row.week.all())
    now = opening(week, at, zone, days_off=days_off)
    return Line(
        code=LineCode(row.code),
        kind=LineKind(row.kind),
        name=row.name,
        purpose=row.purpose,
        number=row.phone,
        keyword=row.keyword,
        url=row.url,
        languages=tuple(row.languages),
        hours=row.hours,
        week=week,
        round_the_clock=row.round_the_clock,
        opening=Opening(is_open=True) if row.round_the_clock else now,
        national=False,
        verified_on=row.verified_on,
    )
