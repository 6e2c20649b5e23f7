"""What the board of an activity and the year's form of a large school cost.

The limit for the board is fifteen queries, however many students: Mavis' session page took 792 queries and 39.6
seconds for about 300 children, and 23 queries and 10.1 seconds after it was mended (its PR #2309).
Runs on a throw-away SQLite file.
"""

from __future__ import annotations

import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import django

django.setup()

from importlib import import_module  # noqa: E402 -- the applications must be ready

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from consents.actions import approvals, asking, coverage_count, year_start  # noqa: E402
from consents.actions.year_start import YearForm  # noqa: E402
from consents.reports.activity_board import (  # noqa: E402
    Wanted,
    activity_board,
    version_for_board,
)
from core.actor import Actor  # noqa: E402
from schools.models import Enrolment, Guardian, GuardianLink, Student  # noqa: E402
from schools.terms import Authority, LinkSource, Role  # noqa: E402

rows, consents = import_module("tests.factories"), import_module("tests.consent_factories")
platforms = import_module("tests.platform_factories")

MOST_QUERIES = 15
TEAM, LARGE = 300, 4_000


def prepared() -> SimpleNamespace:
    """A school of 4,000 students with two guardians each, and an activity of 300 of them."""
    rows.DistrictFactory()
    rows.SchoolYearFactory()
    school = rows.SchoolFactory()
    principal, coach = rows.principal_of(school), rows.staff_at(school, Role.COACH)
    rows.staff_at(school, Role.ADMINISTRATOR)
    students = Student.objects.bulk_create(
        Student(
            sourced_id=f"s{n}", number=f"{n:08}", given_name=f"Given{n}", family_name=f"Family{n}",
            grade="10", school=school,
        )
        for n in range(LARGE)
    )  # fmt: skip
    Enrolment.objects.bulk_create(
        Enrolment(student=one, school=school, grade="10", starts_on=rows.LONG_AGO.date(), recorded_at=rows.LONG_AGO)
        for one in students
    )  # fmt: skip
    guardians = Guardian.objects.bulk_create(
        Guardian(given_name=f"Parent{n}", family_name=f"Family{n}", email=f"g{n}@example.org")
        for n in range(2 * LARGE)
    )
    GuardianLink.objects.bulk_create(
        GuardianLink(
            guardian=guardian, student=students[n // 2], authority=Authority.YES,
            source=LinkSource.CONTACTS, recorded_at=rows.LONG_AGO,
        )
        for n, guardian in enumerate(guardians)
    )  # fmt: skip
    activity = consents.make_activity(
        school, asked_by=coach, students=students[:TEAM], at=timezone.now() - timedelta(days=1)
    )
    return SimpleNamespace(
        school=school, principal=principal, coach=coach, activity=activity,
        kind=consents.kind("bulk_alerts"),
    )  # fmt: skip


def timed(label: str, work: Any, limit: str = "") -> Any:
    """Do it once, and say how long it took and how many queries."""
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        result = work()
    seconds = time.perf_counter() - begun
    print(f"{label:<52} {seconds:7.2f} s {len(asked):5} queries{limit}")
    return result, len(asked)


def board_of(scene: SimpleNamespace, activity: Any) -> Any:
    version = version_for_board(activity)
    assert version is not None
    return activity_board(scene.coach, version, Wanted(), at=timezone.now())


def year_form(scene: SimpleNamespace) -> Any:
    """The form of the year for the whole school: prepared, approved, every family asked, and counted."""
    form = YearForm(name="School alerts", purpose="Closings.", platform=platforms.PlatformFactory())
    by = rows.actor(rows.district_user(Role.RECORDS))
    start = year_start.prepare(scene.kind, [scene.school], form, by=by, everywhere=True)
    row, _ = timed(
        f"the year's form of {LARGE:,} students, prepared",
        lambda: year_start.prepare_school(start.schools.get().pk),
    )
    waiting = year_start.undecided_of(row)
    assert waiting is not None
    approvals.approve(waiting, by=rows.actor(scene.principal), necessary="So.", authorised="T9")
    timed(
        f"its {2 * LARGE:,} guardians asked",
        lambda: asking.ask_families(waiting, by=Actor.job("benchmark")),
    )
    timed(
        f"its {LARGE:,} students counted for the district's board",
        lambda: coverage_count.count_activity(row.activity_id),
    )


def main() -> None:
    name = str(settings.VAR_DIR / "benchmark.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        scene = prepared()
        _, queries = timed(
            f"the board of {TEAM} students",
            lambda: board_of(scene, scene.activity),
            f"  (limit {MOST_QUERIES})",
        )
        assert queries <= MOST_QUERIES, f"{queries} queries for one board"
        year_form(scene)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
