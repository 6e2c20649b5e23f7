"""Release the counts of a finished month, once."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.marks import mark
from incidents.facts.counts import begins_of, cases_of, counted
from incidents.models import CountsRelease
from incidents.policy.counts import released
from schools.models import SchoolYear
from trail.recording import record


def release(at: datetime, *, by: Actor) -> int:
    """The running school year and the one before it, as of the first of this month; returns how many are new.

    Older years stay as they were released last. A released month is never counted again.
    """
    through = timezone.localdate(at).replace(day=1)
    years = begins_of(SchoolYear.objects.filter(school=None))
    begun = [one for one in years if timezone.localdate(one[1]) < through]
    return sum(_release(*one, through, at, by=by) for one in begun[-2:])


@transaction.atomic
def _release(
    year: SchoolYear,
    start: datetime,
    end: datetime | None,
    through: date,
    at: datetime,
    *,
    by: Actor,
) -> bool:
    if CountsRelease.objects.filter(year=year, through=through).exists():
        return False
    tables = {}
    for way, counts in counted(cases_of(start, end, through), at).items():
        table = released(counts, partial(_chance, year, str(way)))
        tables[str(way)] = {"total": table.total, "cells": dict(table.cells)}
    row, made = CountsRelease.objects.get_or_create(
        year=year, through=through, defaults={"tables": tables}
    )
    if made:
        record("counts.released", row, by=by, through=through.isoformat())
    return made


def _chance(year: SchoolYear, way: str, cell: str) -> float:
    """From 0 up to 1: the same for a cell of a year for ever, and nobody's to guess."""
    return int(mark("counts", f"{year.pk}|{way}|{cell}")[:8], 16) / 2**32
