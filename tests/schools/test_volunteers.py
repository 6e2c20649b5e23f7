"""Volunteers and stipend staff: two people, a last day, and nothing of the school but what names them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consents import verdicts
from consents.actions import activities
from core.actor import Actor
from core.decision import Refused
from core.workflow import IllegalMove
from schools.actions import grants, volunteers
from schools.actions.imports import import_roster
from schools.actions.volunteers import Wish
from schools.models import RoleAssignment, School, Student, Volunteer
from schools.terms import AdultCategory, Role, VolunteerStage
from tests.consent_factories import make_activity
from tests.factories import (
    DistrictFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    chief_of,
    principal_of,
    staff_at,
)
from tests.schools import rosters
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    DistrictFactory()
    SchoolYearFactory()
    return SchoolFactory()


@pytest.fixture
def principal(school):
    return principal_of(school)


def wish(**facts):
    defaults = {
        "name": "Vera Lang",
        "email": "vera@district.example",
        "category": AdultCategory.VOLUNTEER,
        "ends_on": timezone.localdate() + timedelta(days=30),
        "why": "Reading afternoons",
    }
    return Wish(**{**defaults, **facts})


def checked(school, principal, **facts):
    """A volunteer whom a clerk has checked; gives their user."""
    row = volunteers.add(school, wish(**facts), by=actor(principal))
    return volunteers.check(row, by=actor(staff_at(school, Role.CLERK))).assignment.user


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


@pytest.mark.clause("T1")
def test_until_somebody_checked_there_is_no_account_and_no_role(school, principal):
    volunteers.add(school, wish(), by=actor(principal))

    assert not User.objects.filter(email="vera@district.example").exists()
    assert not RoleAssignment.objects.filter(role=Role.VOLUNTEER).exists()


def test_the_second_persons_yes_gives_a_role_with_its_last_day(school, principal):
    user = checked(school, principal)

    held = RoleAssignment.objects.get(role=Role.VOLUNTEER)
    assert (held.user, held.school, held.ends_on) == (user, school, wish().ends_on)
    assert user.staff.category == AdultCategory.VOLUNTEER
    assert Entry.objects.filter(verb="volunteer.checked").exists()


@pytest.mark.parametrize(
    ("who", "code"), [("principal", "not_a_checker"), ("teacher", "not_a_checker")]
)
def test_who_added_or_does_not_check_is_refused(school, principal, who, code):
    row = volunteers.add(school, wish(), by=actor(principal))
    people = {"principal": principal, "teacher": staff_at(school)}

    with pytest.raises(Refused) as refused:
        volunteers.check(row, by=actor(people[who]))

    assert codes(refused)[0] == code
    row.refresh_from_db()
    assert row.stage == VolunteerStage.WAITING


def test_the_principal_who_is_also_clerk_does_not_check_their_own(school, principal):
    RoleAssignment.objects.create(
        user=principal, role=Role.CLERK, school=school, starts_on=timezone.localdate()
    )
    row = volunteers.add(school, wish(), by=actor(principal))

    with pytest.raises(Refused) as refused:
        volunteers.check(row, by=actor(principal))

    assert codes(refused) == ["added_it"]


def test_the_chief_checks_too(school, principal):
    row = volunteers.add(school, wish(), by=actor(principal))

    volunteers.check(row, by=actor(chief_of(school)))

    row.refresh_from_db()
    assert row.stage == VolunteerStage.CHECKED


def test_what_was_decided_is_decided(school, principal):
    row = volunteers.add(school, wish(), by=actor(principal))
    clerk = actor(staff_at(school, Role.CLERK))
    volunteers.refuse(row, by=clerk, note="The volunteer office does not know them.")

    with pytest.raises(IllegalMove):
        volunteers.check(row, by=clerk)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"email": "vera@example.org"}, "not_district_address"),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "over"),
        ({"ends_on": timezone.localdate() + timedelta(days=800)}, "too_long"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(school, principal, facts, code):
    with pytest.raises(Refused) as refused:
        volunteers.add(school, wish(**facts), by=actor(principal))

    assert codes(refused) == [code]
    assert not Volunteer.objects.exists()


def test_an_employee_is_given_a_role_instead(school, principal):
    teacher = staff_at(school)

    with pytest.raises(Refused) as refused:
        volunteers.add(school, wish(email=teacher.email), by=actor(principal))

    assert codes(refused) == ["is_staff"]


def test_no_school_opens_an_account_that_was_closed(school, principal):
    closed = staff_at(school, email="vera@district.example", is_active=False)
    closed.staff.category = AdultCategory.VOLUNTEER
    closed.staff.save()

    with pytest.raises(Refused) as refused:
        volunteers.add(school, wish(), by=actor(principal))
    closed.staff.left_on = timezone.localdate() - timedelta(days=30)
    closed.staff.save()

    assert codes(refused) == ["account_closed"]
    assert checked(school, principal).is_active


@pytest.mark.parametrize("role", [Role.TEACHER, Role.CLERK, Role.ADMINISTRATOR])
def test_only_a_principal_adds(school, role):
    with pytest.raises(Refused):
        volunteers.add(school, wish(), by=actor(staff_at(school, role)))


def test_nobody_grants_the_role_past_the_check(school, principal):
    user = staff_at()

    with pytest.raises(Refused) as refused:
        grants.grant_role(
            user, Role.VOLUNTEER, school, by=actor(principal), starts_on=timezone.localdate()
        )

    assert "not_school_role" in codes(refused)


def test_the_principal_ends_it_earlier(school, principal):
    user = checked(school, principal)
    held = user.role_assignments.get()

    grants.end_role(held, by=actor(principal))

    assert not user.role_assignments.filter(
        ends_on__gte=timezone.localdate() + timedelta(1)
    ).exists()


def test_a_volunteer_sees_no_list_of_the_school(school, principal):
    user = checked(school, principal)
    StudentFactory(school=school)

    assert not Student.objects.visible_to(user).exists()
    assert not School.objects.visible_to(user).exists()


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("schools:school", 404),
        ("schools:student", 404),
        ("folder", 404),
        ("activity", 404),
    ],
)
def test_pages_of_the_school_are_not_there_for_a_volunteer(school, principal, page, status):
    user = checked(school, principal)
    student = StudentFactory(school=school)
    keys = {
        "schools:school": school.pk,
        "activity": make_activity(school, students=[student]).pk,
    }
    client = Client()
    client.force_login(user)

    assert client.get(reverse(page, args=[keys.get(page, student.pk)])).status_code == status


def test_a_volunteer_sees_the_activity_that_names_them_and_asks_for_nothing(school, principal):
    user = checked(school, principal)
    activity = make_activity(school, adults=[user], students=[StudentFactory(school=school)])
    client = Client()
    client.force_login(user)

    assert client.get(reverse("activity", args=[activity.pk])).status_code == 200
    assert client.post(reverse("widen_activity", args=[activity.pk])).status_code == 403
    with pytest.raises(Refused):
        activities.widen(activity, by=actor(user))


def test_an_exception_for_employees_does_not_cover_a_volunteer(school, principal):
    user = checked(school, principal)
    student = StudentFactory(school=school)
    activity = make_activity(school, adults=[user], students=[student])

    judged = verdicts.verdict(user.staff, student, activity)

    assert "adult_not_designated" in judged.verdict.codes


def test_after_the_last_day_they_are_not_active(school, principal):
    user = checked(school, principal)
    student = StudentFactory(school=school)
    activity = make_activity(school, adults=[user], students=[student])
    later = timezone.now() + timedelta(days=40)

    judged = verdicts.verdict(user.staff, student, activity, at=later, known_at=later)

    assert "adult_not_active" in judged.verdict.codes


def test_a_principal_adds_on_the_page_and_a_clerk_checks(school, principal):
    mine, other = Client(), Client()
    mine.force_login(principal)
    other.force_login(staff_at(school, Role.CLERK))
    mine.post(
        reverse("schools:add_volunteer"),
        {
            "name": "Vera Lang", "email": "vera@district.example", "category": "stipend",
            "ends_on": wish().ends_on.isoformat(), "why": "Track team",
        },
    )  # fmt: skip
    row = Volunteer.objects.get()

    listed = other.get(reverse("schools:volunteers"))
    other.post(reverse("schools:check_volunteer", args=[row.pk]))

    row.refresh_from_db()
    assert listed.context["page"].rows == [row]
    assert "Administrator, clerk or network chief: check, or refuse" in listed.content.decode()
    assert row.stage == VolunteerStage.CHECKED
    assert row.assignment.user.staff.category == AdultCategory.STIPEND


@pytest.mark.clause("T1")
@pytest.mark.parametrize("mode", ["bulk", "delta"])
@pytest.mark.parametrize("named", [False, True], ids=["not on the roster", "on it as a teacher"])
def test_a_roster_neither_ends_nor_changes_a_volunteer(school, principal, tmp_path, mode, named):
    """Also where the roster brings somebody with the volunteer's address, or says that they left."""
    School.objects.filter(pk=school.pk).update(sourced_id="north")
    user = checked(school, principal)

    def facts():
        user.refresh_from_db()
        role = RoleAssignment.objects.get(user=user)
        row = Volunteer.objects.get()
        return (
            user.name, user.is_active, user.staff.category, user.staff.left_on, user.staff.sourced_id,
            role.role, role.starts_on, role.ends_on, role.source, row.stage,
        )  # fmt: skip

    before = facts()
    people = [rosters.user("t9", "teacher", given="Other", email="Vera@district.example")]
    gone = rosters.user("t9", "teacher", status="tobedeleted", email="vera@district.example")
    for number, users in enumerate([people if named else [], [gone] if named else []]):
        rows = [*rosters.student_rows(3), *users]
        folder = rosters.write(tmp_path / str(number), mode, orgs=rosters.ORGS, users=rows)
        import_roster(folder, by=Actor.command("import_roster"), dry_run=False, confirmed=True)
        assert (Student.objects.filter(school=school).count(), facts()) == (3, before)
