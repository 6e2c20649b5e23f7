"""The queues of the ITS desk: how many wait, since when, how many are late, and what the menu counts (P2, P4)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from platforms.models import Audit, AuditStep, PlatformRule, QuickDecision, StatusEvent
from platforms.reports.after_queues import AFTER_QUEUES
from platforms.reports.audit_queues import AUDIT_QUEUES
from platforms.reports.desk import Reader, shelves, waiting
from platforms.terms import Status
from platforms.terms.audits import AuditMove, AuditStage, Ground, Outcome
from schools.terms import Role
from tests.factories import district_user, staff_at
from tests.platform_factories import CriteriaSetFactory, PlatformFactory
from tests.platforms.after import agreement, decided

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 14, 17, tzinfo=UTC)
QUEUES = (*AUDIT_QUEUES, *AFTER_QUEUES)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def reader():
    return Reader(district_user(Role.REVIEWER), timezone.now())


def audit(stage, *, days, due_in=None):
    """An audit requested so many days ago, which came to its stage the day after."""
    by, at = district_user(Role.ITS), NOON - timedelta(days=days)
    due_on = None if due_in is None else NOON.date() + timedelta(days=due_in)
    found = Audit.objects.create(
        platform=PlatformFactory(standing=Status.IN_REVIEW), criteria_set=CriteriaSetFactory(),
        stage=stage, requested_at=at, requested_by=by, due_on=due_on,
    )  # fmt: skip
    if stage != AuditStage.REQUESTED:
        AuditStep.objects.create(
            audit=found, move=AuditMove.ASSIGN, stage=stage, by=by, at=at + timedelta(days=1)
        )
    return found


def lines(reader):
    """What waits, by label: how many, the oldest's days, how many are late."""
    return {
        str(line.queue.label): (line.backlog.count, line.days, line.backlog.late)
        for shelf in shelves(QUEUES, reader)
        for line in shelf.lines
        if line.backlog.count
    }


@pytest.mark.clause("P2")
def test_audits_wait_in_their_stage_since_they_came_there(reader):
    audit(AuditStage.REQUESTED, days=9, due_in=-1)
    audit(AuditStage.REQUESTED, days=2, due_in=0)
    audit(AuditStage.SUBMITTED, days=5)
    audit(AuditStage.DROPPED, days=50)

    found = lines(reader)

    assert found == {"Audits to assign": (2, 9, 1), "Audits for the second person": (1, 4, 0)}


def test_quick_decisions_wait_until_somebody_settles_them(reader):
    facts = {"ground": Ground.VENDOR_REFUSED, "public_reason": "x"}
    by = district_user(Role.ITS)
    QuickDecision.objects.create(platform=PlatformFactory(), proposed_by=by, **facts)
    QuickDecision.objects.create(
        platform=PlatformFactory(), proposed_by=by, refused_by=reader.user, refused_at=NOON, **facts
    )

    assert lines(reader) == {"Quick decisions to confirm": (1, 0, 0)}


def test_the_menu_counts_what_wants_a_hand_and_no_more(client, reader):
    audit(AuditStage.REQUESTED, days=1)
    # Somebody works on it.
    audit(AuditStage.ASSESSING, days=1)
    tool = PlatformFactory()
    StatusEvent.objects.create(
        platform=tool, status=Status.APPROVED, effective_at=NOON, until=NOON.date()
    )
    client.force_login(reader.user)

    page = client.get(reverse("home"))

    counts = {one.url: one.count for one in page.context["waiting"]}
    assert (waiting(QUEUES, reader), lines(reader)["Audits being assessed"]) == (1, (1, 0, 0))
    assert counts[reverse("platforms:its_desk")] >= 1


@pytest.mark.clause("P3")
def test_only_approvals_that_can_still_be_published_wait_to_be(reader):
    decided()
    decided(until=NOON.date() - timedelta(days=1))
    overtaken = decided()
    decided(Outcome.FLAGGED, platform=overtaken.platform)

    assert lines(reader)["Approvals to publish"] == (1, 0, 0)


def test_approvals_end_soon_by_the_districts_days_and_their_list_has_as_many(client, reader):
    PlatformRule.objects.create(
        ending_days=[20, 10], verified_on=NOON.date(), recorded_by=reader.user
    )
    for days in (5, 20, 21):
        PlatformFactory(standing__until=NOON.date() + timedelta(days=days))
    PlatformFactory(standing__until=NOON.date() + timedelta(days=5), merged_into=PlatformFactory())
    agreement(PlatformFactory(), ends_on=NOON.date() + timedelta(days=5))
    client.force_login(reader.user)
    queue = next(one for one in AFTER_QUEUES if str(one.label) == "Approvals that end soon")

    listed = client.get(queue.url).context["total"]

    assert (queue.measure(reader).count, listed) == (2, 2)


def test_nobody_else_meets_the_desk_in_the_menu(client):
    client.force_login(staff_at())

    assert reverse("platforms:its_desk") not in client.get(reverse("home")).content.decode()
