"""A school moves to another platform, and the families who said yes hear of it, once (P4)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from consents.actions import moves, withdrawals
from consents.models import MoveTold
from core.actor import Actor
from platforms.consequences import consequences
from platforms.models import Proposal, TransitionPlan
from platforms.terms import Status
from platforms.terms.after import ProposalKind, ProposalStage
from schools.terms import Role
from tests.consents.families import ask_of, asked, sign
from tests.consents.news import MORNING, letter, told
from tests.factories import SchoolFactory, district_user
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db
JOB = Actor.job("tests")
OFF = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def meetup(morning):
    """Two guardians were asked; the first said yes."""
    found = asked(at=MORNING - timedelta(days=1), platform=PlatformFactory(name="QuickPing"))
    sign(ask_of(found.guardians[0]))
    return found


def plan_of(meetup, *, school=None, target=None):
    proposal = Proposal.objects.create(
        platform=meetup.version.platform, kind=ProposalKind.MOVE_OFF, stage=ProposalStage.CONFIRMED,
        public_reason="Messages can be deleted.", until=OFF, proposed_by=district_user(Role.ITS),
        closed_by=district_user(Role.REVIEWER), closed_at=timezone.now(),
    )  # fmt: skip
    return TransitionPlan.objects.create(
        proposal=proposal, school=school or meetup.school, due_on=OFF, target=target
    )


def lakeshore():
    return PlatformFactory(name="Lakeshore")


def tell():
    return moves.tell_moves(timezone.now(), by=JOB)


@pytest.mark.clause("P4")
def test_families_who_said_yes_hear_once_where_their_school_moves(meetup):
    plan = plan_of(meetup, target=lakeshore())

    first, again = tell(), tell()

    assert (first, again) == (1, 0)
    assert told("school_moves") == [meetup.guardians[0].email]
    assert MoveTold.objects.get().plan == plan
    found = letter("school_moves")
    assert found.subject == f"{meetup.school.name}: another app for texts"
    assert "another app: Lakeshore. It stops using QuickPing by Dec. 1, 2026." in found.body


def test_nobody_is_told_before_the_school_has_chosen(meetup):
    plan_of(meetup)

    assert tell() == 0
    assert MoveTold.objects.count() == 0


def test_another_choice_is_told_anew_and_the_first_message_is_unwanted(meetup):
    plan = plan_of(meetup, target=lakeshore())
    tell()
    TransitionPlan.objects.filter(pk=plan.pk).update(target=PlatformFactory(name="Harbor"))

    assert letter("school_moves") is None
    assert tell() == 1
    assert "Harbor" in letter("school_moves").body


def test_families_of_another_school_and_who_took_the_yes_back_hear_nothing(meetup):
    plan_of(meetup, school=SchoolFactory(), target=lakeshore())
    elsewhere = tell()
    plan_of(meetup, target=PlatformFactory(name="Harbor"))
    withdrawals.withdraw(ask_of(meetup.guardians[0]), language="en")

    assert (elsewhere, tell()) == (0, 0)


# What a flag would silence


@pytest.mark.clause("P4")
def test_what_a_flag_would_silence_is_counted_here(meetup):
    kept = PlatformFactory(standing=Status.FLAGGED_FIXING)
    asked(at=MORNING - timedelta(days=1), platform=kept)

    found, already = (
        {one.code: one.count for one in consequences(platform.pk, timezone.now())}
        for platform in (meetup.version.platform, kept)
    )

    assert found == {"activities": 1, "adults": 1, "activity_students": 1, "activity_schools": 1}
    assert already == dict.fromkeys(found, 0)
