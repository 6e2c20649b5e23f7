"""Who may open the page of verdicts, the year's end, and the keys of other systems."""

import pytest
from django.urls import reverse

from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.factories import DelegationFactory, district_user, principal_of, staff_at

pytestmark = pytest.mark.django_db

ROLES = "nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere".split()
# Door and query → one answer per role, in the order of ROLES.
DOORS = {
    ("may_i_text", ""): [302] + [200] * 11,
    ("may_i_text", "?how=never"): [302] + [200] * 11,
    ("may_i_text", "?how=text"): [302] + [200] * 11,
    # Of this student; a delegate who works elsewhere is of the school for those days.
    ("may_i_text", "?how=text&student={student}"): [302] + [200] * 9 + [404, 404],
    # Whether the coach may; by those who answer for the school, and the coach.
    ("may_i_text", "?how=text&student={student}&adult={coach}&activity={activity}"): [
        302, 200, 403, 200, 200, 200, 200, 200, 200, 403, 404, 404,
    ],
    ("year_end", ""): [302, 403, 403, 200, 200, 200, 200, 200, 200, 403, 403, 200],
    ("api_keys", ""): [302] + [403] * 8 + [200] + [403] * 2,
    ("new_api_key", ""): [302] + [403] * 8 + [200] + [403] * 2,
}  # fmt: skip


def people(scene):
    return {
        "nobody": None,
        "coach": scene.coach,
        "teacher": staff_at(scene.school),
        "clerk": staff_at(scene.school, Role.CLERK),
        "principal": scene.principal,
        "delegate": DelegationFactory(principal=scene.principal, school=scene.school).delegate,
        "chief": scene.chief,
        "records": district_user(Role.RECORDS),
        "outreach": district_user(Role.OUTREACH),
        "admin": district_user(Role.ADMIN),
        "its": district_user(Role.ITS),
        "elsewhere": principal_of(),
    }


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
def test_every_door_answers_each_role(client, door):
    scene = safety_meetup()
    name, query = door
    address = reverse(name) + query.format(
        student=scene.student.pk, coach=scene.coach.staff.pk, activity=scene.activity.pk
    )
    answers = {}
    for who, user in people(scene).items():
        client.logout()
        if user is not None:
            client.force_login(user)
        answers[who] = client.get(address).status_code

    assert answers == dict(zip(ROLES, DOORS[door], strict=True))


@pytest.mark.parametrize("name", ["may_i_text", "year_end", "api_keys"])
def test_these_pages_are_only_read(client, name):
    client.force_login(district_user(Role.ADMIN))

    assert client.post(reverse(name)).status_code == 405
