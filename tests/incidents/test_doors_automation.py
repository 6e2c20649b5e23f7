"""Who may say that a person wrote a report that was set aside."""

import pytest
from django.urls import reverse

from incidents.models import Suspicion
from incidents.urls import automation
from tests.factories import SchoolFactory
from tests.incident_factories import bullying, case_of
from tests.incidents.doors import answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
DOORS = {
    "case_human": {
        "get": [302, 404, 405, 405, 404, 404, 404, 404, 404, 404, 405],
        "post": [302, 404, 302, 302, 404, 404, 404, 404, 404, 404, 302],
    }
}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in automation.patterns} == set(DOORS)


def test_doors_and_d2_a_person_wrote_it(client):
    school = SchoolFactory()
    people = people_of(school)
    case = case_of(bullying(school))
    Suspicion.objects.create(case=case, signs=["trapped"])
    address = reverse("incidents:case_human", args=[case.code])

    found = {method: answers(people, method, address) for method in ("get", "post")}
    client.force_login(people["protections"])
    before = client.get(reverse("incidents:case", args=[case.code]))
    client.post(address)

    assert found == DOORS["case_human"]
    assert b"A field that no person sees" in before.content
    assert not Suspicion.objects.standing().exists()


def test_d2_what_is_set_aside_stands_in_a_list_of_its_own(client):
    school = SchoolFactory()
    reader = people_of(school)["protections"]
    case, other = case_of(bullying(school)), case_of(bullying(school))
    Suspicion.objects.create(case=case, signs=["trapped"])
    client.force_login(reader)

    found = {
        tab: [row.case.code for row in client.get("/cases/", {"tab": tab}).context["rows"]]
        for tab in ("waiting", "open", "aside")
    }

    assert found == {"waiting": [other.code], "open": [other.code], "aside": [case.code]}
