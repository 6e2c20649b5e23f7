"""Who may open the bundles of a case, and what they are answered."""

import pytest
from django.urls import reverse

from incidents.actions import exporting
from incidents.actions.exporting import Wanted
from incidents.models import Export
from incidents.terms.keeping import Lock
from incidents.urls import exports
from tests.factories import SchoolFactory, actor
from tests.incident_factories import bullying, case_of
from tests.incidents.doors import answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
LEAD = [302, 404, 403, 403, 404, 404, 404, 404, 404, 404]
BY_GET = [302, 404, 405, 405, 404, 404, 404, 404, 404, 404, 405]
DOORS = {
    "case_export": {"get": [*LEAD, 200], "post": [*LEAD, 422]},
    "case_export_take": {"get": BY_GET, "post": [*LEAD, 200]},
    "case_export_discard": {"get": BY_GET, "post": [*LEAD, 302]},
}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in exports.patterns} == set(DOORS)


def test_doors():
    school = SchoolFactory()
    people = people_of(school)
    case = case_of(bullying(school))
    wanted = Wanted(reason="For the court.", lock=Lock.NONE)
    export = exporting.ask(case, wanted, by=actor(people["protections"]))
    exporting.make(export.pk)
    name = Export.objects.get().name

    found = {
        door: {
            method: answers(
                people,
                method,
                reverse(
                    f"incidents:{door}",
                    args=[case.code] if door == "case_export" else [case.code, name],
                ),
            )
            for method in methods
        }
        for door, methods in DOORS.items()
    }

    assert found == DOORS
