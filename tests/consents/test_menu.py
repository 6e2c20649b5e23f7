"""Who finds which line of the register in the menu, and that a teacher's menu costs little."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from core import navigation
from schools.terms import DISTRICT_ROLES, SCHOOL_ROLES, VOLUNTEER_ROLES, Role
from tests.consent_factories import safety_meetup
from tests.factories import DelegationFactory, district_user, staff_at

pytestmark = pytest.mark.django_db

OFFICE = {"clerk", "administrator", "principal", "chief", "delegate"}
HEADS = {"principal", "chief", "delegate"}
LINES = {
    "/answers-held/": OFFICE | {"records"},
    "/approvals/": HEADS | {"outreach"},
    "/coverage/": OFFICE | {"outreach", "records", "admin"},
    "/deliveries/": OFFICE | {"outreach"},
    "/exceptions/": {"admin", "records"},
    "/family-ties/": OFFICE,
    "/folders/": OFFICE | {"records"},
    "/follow-up/": OFFICE | {"outreach"},
    "/off-channel/": HEADS,
    "/paper/": OFFICE | {"outreach"},
    "/pauses/": HEADS | {"admin", "oig", "protections"},
    "/programs/": {"outreach"},
    "/replies/": OFFICE | {"records"},
    "/stops/": HEADS | {"administrator"},
    "/year-end/": OFFICE | {"outreach", "records"},
    "/year-start/": OFFICE | {"outreach", "records", "admin"},
}


def lines(user):
    request = RequestFactory().get("/staff/")
    request.user = user
    return {item.url for item in navigation.menu(request)}


def everybody(scene):
    """One person of each role, and a principal's delegate."""
    delegation = DelegationFactory(principal=scene.principal, school=scene.school)
    found = {"delegate": delegation.delegate, "chief": scene.chief}
    for role in (*SCHOOL_ROLES, *VOLUNTEER_ROLES):
        found[role.value] = staff_at(scene.school, role)
    for role in DISTRICT_ROLES:
        found[role.value] = district_user(role)
    return found


def test_each_line_is_there_for_whom_it_is():
    shown = {who: lines(user) for who, user in everybody(safety_meetup()).items()}

    found = {line: {who for who, urls in shown.items() if line in urls} for line in LINES}
    assert found == LINES


def test_of_a_teacher_few_questions_are_asked():
    teacher = staff_at(role=Role.TEACHER)

    with CaptureQueriesContext(connection) as asked:
        lines(teacher)

    assert len(asked) <= 16
