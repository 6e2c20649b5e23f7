"""Who may open the pages about a report's people, its routing and its offices, and what they are answered."""

import pytest
from django.urls import reverse

from incidents.actions import naming
from incidents.policy import Person
from incidents.terms import OfficeCode, Part
from incidents.urls import people as addresses
from tests.doors import knock
from tests.factories import SchoolFactory, actor
from tests.incident_factories import bullying, case_of, seated
from tests.incidents.doors import people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# Who can be answered differently here; that all others get the 404 of what is not there, test_unseen asks at every address.
ROLES = "nobody principal chief oig protections".split()
# The report is about students: the school's principal and administrator and Student Protections read it.
LED = [302, 403, 404, 404, 200]
POSTED = [302, 403, 404, 404, 422]
READ = [302, 200, 404, 404, 200]
READ_POSTED = [302, 422, 404, 404, 422]
DOORS = {
    "case_people": {"get": LED},
    "person_add": {"post": POSTED},
    "case_person": {"get": LED},
    "person_match": {"post": POSTED},
    "person_outside": {"post": POSTED},
    "person_student": {"post": POSTED},
    "person_take_back": {"post": POSTED},
    "unnaming_answer": {"post": [302, 403, 404, 404, 302]},
    "case_recuse": {"get": READ, "post": READ_POSTED},
    "case_routing": {"get": READ},
    "case_reclassify": {"post": READ_POSTED},
    "case_danger": {"post": READ_POSTED},
    "case_school": {"post": READ_POSTED},
    "case_receipt": {"get": LED},
    "case_offices": {"get": LED},
    "case_share": {"post": POSTED},
    "case_hand_over": {"post": POSTED},
    "case_refer": {"post": POSTED},
    "case_bring_in": {"post": POSTED},
    "case_send_out": {"post": POSTED},
}  # fmt: skip
OF_A_PERSON = {
    "case_person",
    "person_match",
    "person_outside",
    "person_student",
    "person_take_back",
}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in addresses.patterns} == set(DOORS)


def test_doors():
    school = SchoolFactory()
    people = people_of(school)
    kept = Person(Part.KEEP_FROM, name="Ms Zed", is_adult=True)
    witness = Person(Part.WITNESS, name="Jay", is_adult=False)
    case = case_of(bullying(school, people=(kept, witness)))
    colleague = seated(OfficeCode.STUDENT_PROTECTIONS)
    matched = naming.match(
        case.involved.get(part=Part.KEEP_FROM), seated(), why="Known.", by=actor(colleague)
    )
    naming.take_back(matched, why="Not she.", by=actor(colleague))
    names = {
        **dict.fromkeys(OF_A_PERSON, case.involved.get(part=Part.WITNESS).name),
        "unnaming_answer": matched.name,
        "case_receipt": case.routings.order_by("pk").first().name,
    }

    found = {
        door: {
            method: [
                knock(
                    people[who],
                    method,
                    reverse(
                        f"incidents:{door}",
                        args=[case.code, *([names[door]] if door in names else [])],
                    ),
                )
                for who in ROLES
            ]
            for method in methods
        }
        for door, methods in DOORS.items()
    }

    assert found == DOORS
