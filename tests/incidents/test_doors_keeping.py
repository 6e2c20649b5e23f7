"""Who may open the pages of holds, disposal and how long reports are kept, and what they are answered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.actions import keeping as actions
from incidents.terms.keeping import HoldGround
from incidents.urls import keeping
from tests.factories import SchoolFactory, actor
from tests.incident_factories import bullying, case_of, seated
from tests.incidents.doors import OFFICES_ONLY, answers, people_of
from tests.incidents.keeping import OFFICE, closed_long_ago

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
NO_CODE = [302, *[405] * 10]
BY_GET = [302, 404, 405, 405, 404, 404, 404, 404, 404, 404, 405]
# Leaders of the school read the case; what its office alone does they are refused with the reason.
LEAD = [302, 404, 403, 403, 404, 404, 404, 404, 404, 404, 200]
LEAD_422 = [*LEAD[:-1], 422]
DOORS = {
    "disposals": {"get": OFFICES_ONLY, "post": NO_CODE},
    "retention": {"get": OFFICES_ONLY, "post": [*OFFICES_ONLY[:-2], 422, 422]},
    "certificate": {"get": [*OFFICES_ONLY[:-2], 404, 200], "post": [302, *[404] * 10]},
    "case_hold": {"get": LEAD, "post": LEAD_422},
    "case_hold_lift": {"get": BY_GET, "post": LEAD_422},
    "case_disposal": {"get": LEAD, "post": [*LEAD[:-1], 403]},
    # Long ago nobody of today led the school.
    "case_disposal_answer": {
        "get": [*OFFICES_ONLY[:-2], 404, 405],
        "post": [*OFFICES_ONLY[:-2], 404, 422],
    },
}
WITHOUT_ROW = {"disposals", "retention"}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in keeping.patterns} == set(DOORS)


def test_doors():
    school = SchoolFactory()
    people = people_of(school)
    first, second = seated(OFFICE), seated(OFFICE)
    plain = case_of(bullying(school))
    proposed, gone = closed_long_ago(school), closed_long_ago(school)
    hold = actions.place_hold(plain, HoldGround.APPEAL, "A hearing.", by=actor(first))
    actions.lift_hold(hold, "Over.", by=actor(first))
    for one in (proposed, gone):
        made = actions.propose(one, "Over.", by=actor(first))
    actions.approve(made, "Agreed.", by=actor(second))
    args = {
        "certificate": [gone.code],
        "case_hold_lift": [plain.code, hold.name],
        "case_disposal_answer": [proposed.code],
    }

    found = {
        door: {
            method: answers(
                people,
                method,
                reverse(
                    f"incidents:{door}",
                    args=[] if door in WITHOUT_ROW else args.get(door, [plain.code]),
                ),
            )
            for method in methods
        }
        for door, methods in DOORS.items()
    }

    assert found == DOORS


def test_p5_a_report_is_destroyed_by_two_people_at_the_pages(client):
    first, second = seated(OFFICE), seated(OFFICE)
    case = closed_long_ago()
    page = reverse("incidents:case_disposal", args=[case.code])
    answer = reverse("incidents:case_disposal_answer", args=[case.code])
    client.force_login(first)
    client.post(page, {"reason": "Its time is over."})
    mine = client.post(answer, {"answer-reason": "Me again.", "answer": "destroy"})
    client.force_login(second)
    waiting = client.get(reverse("incidents:disposals"), {"which": "proposed"})

    done = client.post(answer, {"answer-reason": "Agreed.", "answer": "destroy"}, follow=True)

    assert mine.status_code == 403
    assert [row.code for row in waiting.context["page"].rows] == [case.code]
    assert b"Certificate of destruction" in done.content
    gone = [client.get(reverse("incidents:case", args=[case.code])), client.get(page)]
    assert [one.status_code for one in gone] == [404, 404]


def queries_of(client, page):
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


def test_the_list_takes_as_many_queries_for_many_as_for_one(client):
    client.force_login(seated(OFFICE))
    school, page = SchoolFactory(), reverse("incidents:disposals")
    closed_long_ago(school)
    client.get(page)
    one = queries_of(client, page)
    for _ in range(6):
        closed_long_ago(school)

    many = queries_of(client, page)

    assert len(client.get(page).context["page"].rows) == 7
    assert many == one
