"""Who reads criteria sets and says from when they are used; to everybody outside ITS they are not there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from platforms.actions import criteria as actions
from schools.terms import Role
from tests.doors import knock
from tests.factories import SchoolFactory, actor, district_user, principal_of, staff_at
from tests.platform_factories import CriteriaSetFactory, CriterionFactory

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"
ROLES = "nobody teacher principal admin procurement its reviewer".split()


def only(its, reviewer):
    """The answers to an auditor and to a reviewer; it is not there for anybody else who is signed in."""
    return [302, 404, 404, 404, 404, its, reviewer]


ITS_ONLY, NEVER = only(200, 200), [302] + [405] * 6
# Door → method → one answer per role, in the order of ROLES. What waits was put forward by the auditor.
DOORS = {
    "criteria_sets": {"get": ITS_ONLY, "post": NEVER},
    "criteria_set": {"get": ITS_ONLY, "post": NEVER},
    "criteria_file": {"get": ITS_ONLY, "post": NEVER},
    "compare_criteria": {"get": ITS_ONLY, "post": NEVER},
    "criteria_what_if": {"get": ITS_ONLY, "post": NEVER},
    "criteria_what_if_file": {"get": ITS_ONLY, "post": NEVER},
    # One waits already.
    "propose_criteria": {"get": NEVER, "post": only(403, 403)},
    "confirm_criteria": {"get": NEVER, "post": only(403, 302)},
    "refuse_criteria": {"get": NEVER, "post": only(403, 302)},
    "withdraw_criteria": {"get": NEVER, "post": only(302, 403)},
}
SENT = {
    "propose_criteria": {"from_on": timezone.localdate().isoformat(), "reason": "Why not?"},
    "refuse_criteria": {"refuse-note": "Not yet."},
}


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    school = SchoolFactory()
    who = {
        "nobody": None,
        "teacher": staff_at(school),
        "principal": principal_of(school),
        "admin": district_user(Role.ADMIN),
        "procurement": district_user(Role.PROCUREMENT),
        "its": district_user(Role.ITS),
        "reviewer": district_user(Role.REVIEWER),
    }
    the_set = CriterionFactory().criteria_set
    proposal = actions.propose(the_set, timezone.localdate(), "Why.", by=actor(who["its"]))
    keys = {
        "criteria_sets": [],
        "compare_criteria": [the_set.pk, CriteriaSetFactory().pk],
    }
    keys |= {
        door: [proposal.pk] for door in ("confirm_criteria", "refuse_criteria", "withdraw_criteria")
    }
    address = reverse(f"platforms:{door}", args=keys.get(door, [the_set.pk]))
    data = SENT.get(door) if method == "post" else None

    assert [knock(who[role], method, address, data) for role in ROLES] == DOORS[door][method]
