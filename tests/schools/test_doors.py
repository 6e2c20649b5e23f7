"""Who may open each page of schools, and what they are answered."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from schools import urls
from schools.actions import merges, signing
from schools.models import (
    GuardianLink,
    ImportProblem,
    ImportRun,
    NoSchoolDay,
    RoleAssignment,
    SpeakUpLine,
    Volunteer,
)
from schools.terms import ImportKind, ImportState, Role
from tests.factories import (
    DelegationFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    chief_of,
    district_user,
    principal_of,
    staff_at,
)

pytestmark = pytest.mark.django_db

NAMESPACE = "schools:"
ROLES = ["teacher", "clerk", "principal", "chief", "records", "admin", "elsewhere", "oig"]
# Door → method → one answer per role, in the order of ROLES; nobody signed in is sent to sign in.
DOORS = {
    "schools": {"get": [200, 200, 200, 200, 200, 200, 200, 200]},
    "without_principal": {"get": [200, 200, 200, 200, 200, 200, 200, 200]},
    "school": {"get": [200, 200, 200, 200, 200, 200, 404, 200]},
    "edit_school": {"get": [403, 403, 403, 403, 403, 200, 404, 403]},
    "grant_role": {"get": [403, 403, 200, 200, 403, 200, 404, 403]},
    "end_role": {"get": [403, 403, 200, 200, 403, 200, 404, 403]},
    "name_delegate": {"get": [403, 403, 200, 200, 403, 403, 404, 403]},
    "revoke_delegation": {"post": [403, 403, 403, 403, 403, 302, 404, 403], "get": [405] * 8},
    "years": {"get": [200, 200, 200, 200, 200, 200, 200, 200]},
    "add_year": {"get": [403, 403, 403, 403, 403, 200, 403, 403]},
    "edit_year": {"get": [403, 403, 403, 403, 403, 200, 403, 403]},
    "volunteers": {"get": [200] * 8},
    "add_volunteer": {"get": [403, 403, 200, 403, 403, 403, 200, 403]},
    "volunteer": {"get": [404, 200, 200, 200, 404, 404, 404, 404]},
    "check_volunteer": {"post": [404, 302, 403, 302, 404, 404, 404, 404], "get": [405] * 8},
    "refuse_volunteer": {"post": [404, 422, 403, 422, 404, 404, 404, 404], "get": [405] * 8},
    "students": {"get": [200, 200, 200, 200, 200, 200, 200, 200]},
    "nobody_to_ask": {"get": [200, 200, 200, 200, 200, 200, 200, 200]},
    "student": {"get": [200, 200, 200, 200, 200, 200, 404, 404]},
    "correct_student": {"get": [403, 200, 200, 403, 200, 200, 404, 404]},
    "add_contact": {"get": [403, 200, 200, 403, 200, 200, 404, 404]},
    "correct_contact": {"get": [403, 200, 200, 403, 200, 200, 404, 404]},
    "set_authority": {"get": [403, 200, 200, 403, 200, 200, 404, 404]},
    "set_branch": {"get": [403, 403, 403, 403, 200, 403, 404, 404]},
    "block_contact": {"get": [403, 403, 403, 403, 200, 403, 404, 404]},
    "blocks": {"get": [403, 403, 403, 403, 200, 403, 403, 403]},
    "block": {"get": [403, 403, 403, 403, 200, 403, 403, 403]},
    "prove_block": {"post": [403, 403, 403, 403, 422, 403, 403, 403], "get": [405] * 8},
    "lift_block": {"post": [403, 403, 403, 403, 422, 403, 403, 403], "get": [405] * 8},
    "contacts_twice": {"get": [200] * 8},
    "compare_contacts": {"get": [200, 200, 200, 200, 200, 200, 404, 404]},
    "set_contacts_aside": {
        "post": [403, 302, 302, 403, 302, 302, 404, 404],
        "get": [405] * 8,
    },
    "unmerge_contacts": {"get": [200, 200, 200, 200, 200, 200, 404, 404]},
    "district": {"get": [403, 403, 403, 403, 403, 200, 403, 403]},
    "edit_district": {"get": [403, 403, 403, 403, 403, 200, 403, 403]},
    "add_network": {"get": [403, 403, 403, 403, 403, 200, 403, 403]},
    "add_line": {"get": [403, 403, 403, 403, 403, 200, 403, 403]},
    "correct_line": {"get": [403, 403, 403, 403, 403, 200, 403, 403]},
    "end_line": {"post": [403, 403, 403, 403, 403, 302, 403, 403], "get": [405] * 8},
    "add_day_off": {"get": [403, 403, 403, 403, 403, 200, 403, 403]},
    "end_day_off": {"post": [403, 403, 403, 403, 403, 302, 403, 403], "get": [405] * 8},
    "grant_office": {"get": [403, 403, 403, 403, 403, 200, 403, 403]},
    "end_office": {"post": [403, 403, 403, 403, 403, 302, 403, 403], "get": [405] * 8},
    "imports": {"get": [403, 403, 403, 403, 200, 200, 403, 403]},
    "upload": {"get": [403, 403, 403, 403, 200, 200, 403, 403]},
    "import_run": {"get": [404, 404, 404, 404, 200, 200, 404, 404]},
    "import_problems": {"get": [404, 404, 404, 404, 200, 200, 404, 404]},
    "import_go_on": {"post": [404, 404, 404, 404, 409, 409, 404, 404], "get": [405] * 8},
    "import_discard": {"post": [404, 404, 404, 404, 409, 409, 404, 404], "get": [405] * 8},
}


@pytest.fixture
def school():
    school = SchoolFactory()
    SchoolYearFactory()
    return school


@pytest.fixture
def who(school):
    return {
        "teacher": staff_at(school),
        "clerk": staff_at(school, Role.CLERK),
        "principal": principal_of(school),
        "chief": chief_of(school),
        "records": district_user(Role.RECORDS),
        "admin": district_user(),
        "elsewhere": principal_of(SchoolFactory()),
        "oig": district_user(Role.OIG),
        None: None,
    }


@pytest.fixture
def places(school, who):
    student = StudentFactory(school=school)
    guardian = GuardianFactory(of=student)
    records = actor(who["records"])
    sister = GuardianFactory(of=student)
    block = signing.block(sister, [student], by=records, source="Order seen.")[0].pk
    twin = GuardianFactory(of=student)
    merge = merges.merge(guardian, twin, by=records, reason="Seen.")
    pair = (guardian.pk, sister.pk)
    run = ImportRun.objects.create(
        kind=ImportKind.ROSTER, file_name="r.zip", sha256="0", state=ImportState.DONE
    )
    ImportProblem.objects.create(run=run, file="users.csv", line=3, column="email", reason="bad")
    # Everybody may lay down their own role, so the row to be ended is another person's.
    role = RoleAssignment.objects.get(user=staff_at(school, Role.COACH)).pk
    delegation = DelegationFactory(
        school=school, principal=principal_of(school), ends_on=date(2999, 1, 1)
    )
    link = GuardianLink.objects.current().get(guardian=guardian).pk
    office = RoleAssignment.objects.get(user=district_user(Role.ITS)).pk
    line = SpeakUpLine.objects.create(
        name="Line", purpose="p", phone="+17735550111", verified_on=date(2026, 1, 1)
    )
    day_off = NoSchoolDay.objects.create(day=date(2026, 11, 26), name="Thanksgiving")
    volunteer = Volunteer.objects.create(
        school=school, name="Vera Lang", email="vera@district.example", category="volunteer",
        ends_on=timezone.localdate(), why="Reading", asked_by=who["principal"],
    ).pk  # fmt: skip
    return {
        "volunteer": volunteer, "check_volunteer": volunteer, "refuse_volunteer": volunteer,
        "end_office": office, "correct_line": line.pk, "end_day_off": day_off.pk, "end_line": line.pk,
        "school": school.pk, "edit_school": school.pk, "grant_role": school.pk, "name_delegate": school.pk,
        "end_role": role, "revoke_delegation": delegation.pk, "edit_year": SchoolYearFactory().pk,
        "student": student.pk, "correct_student": student.pk, "add_contact": student.pk,
        "set_branch": student.pk, "block_contact": link, "block": block, "prove_block": block,
        "lift_block": block, "compare_contacts": pair, "set_contacts_aside": pair, "unmerge_contacts": merge.pk,
        "correct_contact": link, "set_authority": link,
        "import_run": run.pk, "import_problems": run.pk, "import_go_on": run.pk, "import_discard": run.pk,
    }  # fmt: skip


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in urls.urlpatterns} == set(DOORS)


@pytest.mark.parametrize(
    ("door", "method", "role", "status"),
    [
        (door, method, role, status)
        for door, methods in DOORS.items()
        for method, statuses in methods.items()
        for role, status in [*zip(ROLES, statuses, strict=True), (None, 302)]
    ],
)
def test_door(client, who, places, door, method, role, status):
    if role:
        client.force_login(who[role])
    place = places.get(door, [])
    args = list(place) if isinstance(place, (tuple, list)) else [place]

    response = getattr(client, method)(reverse(f"schools:{door}", args=args))

    assert response.status_code == status
