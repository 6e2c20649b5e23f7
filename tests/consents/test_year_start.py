"""The beginning of the year (T9): prepared in one act, school by school as each principal allows."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actions import approvals, year_start
from consents.actions.year_start import YearForm
from consents.models import Activity, Ask, SchoolStart, YearStart
from consents.terms import Move, Stage
from core.decision import Refused
from core.models import OutboxMessage
from notices.models import Notice
from platforms.models import StatusEvent
from platforms.terms import Status
from schools.models import SchoolYear
from schools.terms import Role
from tests.consent_factories import NECESSARY, kind, make_activity
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    district_user,
    principal_of,
    staff_at,
)
from tests.platform_factories import PlatformFactory
from trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.clause("T9")]
FORM = {"name": "School alerts", "purpose": "Closings and changes."}


@pytest.fixture
def district():
    """Two schools, each with a principal, a clerk and a student whose family can be asked."""
    DistrictFactory()
    SchoolYearFactory()
    found = SimpleNamespace(
        alerts=kind("bulk_alerts"),
        platform=PlatformFactory(name="Lakeshore Alerts"),
        records=district_user(Role.RECORDS),
        schools=[open_school(), open_school()],
    )
    found.school = found.schools[0]
    return found


def open_school(students=1):
    school = SchoolFactory()
    principal_of(school)
    staff_at(school, Role.ADMINISTRATOR)
    for _ in range(students):
        GuardianFactory(of=StudentFactory(school=school))
    return school


def prepare(district, **facts):
    """As the district's office does, with the worker's part done too."""
    form = YearForm(**{**FORM, "platform": district.platform, **facts})
    start = year_start.prepare(
        district.alerts, district.schools, form, by=actor(district.records), everywhere=True
    )
    work(start)
    return start


def work(start):
    year_start.hand_out(start.pk)
    for row in start.schools.order_by("pk"):
        year_start.prepare_school(row.pk)


def row_of(school):
    return SchoolStart.objects.filter(school=school).latest("pk")


def approve(row, by=None):
    waiting = year_start.undecided_of(row)
    by = by or row.school.role_assignments.get(role=Role.PRINCIPAL).user
    approvals.approve(waiting, by=actor(by), necessary=NECESSARY, authorised="T9")
    return waiting


def test_one_act_asks_each_schools_principal_and_no_family(district):
    prepare(district)

    rows = list(SchoolStart.objects.order_by("school__name"))
    versions = [row.activity.latest for row in rows]
    assert [version.approvals.get().stage for version in versions] == [Stage.ASKED] * 2
    assert {(v.name, v.platform, v.ends_on) for v in versions} == {
        ("School alerts", district.platform, SchoolYear.objects.get().ends_on)
    }
    assert [v.adults.get().user.role_assignments.get().role for v in versions] == [
        Role.ADMINISTRATOR
    ] * 2
    assert (Ask.objects.count(), Notice.objects.filter(kind="consents/day").count()) == (0, 0)
    assert Entry.objects.filter(verb="school.prepared").count() == 2


def test_each_schools_form_leaves_when_its_principal_approves(
    district, django_capture_on_commit_callbacks
):
    prepare(district)

    with django_capture_on_commit_callbacks(execute=True):
        approve(row_of(district.school))

    assert {ask.version.activity.school for ask in Ask.objects.all()} == {district.school}


def test_who_prepared_it_does_not_approve_it(district):
    both = district_user(Role.RECORDS)
    district.records = both
    prepare(district)

    with pytest.raises(Refused):
        approve(row_of(district.school), by=both)


def skip_platform(district):
    district.platform = None


def skip_sender(district):
    district.school.role_assignments.filter(role=Role.ADMINISTRATOR).delete()


def skip_students(district):
    for student in district.school.students.all():
        student.guardian_links.update(authority="no")


def skip_year(district):
    today = timezone.localdate()
    SchoolYearFactory(
        school=district.school, starts=2000, starts_on=today - timedelta(900),
        class_starts_on=today - timedelta(900), class_ends_on=today - timedelta(600),
        ends_on=today - timedelta(600),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (skip_platform, "no_platform"),
        (skip_sender, "no_sender"),
        (skip_students, "no_students"),
        (skip_year, "no_year"),
    ],
)
def test_a_school_that_cannot_be_prepared_is_skipped_and_says_why(district, client, trouble, why):
    trouble(district)
    prepare(district)

    row = row_of(district.school)
    assert (row.skipped, row.activity) == (why, None)
    assert Activity.objects.filter(school=district.school).exists() is False
    client.force_login(district.records)
    page = client.get(reverse("year_start") + "?state=skipped")
    (shown,) = [one for one, _ in page.context["rows"] if one.school == district.school]
    assert (shown.why != "", shown.way_out != "") == (True, True)


def test_a_platform_that_is_no_longer_approved_is_not_used(district):
    old = PlatformFactory(name="QuickPing")
    make_activity(district.school, code="bulk_alerts", platform=old)
    StatusEvent.objects.create(
        platform=old, status=Status.FLAGGED_FIXING, effective_at=timezone.now() - timedelta(1)
    )

    start = prepare(district, platform=None)
    assert row_of(district.school).skipped == "no_platform"

    again = prepare(district)
    assert row_of(district.school).activity.latest.platform == district.platform
    assert [row.start for row in SchoolStart.objects.filter(skipped="").order_by("pk")] == [
        again, again,
    ]  # fmt: skip
    assert start.schools.count() == 2


def test_a_school_goes_on_with_the_platform_it_used(district):
    own = PlatformFactory(name="Own Alerts")
    make_activity(district.school, code="bulk_alerts", platform=own)

    prepare(district)

    assert row_of(district.school).activity.latest.platform == own


def test_no_school_is_prepared_twice_in_a_year(district):
    first = prepare(district)
    second = prepare(district)
    work(first)

    assert (SchoolStart.objects.count(), second.schools.count()) == (2, 0)
    assert Activity.objects.count() == 2


def test_an_administrator_prepares_the_own_school_and_no_other(district, client):
    clerk = district.school.role_assignments.get(role=Role.ADMINISTRATOR).user
    client.force_login(clerk)
    address = reverse("prepare_year")
    sent = {**FORM, "platform": district.platform.pk}

    statuses = [
        client.post(f"{address}?school={school.pk}", sent).status_code
        for school in district.schools
    ]

    assert statuses == [302, 404]
    assert client.post(address, sent).status_code == 403
    assert [row.school for row in SchoolStart.objects.all()] == [district.school]
    assert OutboxMessage.objects.filter(task="consents.prepare_schools").count() == 1


def test_a_form_without_a_name_prepares_nothing(district, client):
    client.force_login(district.records)

    response = client.post(reverse("prepare_year"), {"name": "", "purpose": "x"})

    assert (response.status_code, YearStart.objects.count()) == (422, 0)


def test_the_principal_says_who_sends_before_approving_and_never_after(district, client):
    prepare(district)
    teacher = staff_at(district.school)
    principal = district.school.role_assignments.get(role=Role.PRINCIPAL).user
    row = row_of(district.school)
    address = reverse("name_senders", args=[year_start.undecided_of(row).pk])
    client.force_login(principal)

    response = client.post(address, {"senders": [teacher.staff.pk]})

    version = row.activity.latest
    assert (response.status_code, list(version.adults.all())) == (302, [teacher.staff])
    assert client.post(address, {"senders": [principal.staff.pk]}).status_code == 422
    assert client.post(address, {}).status_code == 422
    # The clerks keep the families' records and answers, so they are not on every family's form (T2a).
    for both in (False, True):
        clerk = staff_at(district.school, Role.CLERK)
        if both:
            grant = {"school": district.school, "starts_on": timezone.localdate()}
            clerk.role_assignments.create(role=Role.AIDE, **grant)
        assert client.post(address, {"senders": [clerk.staff.pk]}).status_code == 422
        with pytest.raises(Refused):
            year_start.name_senders(
                year_start.undecided_of(row), [clerk.staff], by=actor(principal)
            )

    approve(row)
    clerk = district.school.role_assignments.get(role=Role.ADMINISTRATOR).user
    assert client.post(address, {"senders": [clerk.staff.pk]}).status_code == 403
    assert list(version.adults.all()) == [teacher.staff]


def test_another_request_is_not_changed_by_who_decides(client):
    activity = make_activity(stage=Stage.ASKED)
    principal = principal_of(activity.school)
    client.force_login(principal)

    response = client.get(reverse("name_senders", args=[activity.latest.approvals.get().pk]))

    assert response.status_code == 403


def test_principals_are_reminded_once_a_day(district, client):
    prepare(district)
    client.force_login(district.records)
    asked = Notice.objects.filter(kind="consents/approval_asked")
    before = asked.count()

    for _ in range(2):
        client.post(reverse("remind_principals"))

    assert (before, asked.count()) == (2, 4)


def test_newcomers_are_added_and_only_their_families_are_asked(
    district, client, django_capture_on_commit_callbacks
):
    prepare(district)
    with django_capture_on_commit_callbacks(execute=True):
        approve(row_of(district.school))
    newcomer = StudentFactory(school=district.school)
    parent = GuardianFactory(of=newcomer)
    row = row_of(district.school)
    client.force_login(district.records)

    client.post(reverse("add_newcomers", args=[row.pk]))
    with django_capture_on_commit_callbacks(execute=True):
        approve(row)

    second = row.activity.latest
    assert (second.number, second.students.count()) == (2, 2)
    assert [ask.guardian for ask in Ask.objects.filter(version=second)] == [parent]
    assert client.post(reverse("add_newcomers", args=[row.pk])).status_code == 409


def test_a_changed_form_asks_every_family_again(district, django_capture_on_commit_callbacks):
    prepare(district)
    with django_capture_on_commit_callbacks(execute=True):
        approve(row_of(district.school))
    row = row_of(district.school)
    StudentFactory(school=district.school)
    version = year_start.add_newcomers(row, by=actor(district.records))
    type(version).objects.filter(pk=version.pk).update(purpose="Something else.")

    with django_capture_on_commit_callbacks(execute=True):
        approve(row)

    assert Ask.objects.filter(version=version).count() == 1


def test_progress_is_seen_by_who_answers_for_a_school(district, client):
    prepare(district)
    approve(row_of(district.school))
    principal = district.school.role_assignments.get(role=Role.PRINCIPAL).user
    client.force_login(principal)

    page = client.get(reverse("year_start"))

    assert [(one.school, one.state) for one, _ in page.context["rows"]] == [
        (district.school, Stage.APPROVED)
    ]

    client.force_login(district.records)
    counts = client.get(reverse("year_start")).context["counts"]
    assert [(one.state, one.number) for one in counts] == [("asked", 1), ("approved", 1)]


def test_the_list_is_as_quick_with_thirty_schools_as_with_one(district, client):
    client.force_login(district.records)
    asked = []
    for number in (0, 28):
        district.schools += [open_school() for _ in range(number)]
        prepare(district)
        client.get(reverse("year_start"))
        with CaptureQueriesContext(connection) as captured:
            response = client.get(reverse("year_start"))
        asked.append(len(captured))

    assert len(response.context["rows"]) == 30
    assert asked[0] == asked[1]


def test_a_schools_part_takes_the_same_queries_for_one_and_for_300_students(district):
    asked = []
    for number in (1, 300):
        school = open_school(number)
        district.schools = [school]
        start = year_start.prepare(
            district.alerts, [school], YearForm(**FORM, platform=district.platform),
            by=actor(district.records), everywhere=True,
        )  # fmt: skip
        row = start.schools.get()
        with CaptureQueriesContext(connection) as captured:
            year_start.prepare_school(row.pk)
        asked.append(len(captured))
        assert row.__class__.objects.get(pk=row.pk).activity.latest.students.count() == number

    assert asked[0] == asked[1]


def test_steps_are_those_of_every_request(district):
    prepare(district)
    row = row_of(district.school)
    approve(row)

    moves = row.activity.latest.approvals.get().steps.order_by("pk").values_list("move", flat=True)
    assert list(moves) == [Move.ASK, Move.APPROVE]
