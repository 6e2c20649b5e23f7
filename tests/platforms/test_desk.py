"""The ITS desk: what to audit next, what to offer, and the pictures of the year (P1, P2, P3)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from platforms.models import (
    Audit,
    AuditDecision,
    CriteriaSet,
    QuickDecision,
    Result,
    Survey,
    SurveyAnswer,
    SurveyedSchool,
    TagChoice,
    ToolName,
    UsageClaim,
)
from platforms.policy.blast import Reach, settled_alone, settled_by_then
from platforms.reports.audit_queue import audit_queue
from platforms.reports.candidates import candidates
from platforms.reports.pictures import pictures
from platforms.terms import Status
from platforms.terms.audits import AuditStage, Ground, Knockout, Outcome, Value
from platforms.terms.surveys import NameState
from schools.terms import Role
from tests.factories import SchoolFactory, SchoolYearFactory, district_user
from tests.platform_factories import AdoptionFactory, CriterionFactory, PlatformFactory

NOON = datetime(2026, 10, 14, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


# The order


def test_the_order_is_by_students_times_schools_times_what_is_not_known():
    reaches = [
        Reach(1, 900, 1),
        Reach(3, 200, 4),
        Reach(9, 900, 0),
        Reach(2, 200, 6),
        Reach(8, 10, 0),
    ]

    ordered = sorted(reaches, key=lambda one: one.order)

    assert [one.score for one in ordered] == [2400, 2400, 900, 0, 0]
    assert [one.schools for one in ordered] == [3, 2, 1, 9, 8]


def test_a_school_is_settled_once_its_last_undecided_tool_is():
    undecided = {1: {7}, 2: {7, 8}, 3: {8}, 4: {7, 9}, 5: {7}}

    assert dict(settled_alone(undecided)) == {7: 2, 8: 1}
    assert settled_by_then([7, 8], undecided) == {7: 2, 8: 4}


# What to audit next


def claims(platform, schools, *, students=10, audiences=("students",), at=None):
    """These schools say that they use the platform, each beside what it said before."""
    by = district_user(Role.ITS)
    name, _made = ToolName.objects.get_or_create(
        folded=platform.name.casefold(),
        defaults={"written": platform.name, "state": NameState.PLATFORM, "platform": platform},
    )
    day = timezone.localdate()
    survey, _made = Survey.objects.get_or_create(
        title="Autumn",
        defaults={"purpose": "To know.", "opens_on": day, "closes_on": day, "created_by": by},
    )
    for school in schools:
        row, _made = SurveyedSchool.objects.get_or_create(survey=survey, school=school)
        answer = SurveyAnswer.objects.filter(surveyed=row).first() or SurveyAnswer.objects.create(
            surveyed=row, school=school, number=1, by_name="A", given_at=at or timezone.now()
        )
        UsageClaim.objects.create(
            answer=answer,
            name=name,
            typed=platform.name,
            students=students,
            audiences=list(audiences),
        )


def criteria_in_force():
    """Two knock-outs, one criterion that only counts, and a knock-out that is none yet."""
    found = AdoptionFactory().criteria_set
    tomorrow = timezone.localdate() + timedelta(days=1)
    CriterionFactory(criteria_set=found, code="A", knockout=Knockout.HARD)
    CriterionFactory(
        criteria_set=found, code="B", knockout=Knockout.CURABLE, tags=["student_facing"]
    )
    CriterionFactory(criteria_set=found, code="C", knockout=Knockout.NONE)
    CriterionFactory(criteria_set=found, code="D", knockout=Knockout.HARD, knockout_from=tomorrow)
    return found


def names(rows):
    return [row.platform.name for row in rows]


@pytest.mark.django_db
@pytest.mark.clause("P2")
def test_what_is_undecided_or_ends_soon_waits_the_greatest_reach_first():
    criteria_in_force()
    one, two, three = SchoolFactory.create_batch(3)
    small = PlatformFactory(name="Small", standing=Status.NOT_REVIEWED)
    wide = PlatformFactory(name="Wide", standing=Status.IN_REVIEW)
    ending = PlatformFactory(
        name="Ending", standing__until=timezone.localdate() + timedelta(days=90)
    )
    PlatformFactory(name="Later", standing__until=timezone.localdate() + timedelta(days=91))
    PlatformFactory(name="Lapsed", standing__until=timezone.localdate() - timedelta(days=1))
    PlatformFactory(name="Into", standing=Status.NOT_REVIEWED, merged_into=small)
    for name in (Status.FLAGGED_FIXING, Status.NOT_APPROVED, Status.RETIRED):
        PlatformFactory(name=name, standing=name)
    claims(small, [one], students=300)
    claims(wide, [one, two], students=200)
    claims(ending, [three], students=10)

    rows = audit_queue(timezone.now())

    assert names(rows) == ["Wide", "Small", "Ending", "Lapsed"]
    assert [row.reach for row in rows[:2]] == [Reach(2, 400, 2), Reach(1, 300, 2)]
    assert [(row.alone, row.by_then) for row in rows] == [(1, 1), (0, 2), (1, 3), (0, 3)]


@pytest.mark.django_db
def test_a_knockout_is_known_once_the_open_audit_has_a_result_for_it():
    criteria, tool = criteria_in_force(), PlatformFactory(standing=Status.IN_REVIEW)
    TagChoice.objects.create(platform=tool, tags=["parents_only"])
    auditor = district_user(Role.ITS)
    audit = Audit.objects.create(platform=tool, criteria_set=criteria, tags=["student_facing"])
    first, second = criteria.criteria.filter(code__in=["A", "B"])
    for criterion, value in ((first, Value.MET), (second, Value.MET), (second, Value.UNKNOWN)):
        Result.objects.create(audit=audit, criterion=criterion, value=value, assessed_by=auditor)
    untouched = PlatformFactory(standing=Status.NOT_REVIEWED)
    TagChoice.objects.create(platform=untouched, tags=["parents_only"])

    found = {row.platform: row.reach.unknown_knockouts for row in audit_queue(timezone.now())}

    assert found == {tool: 1, untouched: 1}


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["its_desk", "audit_queue", "candidates", "past", "pictures"])
def test_as_many_queries_for_thirty_platforms_as_for_one(client, door):
    SchoolYearFactory()
    criteria_in_force()
    client.force_login(district_user(Role.ITS))

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(f"platforms:{door}")).status_code == 200
        return len(seen)

    for standing in (Status.NOT_REVIEWED, Status.APPROVED):
        claims(PlatformFactory(standing=standing), [SchoolFactory()])
    queries()
    one = queries()
    for standing in (Status.NOT_REVIEWED, Status.APPROVED) * 10:
        claims(PlatformFactory(standing=standing), [SchoolFactory()])

    assert queries() == one


@pytest.mark.django_db
def test_the_order_is_searched_paged_and_taken_along(client):
    client.force_login(district_user(Role.ITS))
    for number in range(31):
        PlatformFactory(name=f"Tool {number:02}", standing=Status.NOT_REVIEWED)
    PlatformFactory(name="=cmd()", standing=Status.NOT_REVIEWED)
    address = reverse("platforms:audit_queue")

    page = client.get(address).context["page"]
    beyond = client.get(address + page.next_url).context["page"]
    found = client.get(address, {"q": "=CMD"}).context["page"]
    file = b"".join(client.get(reverse("platforms:audit_queue_file", args=["csv"])))

    assert (len(page.rows), names(beyond.rows)) == (30, ["Tool 29", "Tool 30"])
    assert names(found.rows) == ["=cmd()"]
    assert file.count(b"\r\n") == 33
    assert b"'=cmd()" in file
    assert client.get(reverse("platforms:audit_queue_file", args=["pdf"])).status_code == 404


# What to offer


@pytest.mark.django_db
@pytest.mark.clause("P3")
def test_approved_tools_are_ranked_by_the_schools_that_chose_them_and_could_move_to_them():
    one, two, three = SchoolFactory.create_batch(3)
    liked, rare = PlatformFactory(name="Liked"), PlatformFactory(name="Rare")
    flagged = PlatformFactory(name="Flagged", standing=Status.FLAGGED_MOVING)
    PlatformFactory(name="Lapsed", standing__until=timezone.localdate() - timedelta(days=1))
    claims(liked, [one, two], students=100)
    claims(rare, [three], audiences=["staff"])
    claims(flagged, [two, three])

    rows = candidates(timezone.now())

    assert [(row.platform.name, row.schools, row.students, row.could_move) for row in rows] == [
        ("Liked", 2, 200, 1),
        ("Rare", 1, 10, 0),
    ]


# Pictures


def decided(outcome, *, requested, at):
    auditor, reviewer = district_user(Role.ITS), district_user(Role.REVIEWER)
    audit = Audit.objects.create(
        platform=PlatformFactory(),
        criteria_set=CriteriaSet.objects.first() or criteria_in_force(),
        stage=AuditStage.DECIDED,
        requested_at=requested,
        requested_by=auditor,
        auditor=auditor,
    )
    AuditDecision.objects.create(
        audit=audit, outcome=outcome, public_reason="x", receipt="{}",
        sha256=f"{audit.pk:064}", decided_by=reviewer, decided_at=at,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_years_pictures_count_its_answers_tools_and_decisions():
    year = SchoolYearFactory()
    schools = SchoolFactory.create_batch(3)
    tool = PlatformFactory(name="Tool")
    claims(tool, schools[:2], audiences=["students", "families"])
    claims(tool, schools[2:], at=NOON - timedelta(days=7))
    for outcome, days in ((Outcome.APPROVED, 10), (Outcome.FLAGGED, 30), (Outcome.APPROVED, 20)):
        decided(outcome, requested=NOON - timedelta(days=days), at=NOON)
    decided(Outcome.APPROVED, requested=NOON, at=NOON - timedelta(days=400))
    QuickDecision.objects.create(
        platform=tool, ground=Ground.VENDOR_REFUSED, public_reason="x",
        proposed_by=district_user(Role.ITS), confirmed_by=district_user(Role.REVIEWER), confirmed_at=NOON,
    )  # fmt: skip

    found = pictures(year)

    assert (found.asked, found.answered, found.median_days) == (3, 3, 20)
    assert [(bar.number, bar.share) for bar in found.weeks] == [(1, 33), (3, 100)]
    assert [(bar.label, bar.number) for bar in found.audiences] == [
        ("Students", 1),
        ("Families", 1),
        ("Staff", 0),
    ]
    assert [[part.number for part in row.parts] for row in found.outcomes.rows] == [[2, 0, 1, 1]]
