"""What was approved on a day: the dated events answer for any day that was (P3, P4)."""

import csv
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from platforms.models import StatusEvent
from platforms.terms import Status
from schools.terms import Role
from tests.factories import district_user
from tests.platform_factories import PlatformFactory

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P3"), pytest.mark.clause("P4")]
NOON = datetime(2026, 10, 14, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk(client):
    client.force_login(district_user(Role.ITS))
    return client


@pytest.fixture
def chirp():
    """Approved on 1 March until 1 June; declined on 2 July at half past eleven in the evening in Chicago."""
    made = PlatformFactory(name="Chirp", standing__effective_at=at(1, 5), standing=Status.IN_REVIEW)
    StatusEvent.objects.create(
        platform=made, status=Status.APPROVED, until=at(6, 1).date(), effective_at=at(3, 1),
        authorised_by="Dana Whitlock",
    )  # fmt: skip
    late = datetime(2026, 7, 3, 4, 30, tzinfo=UTC)
    StatusEvent.objects.create(platform=made, status=Status.NOT_APPROVED, effective_at=late)
    return made


def at(month, day):
    return datetime(2026, month, day, 18, tzinfo=UTC)


def read(desk, **asked):
    answer = desk.get(reverse("platforms:past"), asked)
    rows = answer.context["page"].rows
    return answer.status_code, [(one.event.platform.name, str(one.shown.label)) for one in rows]


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2026-02-28", "In review"),
        ("2026-03-01", "Approved"),
        ("2026-06-01", "Approved"),
        ("2026-06-02", "Approval lapsed"),
        ("2026-07-01", "Approval lapsed"),
        ("2026-07-02", "Not approved"),
        ("2026-10-14", "Not approved"),
    ],
)
def test_any_day_that_was_is_answered_as_it_stood_at_its_end(desk, chirp, day, label):
    assert read(desk, on=day) == (200, [("Chirp", label)])


def test_before_it_was_known_it_is_not_there_and_a_day_to_come_is_refused(desk, chirp):
    early = read(desk, on="2025-12-31")
    ahead, nonsense = read(desk, on="2026-10-15"), read(desk, on="yesterday")

    assert early == (200, [])
    said = desk.get(reverse("platforms:past"), {"on": "2026-10-15"}).content.decode()
    assert (ahead[0], nonsense[0]) == (422, 422)
    assert "That day is still to come. Choose today or a day before." in said


def test_the_list_is_searched_by_the_tool_and_its_vendor(desk, chirp):
    other = PlatformFactory(name="Hoot", vendor__name="Owl Works")

    found = [read(desk, on="2026-10-14", q=words)[1] for words in ("hoo", "owl", "owl chirp")]

    assert found == [[(other.name, "Approved")], [(other.name, "Approved")], []]


def test_the_file_holds_the_same_day(desk, chirp):
    answer = desk.get(reverse("platforms:past_file", args=["csv"]), {"on": "2026-03-01"})

    [row] = csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines())
    assert (row["Platform"], row["Status"], row["Until"]) == ("Chirp", "Approved", "2026-06-01")
    assert (row["Since"], row["Authorised by"]) == ("2026-03-01T12:00:00-06:00", "Dana Whitlock")
    assert 'filename="platforms-2026-03-01.csv"' in answer["Content-Disposition"]
