"""Roles above a school, networks, and the district's own words: administrators alone, never for oneself."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from schools.actions.offices import end_office, grant_office
from schools.models import District, Network, RoleAssignment
from schools.terms import Role
from tests.factories import (
    DistrictFactory,
    NetworkFactory,
    UserFactory,
    actor,
    district_user,
    principal_of,
)
from trail.models import Entry

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


@pytest.mark.parametrize(
    ("role", "in_network", "code"),
    [
        (Role.RECORDS, False, None),
        (Role.CHIEF, True, None),
        (Role.CHIEF, False, "network_needed"),
        (Role.OIG, True, "network_needed"),
        (Role.PRINCIPAL, False, "school_role"),
    ],
)
def test_where_a_role_is_held(role, in_network, code):
    user, network = UserFactory(), NetworkFactory() if in_network else None
    by = actor(district_user())

    if code is None:
        grant_office(user, role, by=by, starts_on=today(), network=network)
    else:
        with pytest.raises(Refused) as refused:
            grant_office(user, role, by=by, starts_on=today(), network=network)
        assert [reason.code for reason in refused.value.decision.refusals] == [code]

    assert RoleAssignment.objects.filter(user=user).exists() is (code is None)


@pytest.mark.parametrize("role", [Role.RECORDS, Role.ITS, Role.OIG])
def test_only_administrators_give_roles_above_a_school(role):
    with pytest.raises(Refused):
        grant_office(UserFactory(), Role.ITS, by=actor(district_user(role)), starts_on=today())
    with pytest.raises(Refused):
        grant_office(UserFactory(), Role.ITS, by=actor(principal_of()), starts_on=today())

    assert not Entry.objects.exists()


def test_not_to_oneself_and_not_twice():
    admin, user = district_user(), UserFactory()
    grant_office(user, Role.RECORDS, by=actor(admin), starts_on=today())

    for person in (admin, user):
        with pytest.raises(Refused):
            grant_office(person, Role.RECORDS, by=actor(admin), starts_on=today())

    assert RoleAssignment.objects.filter(role=Role.RECORDS).count() == 1


def test_the_last_administrator_stays():
    admin = district_user()
    assignment = RoleAssignment.objects.get(user=admin)

    with pytest.raises(Refused):
        end_office(assignment, by=actor(admin))
    district_user()
    end_office(assignment, by=actor(admin))

    assert not RoleAssignment.objects.current().filter(user=admin).exists()


def test_the_pages(client):
    DistrictFactory(name="Old", phone="")
    user = UserFactory()
    client.force_login(district_user())

    def post(door, **facts):
        return client.post(reverse(f"schools:{door}"), facts).status_code

    words = {"name": "New", "phone": "773 555 0100", "consent_starts": "08-01", "consent_ends": "07-31", "call_within_days": "2"}  # fmt: skip
    assert post("edit_district", **words | {"consent_ends": "02-30"}) == 422
    assert post("edit_district", **words) == 302
    assert post("add_network", name="Network 5") == 302
    network = Network.objects.get()
    office = {"email": user.email, "role": "chief", "starts_on": today().isoformat()}
    assert post("grant_office", **office) == 422
    assert post("grant_office", **office, network=network.pk) == 302

    district = District.objects.get()
    assert (district.name, district.phone, district.consent_starts, district.verified_on) == ("New", "+17735550100", "08-01", today())  # fmt: skip
    assert RoleAssignment.objects.get(user=user).network == network
