"""Who opens the pages on which a case is followed up: parents, pauses, other registers, patterns, outcomes."""

import uuid

import pytest
from django.urls import reverse

from incidents.actions import outcomes, patterns
from incidents.models import PatternEntry
from incidents.terms import Part
from incidents.terms.outcomes import Finding
from incidents.urls import links as links_urls
from incidents.urls import outcomes as outcomes_urls
from incidents.urls import parents as parents_urls
from incidents.urls import patterns as patterns_urls
from incidents.urls import pauses as pauses_urls
from tests.factories import SchoolFactory, StudentFactory, actor, staff_at
from tests.incident_factories import accused, case_of, report
from tests.incidents.doors import OIG_ONLY, answers, people_of
from tests.incidents.people import hurt, row_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
READERS = [302, 404, 200, 200, 404, 404, 404, 404, 404, 200, 404]
NOBODY = [302, *[404] * 10]


def as_(table, status):
    """The same people, who get this status where they would get the page."""
    return [status if one == 200 else one for one in table]


DOORS = {
    "case_parents": {"get": READERS},
    "parents_charge": {"post": as_(READERS, 422)},
    "parents_check": {"post": as_(READERS, 422)},
    "parents_decide": {"post": as_(READERS, 422)},
    "parents_log": {"post": as_(READERS, 422)},
    "parents_send": {"post": NOBODY},
    "parents_letter": {"get": NOBODY},
    "case_pause": {"get": OIG_ONLY},
    "pause_person": {"post": as_(OIG_ONLY, 422)},
    "lift_person": {"post": as_(OIG_ONLY, 403)},
    "case_links": {"get": READERS},
    "ask_verdict": {"post": as_(READERS, 422)},
    "ask_recipients": {"post": as_(READERS, 422)},
    "ask_platform": {"post": as_(READERS, 422)},
    "patterns": {"get": OIG_ONLY, "post": as_(OIG_ONLY, 422)},
    "case_handles": {"get": READERS, "post": as_(READERS, 422)},
    "end_handle": {"post": as_(READERS, 302)},
    "case_related": {"get": OIG_ONLY},
    "review_related": {"post": NOBODY},
    "end_related": {"post": as_(OIG_ONLY, 302)},
    "case_outcome": {"get": OIG_ONLY},
    "find_person": {"post": as_(OIG_ONLY, 422)},
    "order_person": {"post": as_(OIG_ONLY, 422)},
    "person_letter": {"get": OIG_ONLY},
}
OF_STUDENT = {"parents_check", "parents_decide", "parents_log", "parents_send", "parents_letter"}
OF_ENTRY = {"end_handle", "review_related", "end_related"}
OF_ADULT = {"pause_person", "lift_person", "find_person", "order_person"}
WITHOUT_ROW = {"patterns"}


def test_no_door_is_unlisted():
    every = (parents_urls, pauses_urls, links_urls, patterns_urls, outcomes_urls)

    assert {one.name for module in every for one in module.patterns} == set(DOORS)


@pytest.fixture
def scene():
    """A case about a known adult, with a student, an entry, and a letter after an unfounded finding."""
    school = SchoolFactory()
    people = people_of(school)
    about = (hurt(StudentFactory(school=school)), accused(staff_at(school), note=""))
    case = case_of(report(school, people=about))
    by = actor(people["oig"])
    outcomes.find(row_of(case), Finding.UNFOUNDED, by=by, reason="A mix-up.", letter="It is over.")
    patterns.keep_handle(case, "@coach_k", by=by)
    return people, case


def address(door, case):
    args = [] if door in WITHOUT_ROW else [case.code]
    if door in OF_STUDENT:
        args.append(row_of(case, Part.HURT).name)
    if door in OF_ADULT:
        args.append(row_of(case).name)
    if door in OF_ENTRY:
        args.append(PatternEntry.objects.get(case=case, ended_at=None).name)
    if door == "person_letter":
        args.append(case.person_letters.get().name)
    return reverse(f"incidents:{door}", args=args)


def test_doors(scene):
    people, case = scene

    found = {
        door: {method: answers(people, method, address(door, case)) for method in methods}
        for door, methods in DOORS.items()
    }

    assert found == DOORS


def test_a2_rows_of_another_case_are_not_found_under_this_one(scene, client):
    people, case = scene
    other = case_of(report(case.school, people=(accused(staff_at(case.school)),)))
    client.force_login(people["oig"])

    for door, row in (("lift_person", row_of(other).name), ("end_related", uuid.uuid4())):
        assert client.post(reverse(f"incidents:{door}", args=[case.code, row])).status_code == 404


def test_no_door_takes_another_method(scene, client):
    people, case = scene
    client.force_login(people["oig"])

    found = {
        door: getattr(client, "post" if "get" in methods else "get")(
            address(door, case)
        ).status_code
        for door, methods in DOORS.items()
        if len(methods) == 1
    }

    assert found == dict.fromkeys(found, 405)
