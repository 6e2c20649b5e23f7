"""Where a platform stands decides a verdict, at the moment asked about and by what was known then (T3, P3, P4)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consents.verdicts import verdict
from platforms.models import StatusEvent
from platforms.terms import Status
from tests.consents.families import ask_of, asked, sign
from tests.consents.news import MORNING
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
USE, OTHER = "safety_meetup", "bulk_alerts"
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
NO = ("platform_not_approved",)
# Status, its uses and last day → the reasons of the verdict.
STANDS = [
    (Status.NOT_REVIEWED, [], None, NO),
    (Status.IN_REVIEW, [], None, NO),
    (Status.APPROVED, [], None, ()),
    (Status.APPROVED, [], TODAY, ()),
    (Status.APPROVED, [], YESTERDAY, NO),
    (Status.APPROVED_FOR_USES, [USE], TOMORROW, ()),
    (Status.APPROVED_FOR_USES, [USE], YESTERDAY, NO),
    (Status.APPROVED_FOR_USES, [OTHER], TOMORROW, NO),
    (Status.FLAGGED_FIXING, [], None, NO),
    (Status.FLAGGED_MOVING, [], TOMORROW, NO),
    (Status.FLAGGED_FIXING, [USE], TODAY, ()),
    (Status.FLAGGED_MOVING, [USE], TODAY, ()),
    (Status.FLAGGED_MOVING, [USE], YESTERDAY, NO),
    (Status.FLAGGED_MOVING, [OTHER], TOMORROW, NO),
    (Status.NOT_APPROVED, [USE], TOMORROW, NO),
    (Status.RETIRED, [USE], TOMORROW, NO),
]


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def meetup(morning):
    """A yes over an approved platform."""
    found = asked(at=MORNING - timedelta(days=1), platform=PlatformFactory())
    for guardian in found.guardians:
        sign(ask_of(guardian))
    return found


def stands(meetup, status, at=None, **facts):
    at = at or timezone.now()
    return StatusEvent.objects.create(
        platform=meetup.version.platform, status=status, effective_at=at, **facts
    )


def judged(meetup, **moment):
    return verdict(meetup.coach.staff, meetup.student, meetup.activity, **moment).verdict


@pytest.mark.clause("T3")
@pytest.mark.clause("P3")
@pytest.mark.clause("P4")
def test_each_standing_and_its_verdict(meetup):
    found = []
    for status, uses, until, _reasons in STANDS:
        stands(meetup, status, uses=uses, until=until)
        found.append((status, uses, until, judged(meetup).codes))

    assert found == STANDS


def test_a_yes_lasts_no_longer_than_the_platform(meetup):
    stands(meetup, Status.FLAGGED_MOVING, uses=[USE], until=TOMORROW)

    assert judged(meetup).until == TOMORROW


def test_a_flag_counts_from_its_moment_and_from_when_it_was_known(meetup, morning):
    before = timezone.now()
    flagged_at = before + timedelta(hours=1)
    told_at = before + timedelta(hours=3)
    stands(meetup, Status.FLAGGED_FIXING, at=flagged_at, recorded_at=told_at)
    between = before + timedelta(hours=2)
    morning.move_to(before + timedelta(hours=4))

    then = judged(meetup, at=between, known_at=between)
    looked_back = judged(meetup, at=between)
    earlier = judged(meetup, at=before)

    assert (then.codes, looked_back.codes, earlier.codes) == ((), NO, ())
