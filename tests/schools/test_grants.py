"""Who may give and end roles, and stand in for whom. A refused grant changes nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from schools.actions.grants import delegate, end_role, grant_role, revoke_delegation
from schools.models import Delegation, RoleAssignment
from schools.roles import delegates_of, principals_of
from schools.terms import Role
from tests.factories import (
    RoleAssignmentFactory,
    SchoolFactory,
    UserFactory,
    actor,
    chief_of,
    district_user,
    principal_of,
    staff_at,
)
from trail.models import Entry

pytestmark = pytest.mark.django_db
GRANTERS = {
    "admin": lambda school: district_user(),
    "chief": chief_of,
    "another chief": lambda school: chief_of(),
    "principal": principal_of,
    "another principal": lambda school: principal_of(),
    "administrator": lambda school: staff_at(school, Role.ADMINISTRATOR),
    "records": lambda school: district_user(Role.RECORDS),
    "teacher": staff_at,
}


def today():
    return timezone.localdate()


@pytest.mark.clause("T2a")
@pytest.mark.parametrize(
    ("granter", "role", "allowed"),
    [
        ("admin", Role.PRINCIPAL, True), ("chief", Role.PRINCIPAL, True), ("another chief", Role.PRINCIPAL, False),
        ("principal", Role.PRINCIPAL, False), ("administrator", Role.PRINCIPAL, False),
        ("records", Role.PRINCIPAL, False), ("teacher", Role.PRINCIPAL, False),
        ("principal", Role.TEACHER, True), ("principal", Role.COACH, True), ("principal", Role.CLERK, True),
        ("principal", Role.ADMINISTRATOR, False), ("another principal", Role.COACH, False),
        ("teacher", Role.COACH, False), ("admin", Role.ADMIN, False), ("admin", Role.CHIEF, False),
    ],
)  # fmt: skip
def test_who_may_give_which_role(granter, role, allowed):
    school, user = SchoolFactory(), UserFactory()
    by = actor(GRANTERS[granter](school))

    if allowed:
        grant_role(user, role, school, by=by, starts_on=today())
    else:
        with pytest.raises(Refused):
            grant_role(user, role, school, by=by, starts_on=today())

    assert RoleAssignment.objects.filter(user=user, role=role).exists() is allowed
    assert Entry.objects.filter(verb="role.granted").exists() is allowed


@pytest.mark.clause("T2a")
def test_nobody_gives_a_role_to_themself():
    admin, school = district_user(), SchoolFactory()

    with pytest.raises(Refused) as refused:
        grant_role(admin, Role.PRINCIPAL, school, by=actor(admin), starts_on=today())

    assert [reason.code for reason in refused.value.decision.refusals] == ["to_oneself"]
    assert principals_of(school) == []


@pytest.mark.parametrize(
    ("starts", "ends", "active", "code"),
    [(0, None, True, "held_already"), (40, 30, True, "ends_before_start"), (40, 50, False, "account_closed")],
)  # fmt: skip
def test_a_grant_that_cannot_hold_is_refused(starts, ends, active, code):
    school, user = SchoolFactory(), UserFactory(is_active=active)
    RoleAssignmentFactory(
        user=user, school=school, role=Role.COACH, ends_on=today() + timedelta(days=10)
    )

    with pytest.raises(Refused) as refused:
        grant_role(
            user,
            Role.COACH,
            school,
            by=actor(district_user()),
            starts_on=today() + timedelta(days=starts),
            ends_on=ends and today() + timedelta(days=ends),
        )

    assert [reason.code for reason in refused.value.decision.refusals] == [code]
    assert RoleAssignment.objects.filter(user=user).count() == 1


def test_a_role_ends_at_once_or_with_a_day():
    school = SchoolFactory()
    at_once, later = RoleAssignmentFactory(school=school), RoleAssignmentFactory(school=school)
    by = actor(principal_of(school))

    end_role(at_once, by=by)
    end_role(later, by=by, on=today() + timedelta(days=7))

    held = RoleAssignment.objects.current().filter(school=school, role=Role.TEACHER)
    assert list(held) == [later]
    later.refresh_from_db()
    assert later.ends_on == today() + timedelta(days=7)
    assert later.end_recorded_at is not None
    with pytest.raises(Refused):
        end_role(at_once, by=by)


def test_a_teacher_ends_only_their_own_role():
    school = SchoolFactory()
    mine, others = RoleAssignmentFactory(school=school), RoleAssignmentFactory(school=school)

    with pytest.raises(Refused):
        end_role(others, by=actor(mine.user))
    end_role(mine, by=actor(mine.user))

    assert list(RoleAssignment.objects.current()) == [others]


@pytest.mark.clause("T2a")
def test_a_principal_names_a_dated_delegate_and_takes_it_back():
    school = SchoolFactory()
    principal, clerk = principal_of(school), staff_at(school, Role.CLERK)

    given = delegate(
        school, clerk, by=actor(principal), starts_on=today(), ends_on=today() + timedelta(days=5)
    )
    assert delegates_of([principal.pk], school) == [clerk]
    assert delegates_of([principal.pk], school, today() + timedelta(days=6)) == []

    revoke_delegation(given, by=actor(principal))
    assert delegates_of([principal.pk], school) == []
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "delegation.given",
        "delegation.revoked",
    ]


@pytest.mark.parametrize(
    ("who", "code"),
    [("teacher", "not_principal"), ("self", "to_oneself"), ("stranger", "not_staff_here")],
)
def test_a_delegate_that_cannot_be_is_refused(who, code):
    school = SchoolFactory()
    principal = principal_of(school)
    by, to = {
        "teacher": (staff_at(school), staff_at(school)),
        "self": (principal, principal),
        "stranger": (principal, staff_at(SchoolFactory())),
    }[who]

    with pytest.raises(Refused) as refused:
        delegate(school, to, by=actor(by), starts_on=today(), ends_on=today())

    assert [reason.code for reason in refused.value.decision.refusals] == [code]
    assert not Delegation.objects.exists()


def test_only_the_principal_takes_the_delegation_back():
    school = SchoolFactory()
    principal, clerk = principal_of(school), staff_at(school, Role.CLERK)
    given = delegate(school, clerk, by=actor(principal), starts_on=today(), ends_on=today())

    with pytest.raises(Refused):
        revoke_delegation(given, by=actor(principal_of(school)))

    assert delegates_of([principal.pk], school) == [clerk]


def test_the_page_names_a_principal(client):
    school, user = SchoolFactory(), UserFactory()
    client.force_login(district_user())
    page = reverse("schools:grant_role", args=[school.pk])

    unknown = client.post(page, {"email": "x@nowhere.example", "role": "principal", "starts_on": "2026-09-01"})  # fmt: skip
    done = client.post(page, {"email": user.email.upper(), "role": "principal", "starts_on": "2020-09-01"})  # fmt: skip
    again = client.post(page, {"email": user.email, "role": "principal", "starts_on": "2020-09-01"})

    assert (unknown.status_code, list(unknown.context["form"].errors)) == (422, ["email"])
    assert (done.status_code, principals_of(school)) == (302, [user])
    assert again.context["form"].non_field_errors() == [
        "This person holds that role in these days already."
    ]


def test_the_pages_end_a_role_and_name_a_delegate(client):
    school = SchoolFactory()
    principal, clerk = principal_of(school), staff_at(school, Role.CLERK)
    coach = RoleAssignmentFactory(school=school, role=Role.COACH)
    client.force_login(principal)

    client.post(reverse("schools:end_role", args=[coach.pk]), {"on": ""})
    backwards = client.post(
        reverse("schools:name_delegate", args=[school.pk]),
        {"delegate": clerk.pk, "starts_on": "2026-10-02", "ends_on": "2026-10-01"},
    )
    client.post(
        reverse("schools:name_delegate", args=[school.pk]),
        {"delegate": clerk.pk, "starts_on": "2026-10-02", "ends_on": "2026-10-09", "reason": "leave"},
    )  # fmt: skip

    coach.refresh_from_db()
    assert coach.ends_on == today() - timedelta(days=1)
    assert (backwards.status_code, list(backwards.context["form"].errors)) == (422, ["ends_on"])
    given = Delegation.objects.get()
    assert (given.principal, given.delegate, given.ends_on) == (principal, clerk, date(2026, 10, 9))
