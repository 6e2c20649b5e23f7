"""A list shows no link to a page that would refuse its reader."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.actions.coverage_count import count_activity
from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.factories import (
    SchoolFactory,
    StudentFactory,
    chief_of,
    district_user,
    principal_of,
    staff_at,
)

pytestmark = pytest.mark.django_db


def read(client, user, door, *args):
    client.force_login(user)
    return client.get(reverse(door, args=args)).content.decode()


def test_coverage_leads_to_a_board_only_who_may_open_it(client):
    meetup = safety_meetup()
    count_activity(meetup.activity.pk)
    board = f'href="{reverse("activity_board", args=[meetup.activity.pk])}'
    school = meetup.school

    led = read(client, principal_of(school), "school_coverage", school.pk)
    not_led = read(client, district_user(Role.ADMIN), "school_coverage", school.pk)

    assert (board in led, board in not_led) == (True, False)
    assert meetup.version.name in not_led


def test_birthdays_lead_to_an_activity_only_who_may_open_it(client):
    meetup = safety_meetup()
    meetup.student.birth_on = (timezone.localdate() + timedelta(days=7)).replace(
        year=timezone.localdate().year - 18
    )
    meetup.student.save()
    address = f'href="{reverse("activity", args=[meetup.activity.pk])}'

    led = read(client, staff_at(meetup.school, Role.CLERK), "turning_18")
    not_led = read(client, district_user(Role.ADMIN), "turning_18")

    assert (address in led, address in not_led) == (True, False)
    assert meetup.version.name in not_led


def test_the_records_office_is_not_led_to_a_schools_tablets(client):
    school = SchoolFactory()
    address = f'href="{reverse("tablets")}'

    at_school = read(client, staff_at(school, Role.CLERK), "answers_held")
    in_district = read(client, district_user(Role.RECORDS), "answers_held")

    assert (address in at_school, address in in_district) == (True, False)


@pytest.mark.parametrize(
    ("role", "led"), [(Role.ADMIN, True), (Role.RECORDS, False), (Role.OUTREACH, False)]
)
def test_who_may_name_a_principal_is_led_there(client, role, led):
    school = StudentFactory().school

    page = read(client, district_user(role), "schools:without_principal")

    assert (reverse("schools:grant_role", args=[school.pk]) in page) == led


def test_a_chief_is_led_to_name_principals_of_the_network(client):
    school = StudentFactory().school
    reader = chief_of(school.network)

    page = read(client, reader, "schools:without_principal")

    assert reverse("schools:grant_role", args=[school.pk]) in page
