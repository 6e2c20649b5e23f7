"""yw: the year and its edges. Local days in the school's zone, on both sides of every change of the clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from consents import verdicts
from consents.models import ActivityVersion
from platforms.models import StatusEvent
from platforms.terms import Status
from schools.models import SchoolYear, Student
from tests.consent_factories import safety_meetup
from tests.consents.signing import answer
from tests.factories import this_year
from tests.platform_factories import PlatformFactory

pytestmark = [pytest.mark.django_db, pytest.mark.clause("T7")]
CHICAGO = ZoneInfo("America/Chicago")
FALL, SPRING = this_year(), this_year() + 1


def local(year, month, day, hour=12, minute=0, second=0, *, fold=0):
    return datetime(year, month, day, hour, minute, second, tzinfo=CHICAGO, fold=fold)


ASKED, SIGNED = local(FALL, 7, 2), local(FALL, 8, 25)


def meetup(*, signed=SIGNED, **facts):
    """A meet-up approved in July; a guardian allowed it."""
    made = safety_meetup(guardians=1, at=ASKED, **facts)
    if signed:
        answer(made.version, made.student, made.guardians[0], at=signed)
    return made


def codes(made, at):
    found = verdicts.verdict(
        made.coach.staff, made.student, made.activity, at=at, known_at=local(SPRING + 1, 1, 1)
    )
    return list(found.verdict.codes) if not found.verdict.allowed else []


def second_sunday(month, year, which):
    days = [d for d in range(1, 32) if _is_sunday(year, month, d)]
    return days[which - 1]


def _is_sunday(year, month, day):
    try:
        return date(year, month, day).weekday() == 6
    except ValueError:
        return False


BACK, AHEAD = (FALL, 11, second_sunday(11, FALL, 1)), (SPRING, 3, second_sunday(3, SPRING, 2))


@pytest.mark.parametrize(
    "at",
    [
        local(*BACK, 0, 59, 59),
        local(*BACK, 1, 30),
        local(*BACK, 1, 30, fold=1),
        local(*BACK, 2, 0),
        local(*AHEAD, 1, 59, 59),
        local(*AHEAD, 3, 0),
    ],
)
def test_yw_01_a_permission_holds_on_both_sides_of_both_changes_of_the_clock(at):
    assert codes(meetup(), at) == []


@pytest.mark.parametrize(
    ("day", "last_minute", "first_after"),
    [
        (BACK, local(*BACK, 23, 59, 59), local(BACK[0], BACK[1], BACK[2] + 1, 0)),
        (AHEAD, local(*AHEAD, 23, 59, 59), local(AHEAD[0], AHEAD[1], AHEAD[2] + 1, 0)),
    ],
)
def test_yw_02_an_activity_that_ends_on_the_day_of_the_change_ends_at_its_local_midnight(
    day, last_minute, first_after
):
    made = meetup(ends_on=date(*day))

    assert (codes(made, last_minute), codes(made, first_after)) == ([], ["not_this_activity"])


@pytest.mark.parametrize(
    ("signed", "expected"),
    [
        (local(FALL, 6, 30, 23, 59, 59), ["another_school_year"]),
        (local(FALL, 7, 1, 0, 0), []),
        (local(SPRING, 6, 30, 23, 59, 59), []),
    ],
)
def test_yw_03_signed_in_the_first_and_in_the_last_minute_of_the_year(signed, expected):
    made = meetup(signed=signed)
    at = max(local(FALL, 9, 1), signed)

    assert codes(made, at) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (local(SPRING, 6, 30, 23, 59, 59), []),
        (local(SPRING, 7, 1, 0, 0), ["not_this_activity", "another_school_year"]),
    ],
)
def test_yw_04_it_ends_with_the_last_consent_day_whether_a_job_runs_or_not(at, expected):
    assert codes(meetup(), at) == expected


def test_yw_05_a_form_signed_late_in_june_is_dead_in_autumn():
    made = meetup(signed=local(FALL, 6, 20))

    assert codes(made, local(FALL, 9, 10)) == ["another_school_year"]


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("born", "last", "first"),
    [
        (date(FALL - 18, 11, 20), local(FALL, 11, 19, 23, 59, 59), local(FALL, 11, 20, 0)),
        (
            date(SPRING - 18, 3, AHEAD[2]),
            local(SPRING, 3, AHEAD[2] - 1, 23, 59, 59),
            local(*AHEAD, 0),
        ),
    ],
)
def test_yw_06_at_the_18th_birthdays_midnight_a_parents_yes_ends(born, last, first):
    made = meetup()
    Student.objects.filter(pk=made.student.pk).update(birth_on=born)

    assert (codes(made, last), codes(made, first)) == ([], ["no_answer"])


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("born", "day", "adult"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 3, 1), True),
        (date(2010, 2, 28), date(2028, 2, 28), True),
        (date(2010, 3, 1), date(2028, 2, 29), False),
        (date(2012, 2, 29), date(2030, 2, 28), False),
        (date(2008, 11, 1), date(2026, 10, 31), False),
        (date(2008, 11, 1), date(2026, 11, 1), True),
    ],
)
def test_yw_07_who_was_born_on_29_february_is_18_on_1_march(born, day, adult):
    assert Student(birth_on=born).is_adult(day) is adult


@pytest.mark.clause("T3")
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (local(*BACK, 23, 59, 59), []),
        (local(BACK[0], BACK[1], BACK[2] + 1, 0), ["platform_not_approved"]),
    ],
)
def test_yw_08_a_platforms_last_day_is_still_inside(at, expected):
    made = meetup(platform=PlatformFactory(standing__until=date(*BACK)))

    assert codes(made, at) == expected


@pytest.mark.clause("T3")
def test_yw_09_a_flag_counts_from_its_own_moment():
    platform = PlatformFactory()
    made = meetup(platform=platform)
    flagged = local(*BACK, 1, 30, fold=1)
    StatusEvent.objects.create(
        platform=platform,
        status=Status.FLAGGED_FIXING,
        effective_at=flagged,
        recorded_at=flagged,
    )

    assert codes(made, local(*BACK, 1, 30)) == []
    assert codes(made, local(*BACK, 1, 31, fold=1)) == ["platform_not_approved"]


def test_yw_10_a_school_with_dates_of_its_own_lives_by_them():
    made = meetup()
    own = SchoolYear.objects.create(
        school=made.school,
        name="own",
        class_starts_on=date(FALL, 8, 10),
        class_ends_on=date(SPRING, 5, 20),
        starts_on=date(FALL, 8, 1),
        ends_on=date(SPRING, 5, 31),
    )
    made.activity.year = own
    made.activity.save()

    assert codes(made, local(SPRING, 5, 31, 23, 59, 59)) == []
    assert codes(made, local(SPRING, 6, 1, 0)) == ["another_school_year"]


def test_yw_11_the_first_day_of_an_activity_begins_at_its_local_midnight():
    made = meetup(starts_on=date(FALL, 10, 5))

    before, after = codes(made, local(FALL, 10, 4, 23, 59, 59)), codes(made, local(FALL, 10, 5, 0))

    assert (before, after) == (["not_this_activity"], [])
    assert ActivityVersion.objects.count() == 1
