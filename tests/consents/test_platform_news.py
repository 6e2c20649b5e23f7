"""What the platform registry decides reaches the adults who text over it and their principals, once (P4)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.actions import platform_news
from consents.models import PlatformNews
from consents.terms import Stage
from core.actor import Actor
from notices.models import Notice
from notices.wording import worded
from platforms.actions.school_news import tell_schools
from platforms.models import StatusEvent
from platforms.terms import Status
from tests.consent_factories import make_activity, make_version
from tests.consents.families import ask_of, asked, sign
from tests.consents.news import MORNING, changes, letter, look, told
from tests.factories import SchoolFactory, StudentFactory, principal_of, staff_at
from tests.platform_factories import PlatformFactory
from tests.platforms.after import using
from trail.models import Entry

pytestmark = pytest.mark.django_db
JOB = Actor.job("tests")
OFF = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def tool(morning):
    """A platform that was approved long ago, which was read."""
    found = PlatformFactory(name="QuickPing")
    read()
    return found


@pytest.fixture
def club(tool):
    return make_activity(name="Chess club", platform=tool)


def read():
    return platform_news.read_events(timezone.now(), by=JOB)


def set_to(platform, status, **facts):
    return StatusEvent.objects.create(
        platform=platform, status=status, effective_at=timezone.now(), **facts
    )


def people_of(activity):
    return sorted([activity.asked_by.email, *_principals(activity.school)])


def _principals(school):
    return school.role_assignments.filter(role="principal").values_list("user__email", flat=True)


@pytest.mark.clause("P4")
@pytest.mark.parametrize(
    "status", [Status.FLAGGED_FIXING, Status.FLAGGED_MOVING, Status.NOT_APPROVED, Status.RETIRED]
)
def test_adults_and_principals_hear_once_that_it_stops(tool, club, status):
    event = set_to(tool, status, reason="Messages can be deleted without a trace.")

    first, again = read(), read()

    assert (first, again) == (2, 0)
    assert told("platform_changed") == people_of(club)
    row = PlatformNews.objects.get(event=event)
    assert (row.activities, row.people) == (1, 2)
    entry = Entry.objects.get(verb="platform.told")
    assert entry.facts == {"activities": 1, "people": 2}


@pytest.mark.clause("P4")
@pytest.mark.parametrize(
    ("status", "is_told_by_both"), [(Status.FLAGGED_FIXING, False), (Status.FLAGGED_MOVING, True)]
)
@pytest.mark.parametrize("is_read", [True, False])
def test_a_principal_hears_of_a_flag_once_unless_the_school_has_a_plan_to_follow(
    tool, club, status, is_told_by_both, is_read
):
    other = SchoolFactory()
    head, other_head = club.school.role_assignments.get(role="principal").user, principal_of(other)
    using(tool, club.school, other)
    set_to(tool, status)
    if is_read:
        read()

    tell_schools(tool.pk, by=JOB)

    schools = Notice.objects.filter(kind="platforms/flagged_school")
    assert worded(schools.get(address=other_head.email)) is not None
    assert (worded(schools.get(address=head.email)) is not None) == is_told_by_both
    read()
    assert letter("platform_changed", address=head.email) is not None


def test_the_letter_says_what_stops_why_and_what_is_approved_instead(tool, club):
    PlatformFactory(name="Lakeshore Alerts")
    PlatformFactory(
        name="For alerts", standing=Status.APPROVED_FOR_USES, standing__uses=["bulk_alerts"]
    )
    PlatformFactory(name="Kept", standing=Status.FLAGGED_MOVING, standing__uses=["safety_meetup"])
    set_to(tool, Status.FLAGGED_FIXING, reason="Messages can be deleted without a trace.")
    read()

    found = letter("platform_changed", address=club.asked_by.email)

    assert found.subject == "Stop using QuickPing to text students"
    assert "Flagged: vendor is fixing it" in found.body
    assert "Messages can be deleted without a trace." in found.body
    assert f"- Chess club ({club.school.name})" in found.body
    assert "Approved for the same use today: Lakeshore Alerts\n" in found.body


def test_where_nothing_else_is_approved_it_says_what_needs_no_permission(tool, club):
    set_to(tool, Status.NOT_APPROVED)
    read()

    assert "Nothing else is approved for the same use today." in letter("platform_changed").body


@pytest.mark.clause("P4")
def test_a_kept_use_is_told_with_its_last_day(tool, club):
    set_to(tool, Status.FLAGGED_MOVING, uses=["safety_meetup"], until=OFF)
    read()

    found = letter("platform_changed", address=club.asked_by.email)

    assert found.subject == "QuickPing may be used until Dec. 1, 2026"
    assert "Until Dec. 1, 2026, that day included, it may still be used for" in found.body


def test_a_use_that_two_people_keep_later_is_told_as_usable_again(tool, club):
    set_to(tool, Status.FLAGGED_MOVING)
    read()
    set_to(tool, Status.FLAGGED_MOVING, uses=["safety_meetup"], until=OFF)

    read()

    assert letter("platform_changed").subject == "QuickPing may be used again"


def test_what_came_and_went_before_anybody_was_told_is_no_news(tool, club):
    set_to(tool, Status.FLAGGED_FIXING)
    set_to(tool, Status.APPROVED)

    assert read() == 0
    assert told("platform_changed") == []
    assert PlatformNews.objects.count() == StatusEvent.objects.count()


def test_a_flag_that_was_lifted_before_the_letter_left_is_unwanted(tool, club):
    set_to(tool, Status.FLAGGED_FIXING)
    read()
    set_to(tool, Status.APPROVED)

    assert letter("platform_changed") is None


def test_an_approval_for_other_uses_stops_this_one(tool, club):
    set_to(tool, Status.APPROVED_FOR_USES, uses=["bulk_alerts"])

    assert read() == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"stage": Stage.ASKED},
        {"stage": Stage.REVOKED},
        {"ends_on": MORNING.date() - timedelta(days=1)},
        {"platform": None},
    ],
)
def test_an_activity_that_does_not_run_over_it_hears_nothing(tool, facts):
    make_activity(**{"platform": tool, **facts})
    set_to(tool, Status.FLAGGED_FIXING)

    assert read() == 0


def test_an_activity_that_moved_to_another_channel_hears_nothing(tool, club):
    make_version(club, adults=[club.asked_by])
    set_to(tool, Status.FLAGGED_FIXING)

    assert read() == 0


def test_the_principal_of_another_school_that_allowed_it_hears_too(tool):
    elsewhere = SchoolFactory()
    head = principal_of(elsewhere)
    club = make_activity(platform=tool, students=[StudentFactory(school=elsewhere)])
    set_to(tool, Status.FLAGGED_FIXING)
    read()

    assert told("platform_changed") == sorted([*people_of(club), head.email])


def test_one_person_gets_one_letter_for_all_their_activities(tool):
    coach = staff_at()
    school = coach.role_assignments.get().school
    for name in ("Chess club", "Robotics"):
        make_activity(school, asked_by=coach, platform=tool, name=name)
    set_to(tool, Status.FLAGGED_FIXING)
    read()

    text = letter("platform_changed", address=coach.email).body

    assert Notice.objects.filter(address=coach.email).count() == 1
    assert ("- Chess club" in text, "- Robotics" in text) == (True, True)


def test_the_adult_is_not_told_twice_and_the_list_still_says_who(tool):
    meetup = asked(at=MORNING - timedelta(days=1), platform=tool)
    for guardian in meetup.guardians:
        sign(ask_of(guardian))
    look(meetup)
    set_to(tool, Status.FLAGGED_FIXING)

    look(meetup)
    read()

    assert changes() == [True, ("platform_not_approved",)]
    assert told("changes_staff") == []
    assert told("platform_changed", address=meetup.coach.email) == [meetup.coach.email]


def test_an_approval_that_lapses_by_itself_is_told_by_the_look_at_verdicts(morning):
    tool = PlatformFactory(standing__until=MORNING.date())
    meetup = asked(at=MORNING - timedelta(days=1), platform=tool)
    for guardian in meetup.guardians:
        sign(ask_of(guardian))
    look(meetup)
    morning.shift(timedelta(days=1))

    look(meetup)

    assert told("changes_staff") == [meetup.coach.email]


def test_as_many_queries_for_ten_activities_as_for_one(tool, club):
    one = _queries_of_a_flag(tool)
    set_to(tool, Status.APPROVED)
    read()
    for _ in range(9):
        make_activity(platform=tool)

    assert _queries_of_a_flag(tool) - one == 0


def _queries_of_a_flag(tool):
    set_to(tool, Status.FLAGGED_FIXING)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        rows = platform_news.reports.live_versions([tool.pk], timezone.localdate())
        platform_news.reports.concerned(rows, timezone.localdate())
    return len(seen)


# An end ahead


@pytest.mark.clause("P4")
def test_an_end_is_announced_thirty_days_ahead_once_to_those_in_charge(morning):
    until = MORNING.date() + timedelta(days=31)
    tool = PlatformFactory(name="QuickPing", standing__until=until)
    club = make_activity(platform=tool, name="Chess club")
    early = platform_news.announce_ends(timezone.now())
    morning.shift(timedelta(days=1))

    due, again = (platform_news.announce_ends(timezone.now()) for _ in range(2))

    assert (early, due, again) == (0, 2, 0)
    assert told("platform_ending") == people_of(club)
    found = letter("platform_ending", address=club.asked_by.email)
    assert found.subject == "QuickPing: the approval ends on Nov. 14, 2026"
    assert "- Chess club" in found.body


def test_an_activity_that_ends_before_the_approval_hears_nothing(morning):
    until = MORNING.date() + timedelta(days=20)
    make_activity(platform=PlatformFactory(standing__until=until), ends_on=until)

    assert platform_news.announce_ends(timezone.now()) == 0


def test_an_announced_end_that_was_put_off_is_unwanted(morning):
    until = MORNING.date() + timedelta(days=20)
    tool = PlatformFactory(standing__until=until)
    make_activity(platform=tool)
    platform_news.announce_ends(timezone.now())

    set_to(tool, Status.APPROVED, until=until + timedelta(days=365))

    assert letter("platform_ending") is None
