"""Who may open each page of what comes after a decision, and what they are answered."""

import pytest
from django.urls import reverse

from platforms.actions import procurement, transitions
from platforms.models import TransitionPlan
from platforms.urls import after
from platforms.urls import procurement as buying
from tests.factories import actor
from tests.platforms.after import decided, flag_put_forward, in_days, moving_off, proposed
from tests.platforms.doors import ITS_ONLY, ROLES, answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"
# In the order of ROLES: nobody teacher principal procurement admin its reviewer.
ITS_POST = [302, 404, 404, 404, 404, 302, 302]
REVIEWER_POST = [302, 404, 404, 404, 404, 403, 302]
OWN_POST = [302, 404, 404, 404, 404, 403, 403]
ITS_BAD = [302, 404, 404, 404, 404, 422, 422]
PRINCIPAL_GET = [302, 404, 200, 404, 404, 404, 404]
DOORS = {
    "after": {"get": ITS_ONLY},
    "publish_decision": {"get": ITS_ONLY},
    "silenced": {"get": ITS_ONLY},
    "propose_change": {"get": ITS_ONLY},
    "proposals": {"get": ITS_ONLY},
    "proposal": {"get": ITS_ONLY},
    "confirm_proposal": {"post": REVIEWER_POST},
    "refuse_proposal": {"post": ITS_BAD},
    "withdraw_proposal": {"post": OWN_POST},
    "endings": {"get": ITS_ONLY},
    "platform_rules": {"get": [302, 404, 404, 404, 200, 200, 200]},
    "transitions": {"get": ITS_ONLY},
    "transition_move": {"get": ITS_ONLY},
    "answer_extension": {"post": ITS_POST},
    "my_transitions": {"get": [302, 200, 200, 200, 200, 200, 200]},
    "transition": {"get": PRINCIPAL_GET},
    "tick_transition": {"post": [302, 404, 302, 404, 404, 404, 404]},
    "ask_for_time": {"post": [302, 404, 422, 404, 404, 404, 404]},
    "transition_letter": {"get": PRINCIPAL_GET},
    "procurement": {"get": [302, 404, 404, 200, 404, 404, 404]},
    # Not signed yet: Procurement sees nothing of it.
    "procurement_flag": {"get": ITS_ONLY},
    "read_procurement_flag": {"post": [302, 404, 404, 404, 404, 403, 403]},
    "procurement_flags": {"get": ITS_ONLY},
    "new_procurement_flag": {"get": ITS_ONLY},
    "answer_procurement_flag": {"post": ITS_BAD},
    "sign_procurement_flag": {"post": REVIEWER_POST},
    "refuse_procurement_flag": {"post": ITS_BAD},
    "withdraw_procurement_flag": {"post": OWN_POST},
    "lift_procurement_flag": {"post": ITS_BAD},
    "sign_flag_lift": {"post": REVIEWER_POST},
    "refuse_flag_lift": {"post": ITS_BAD},
}
POSTED = {"tick_transition": {"move": "archive", "done": "on"}, "answer_extension": {}}


@pytest.fixture
def places():
    scene = moving_off()
    plan = TransitionPlan.objects.get()
    people = people_of(scene.schools[0])
    principal = actor(people["principal"])
    wish = transitions.ask_for_time(plan, in_days(60), "The archive is large.", by=principal)
    later = flag_put_forward(vendor_answer="We will not.")
    procurement.sign(later, by=actor(scene.reviewer))
    lift = procurement.propose_lift(later, "It does now.", in_days(0), by=actor(people["its"]))
    flag = flag_put_forward(vendor_answer="We will not.")
    proposal = proposed()
    with_pk = {
        "publish_decision": decided().decision.pk,
        "silenced": scene.platform.pk,
        "propose_change": [scene.target.pk, "retire"],
        "transition_move": scene.proposal.pk,
        "answer_extension": wish.pk,
        "sign_flag_lift": lift.pk,
        "refuse_flag_lift": lift.pk,
        "new_procurement_flag": scene.platform.pk,
        **dict.fromkeys(
            ["proposal", "confirm_proposal", "refuse_proposal", "withdraw_proposal"], proposal.pk
        ),
        **dict.fromkeys(
            ["transition", "tick_transition", "ask_for_time", "transition_letter"], plan.pk
        ),
        **{
            door: flag.pk
            for door in DOORS
            if door.endswith("procurement_flag") and not door.startswith("new")
        },
    }
    return people, with_pk


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in (*after.patterns, *buying.patterns)} == set(DOORS)


def test_each_role_at_each_door(places):
    people, with_pk = places
    found = {}
    for door, methods in DOORS.items():
        place = with_pk.get(door, [])
        address = reverse(f"platforms:{door}", args=place if isinstance(place, list) else [place])
        found[door] = {
            method: answers(people, method, address, POSTED.get(door)) for method in methods
        }

    assert found == DOORS


def test_the_roles_are_those_of_the_registry():
    assert len(ROLES) == len(ITS_ONLY)
