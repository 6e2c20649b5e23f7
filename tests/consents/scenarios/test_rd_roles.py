"""Roles and separation of duties: who may do each step of a consent, and who may not, through the pages."""

import pytest
from django.test import Client
from django.urls import reverse

from consents.actions import pauses
from consents.models import Activity, Ask, Pause
from consents.terms import Stage
from schools.models import Volunteer
from schools.terms import Role, VolunteerStage
from tests.consent_factories import NECESSARY, safety_meetup
from tests.consents.families import ask_of, asked, sign
from tests.consents.programs import asked_for, in_checking, published, released
from tests.factories import DelegationFactory, actor, district_user, principal_of, staff_at

pytestmark = pytest.mark.django_db

YES = {"necessary": NECESSARY, "authorised": "T2"}


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def post(user, door, /, *keys, **data):
    return browser(user).post(reverse(door, args=keys), data).status_code


def get(user, door, *keys):
    return browser(user).get(reverse(door, args=keys)).status_code


def stage(scene):
    scene.approval.refresh_from_db()
    return scene.approval.stage


def test_rd_01_the_asker_does_not_approve():
    scene = safety_meetup(stage=Stage.ASKED)

    assert post(scene.coach, "approve", scene.approval.pk, **YES) == 403
    assert stage(scene) == Stage.ASKED


def test_rd_02_an_adult_named_does_not_approve_even_as_delegate():
    scene = safety_meetup(stage=Stage.ASKED)
    named = DelegationFactory(
        principal=scene.principal, school=scene.school, delegate=staff_at(scene.school)
    ).delegate
    scene.version.adult_rows.create(staff=named.staff)

    assert post(named, "approve", scene.approval.pk, **YES) == 403
    assert stage(scene) == Stage.ASKED


def test_rd_03_a_clerk_does_not_approve():
    scene = safety_meetup(stage=Stage.ASKED)

    assert post(staff_at(scene.school, Role.CLERK), "approve", scene.approval.pk, **YES) == 403


def test_rd_04_the_principal_approves():
    scene = safety_meetup(stage=Stage.ASKED)

    assert post(scene.principal, "approve", scene.approval.pk, **YES) == 302
    assert stage(scene) == Stage.APPROVED


def test_rd_05_a_dated_delegate_approves_in_the_principals_place():
    scene = safety_meetup(stage=Stage.ASKED)
    delegate = DelegationFactory(principal=scene.principal, school=scene.school).delegate

    assert post(delegate, "approve", scene.approval.pk, **YES) == 302
    assert scene.approval.steps.latest("pk").on_behalf_of == scene.principal


def test_rd_06_the_chief_decides_only_where_no_principal_is_free():
    scene = safety_meetup(stage=Stage.ASKED)

    assert post(scene.chief, "approve", scene.approval.pk, **YES) == 403
    scene.version.adult_rows.create(staff=scene.principal.staff)
    assert post(scene.chief, "approve", scene.approval.pk, **YES) == 302


def test_rd_07_another_schools_principal_finds_nothing():
    scene = safety_meetup(stage=Stage.ASKED)

    assert post(principal_of(), "approve", scene.approval.pk, **YES) == 404


def test_rd_08_the_outreach_office_does_not_decide_for_a_principal():
    scene = safety_meetup(stage=Stage.ASKED)

    assert post(district_user(Role.OUTREACH), "approve", scene.approval.pk, **YES) == 403


def test_rd_09_the_records_office_reads_and_decides_nothing():
    scene = safety_meetup(stage=Stage.ASKED)
    records = district_user(Role.RECORDS)

    assert get(records, "approval", scene.approval.pk) == 200
    assert post(records, "approve", scene.approval.pk, **YES) == 403


@pytest.mark.parametrize("who", ["coach", "principal", "chief"])
def test_rd_10_all_who_answer_for_it_may_take_less_and_a_colleague_may_not(who):
    scene = safety_meetup()

    colleague = post(
        staff_at(scene.school), "take_off_student", scene.activity.pk, scene.student.pk
    )
    mine = post(getattr(scene, who), "take_off_student", scene.activity.pk, scene.student.pk)

    assert (colleague, mine) == (404, 302)


def test_rd_11_who_asked_does_not_correct_the_familys_contacts():
    scene = asked()
    clerk = staff_at(scene.school, Role.CLERK)
    link = scene.guardians[0].links.get()
    scene.version.adult_rows.create(staff=clerk.staff)

    assert get(clerk, "schools:correct_contact", link.pk) == 403
    assert get(staff_at(scene.school, Role.CLERK), "schools:correct_contact", link.pk) == 200


def test_rd_12_only_the_guardian_answers_and_no_page_of_staff_holds_the_link():
    scene = asked()
    page = browser(scene.coach).get(reverse("activity", args=[scene.activity.pk]))

    assert "/c/" not in page.content.decode()
    assert not Ask.objects.filter(answers__isnull=False).exists()


@pytest.mark.parametrize(
    ("who", "status"), [("office", 403), ("principal", 404), ("second", 302), ("admin", 302)]
)
def test_rd_13_two_people_publish_a_program(who, status):
    scene = in_checking()
    people = {"admin": district_user(Role.ADMIN), **vars(scene)}

    assert post(people[who], "publish_program", scene.program.pk) == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("principal", 404), ("chief", 404), ("worker", 403), ("office", 302), ("second", 302)],
)
def test_rd_14_the_outreach_office_releases_and_no_principal(who, status):
    scene = asked_for(published())

    assert post(getattr(scene, who), "approve", scene.approval.pk, **YES) == status


@pytest.mark.parametrize(
    ("who", "status"), [("principal", 404), ("records", 404), ("worker", 200), ("second", 200)]
)
def test_rd_15_membership_is_seen_by_the_programs_staff(who, status):
    scene = released()
    people = {"records": district_user(Role.RECORDS), **vars(scene)}

    assert get(people[who], "activity", scene.activity.pk) == status


def test_rd_16_a_principal_adds_a_volunteer_and_somebody_else_checks():
    scene = safety_meetup()
    clerk = staff_at(scene.school, Role.CLERK)
    post(
        scene.principal, "schools:add_volunteer",
        name="Vera Lang", email="vera@district.example", category="volunteer",
        ends_on=scene.year.ends_on.isoformat(), why="Reading",
    )  # fmt: skip
    row = Volunteer.objects.get()

    own = post(scene.principal, "schools:check_volunteer", row.pk)
    other = post(clerk, "schools:check_volunteer", row.pk)

    row.refresh_from_db()
    assert (own, other) == (403, 302)
    assert row.stage == VolunteerStage.CHECKED


def test_rd_17_a_volunteer_asks_for_nothing_and_decides_nothing():
    scene = safety_meetup(stage=Stage.ASKED)
    volunteer = staff_at()
    volunteer.role_assignments.update(role=Role.VOLUNTEER, school=scene.school)
    scene.version.adult_rows.create(staff=volunteer.staff)

    assert post(volunteer, "widen_activity", scene.activity.pk) == 403
    assert post(volunteer, "approve", scene.approval.pk, **YES) == 403
    assert get(volunteer, "schools:student", scene.student.pk) == 404
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("coach", 404), ("records", 404), ("principal", 302), ("chief", 302)]
)
def test_rd_18_those_above_pause_an_adult(who, status):
    scene = safety_meetup()
    people = {"records": district_user(Role.RECORDS), **vars(scene)}

    assert post(people[who], "pause_adult", scene.coach.staff.pk, reason="Why.") == status
    assert Pause.objects.exists() == (status == 302)


def test_rd_19_a_pause_outlives_every_yes_and_its_reason_stays_in_its_office():
    scene = asked(guardians=1)
    sign(ask_of(scene.guardians[0]))
    pauses.pause(scene.coach.staff, by=actor(scene.chief), reason="Kept apart.")
    query = f"?how=text&student={scene.student.pk}&activity={scene.activity.pk}"

    page = browser(scene.coach).get(reverse("may_i_text") + query).content.decode()

    assert "paused" in page
    assert "Kept apart." not in page
    assert (
        "Kept apart."
        not in browser(scene.principal)
        .get(reverse("adult", args=[scene.coach.staff.pk]))
        .content.decode()
    )
