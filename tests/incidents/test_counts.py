"""Yearly counts: right, rounded, and never small enough to point at anybody."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.actor import Actor
from incidents.actions import counts
from incidents.facts.counts import begins_of, cases_of, counted
from incidents.models import Case, CountsRelease
from incidents.policy.counts import FEWEST, STEP, released, rounded
from incidents.terms.counts import Counted
from schools.models import SchoolYear
from tests.factories import SchoolFactory, SchoolYearFactory
from tests.incident_factories import bullying, case_of

JOB = Actor.job("tests")
AT = datetime(2026, 11, 20, 18, tzinfo=UTC)

tables = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 60), max_size=8)
chances = st.floats(0, 1, exclude_max=True)


@given(tables, chances)
def test_p4_no_number_below_ten_is_shown_nor_found_by_subtracting(true, chance):
    table = released(true, lambda _cell: chance)

    hidden = [true[name] for name, number in table.cells.items() if number is None]
    shown = {name: number for name, number in table.cells.items() if number is not None}
    assert all(true[name] >= FEWEST for name in shown)
    if hidden and table.total is not None:
        assert len(hidden) > 1
        assert sum(hidden) >= FEWEST
    assert all(
        number % STEP == 0 and abs(number - true[name]) < STEP for name, number in shown.items()
    )


@given(st.integers(0, 1000))
def test_rounding_adds_and_loses_nothing_on_average(number):
    drawn = [rounded(number, tick / STEP) for tick in range(STEP)]

    assert sum(drawn) == STEP * number


@pytest.mark.parametrize(
    ("true", "shown"),
    [
        ({"a": 20, "b": 30}, {"a": 20, "b": 30}),
        # One small number takes the next smallest with it.
        ({"a": 3, "b": 15, "c": 40}, {"a": None, "b": None, "c": 40}),
        # A nought is hidden like a one.
        ({"a": 0, "b": 2, "c": 15, "d": 40}, {"a": None, "b": None, "c": None, "d": 40}),
        ({"a": 9, "b": 9, "c": 40}, {"a": None, "b": None, "c": 40}),
    ],
)
def test_p4_what_is_hidden_takes_others_with_it(true, shown):
    assert released(true, lambda _cell: 0.0).cells == shown


@pytest.mark.django_db
@pytest.mark.clause("I2")
def test_p4_a_month_is_released_once_it_is_over_and_never_counted_again(client):
    year = SchoolYear.objects.filter(school=None).first() or SchoolYearFactory(
        name="2026-27", starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30)
    )
    school = SchoolFactory()
    with time_machine.travel(datetime(2026, 10, 5, 18, tzinfo=UTC), tick=False):
        case_of(bullying(school))
    Case.objects.bulk_create(copies(Case.objects.get(), 14))

    made = [counts.release(AT, by=JOB), counts.release(AT, by=JOB)]
    with time_machine.travel(datetime(2026, 11, 19, 18, tzinfo=UTC), tick=False):
        case_of(bullying(school))

    release = CountsRelease.objects.get()
    page = client.get(reverse("incidents:counts"))
    sheet = b"".join(client.get(reverse("incidents:counts_csv")).streaming_content).decode()
    assert made == [1, 0]
    assert (release.year, release.through) == (year, date(2026, 11, 1))
    assert release.tables["concern"] == {
        "total": 15,
        "cells": {"adult_communication": None, "online_bullying": None, "unsure": None},
    }
    assert page.context["shown"] == release
    assert f"{year.name},What they are about,All,15\r\n" in sheet


def copies(case, number):
    """Rows like the case's, of numbers of their own."""
    return [
        Case(
            source=case.source,
            reporter_role=case.reporter_role,
            school=case.school,
            concern=case.concern,
            priority=case.priority,
            aware_at=case.aware_at,
            received_at=case.received_at,
        )
        for _ in range(number)
    ]


@pytest.mark.django_db
def test_a_summer_belongs_to_the_year_before_it_and_counting_takes_as_many_queries_for_many():
    first = SchoolYearFactory(name="2024-25", starts_on=date(2024, 8, 1), ends_on=date(2025, 6, 10))
    SchoolYearFactory(name="2025-26", starts_on=date(2025, 8, 1), ends_on=date(2026, 6, 10))
    with time_machine.travel(datetime(2025, 7, 5, 18, tzinfo=UTC), tick=False):
        case = case_of(bullying(SchoolFactory()))
    _year, start, end = next(one for one in begins_of(SchoolYear.objects.all()) if one[0] == first)

    def ask():
        with CaptureQueriesContext(connection) as asked:
            found = counted(cases_of(start, end, date(2026, 11, 1)), AT)
        return found[Counted.CONCERN]["online_bullying"], len(asked)

    one = ask()
    Case.objects.bulk_create(copies(case, 12))
    many = ask()

    assert (one[0], many[0]) == (1, 13)
    assert many[1] == one[1]
