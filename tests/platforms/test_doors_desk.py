"""Who may open the ITS desk: those who work on the registry; to everybody else it is not there."""

import pytest
from django.urls import reverse

from schools.terms import Role
from tests.doors import knock
from tests.factories import SchoolFactory, district_user, principal_of, staff_at

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"
ROLES = "nobody teacher principal admin procurement its reviewer".split()
ITS_ONLY, NEVER = [302, 404, 404, 404, 404, 200, 200], [302] + [405] * 6
# Door → method → one answer per role, in the order of ROLES.
DOORS = {
    "its_desk": {"get": ITS_ONLY, "post": NEVER},
}


def people():
    school = SchoolFactory()
    return {
        "nobody": None,
        "teacher": staff_at(school),
        "principal": principal_of(school),
        "admin": district_user(Role.ADMIN),
        "procurement": district_user(Role.PROCUREMENT),
        "its": district_user(Role.ITS),
        "reviewer": district_user(Role.REVIEWER),
    }


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    who = people()

    answers = [knock(who[role], method, reverse(f"platforms:{door}")) for role in ROLES]

    assert answers == DOORS[door][method]
