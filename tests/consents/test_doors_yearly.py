"""Who may knock at the doors of what happens once a year."""

import pytest
from django.urls import reverse

from consents.actions import year_start
from consents.actions.year_start import YearForm
from consents.models import SchoolStart
from schools.terms import Role
from tests.consent_factories import kind, safety_meetup
from tests.doors import answers
from tests.factories import StudentFactory, actor, district_user, staff_at
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db

NEVER, ALL = [302] + [405] * 11, [302] + [200] * 11
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
SEES = [302, 403, 403, 200, 200, 200, 200, 200, 200, 200, 403, 200]
PREPARES = [302, 404, 404, 403, 403, 403, 403, 200, 403, 200, 404, 404]
REMINDS = [302, 404, 404, 403, 403, 403, 403, 302, 403, 302, 404, 404]
# What the district does for every school.
DISTRICT = [302, 403, 403, 403, 403, 403, 403, 200, 403, 200, 403, 403]
DECIDES = [302, 404, 404, 403, 200, 200, 403, 403, 403, 404, 404, 404]
DOORS = {
    "year_start": {"get": SEES, "post": NEVER},
    ("prepare_year", "school"): {"get": PREPARES},
    ("prepare_year", ""): {"get": DISTRICT},
    ("remind_principals", "school"): {"get": NEVER, "post": REMINDS},
    "add_newcomers": {"get": NEVER, "post": REMINDS},
    "channels": {"get": SEES, "post": NEVER},
    "tell_channels": {"get": [302, 404, 404, 200, 200, 200, 200, 200, 200, 200, 404, 404], "post": [302, 404, 404, 302, 302, 302, 302, 403, 403, 403, 404, 404]},
    "school_channels": {"get": [200] * 12, "post": [405] * 12},
    "coverage": {"get": SEES, "post": NEVER},
    "school_coverage": {"get": [302, 404, 404, 200, 200, 200, 200, 200, 200, 200, 404, 404], "post": NEVER},
    "next_year": {"get": ALL, "post": NEVER},
    "next_year_drafts": {"get": ALL, "post": NEVER},
    "continue_activities": {"get": NEVER, "post": [302] * 12},
    "name_senders": {"get": DECIDES, "post": [302 if one == 200 else one for one in DECIDES]},
}  # fmt: skip


@pytest.fixture
def scene():
    found = safety_meetup()
    clerk = staff_at(found.school, Role.ADMINISTRATOR)
    form = YearForm(name="Alerts", purpose="Closings.", platform=PlatformFactory())
    start = year_start.prepare(
        kind("bulk_alerts"), [found.school], form, by=actor(district_user(Role.ADMIN)),
        everywhere=True,
    )  # fmt: skip
    found.row = year_start.prepare_school(start.schools.get().pk)
    found.waiting = year_start.undecided_of(found.row)
    found.sender = clerk.staff
    return found


def address(door, scene):
    name, query = (door, "") if isinstance(door, str) else door
    if name == "name_senders":
        return reverse(name, args=[scene.waiting.pk])
    if name in {"tell_channels", "school_channels", "school_coverage"}:
        return reverse(name, args=[scene.school.pk])
    if name == "add_newcomers":
        StudentFactory(school=scene.school)
        SchoolStart.objects.get().activity.latest.approvals.update(stage="approved")
        return reverse(name, args=[scene.row.pk])
    return reverse(name) + (f"?school={scene.school.pk}" if query else "")


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(scene, door, method):
    data = {"senders": [scene.sender.pk], "key": "once"} if method == "post" else None

    assert answers(scene, method, address(door, scene), data) == DOORS[door][method]
