"""The API of recipients: for bulk systems, by key; whole or not at all."""

import pytest
import schemathesis
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from accounts.models import ApiKey
from consents.actions.withdrawals import withdraw
from consents.models import Ask
from consents.terms import Stage
from cps_comms.wsgi import application
from tests.consent_factories import make_activity
from tests.consents.group_texts import whole
from tests.consents.test_api import PROBLEM, bearer, new_key
from tests.consents.test_exports import alerts, flag
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    return new_key(ApiKey.Scope.RECIPIENTS)


def ask(client, key, activity, **asked):
    address = f"/api/v1/activities/{getattr(activity, 'pk', activity)}/recipients"
    return client.get(address, asked, headers=bearer(key))


@pytest.mark.clause("T3a")
def test_students_and_the_guardians_who_get_the_same_texts(client, key):
    scene = alerts(duplicates=True)
    student, parent = scene.students[0], scene.parents[0]

    told = ask(client, key, scene.activity).json()

    own = f"A{scene.activity.pk}-{student.sourced_id}"
    shared = {"student": student.sourced_id, "until": scene.version.ends_on.isoformat()}
    assert told.pop("as_of") <= timezone.now().isoformat().replace("+00:00", "Z")
    assert told == {
        "activity": str(scene.activity.pk),
        "platform": "Lakeshore Alerts",
        "recipients": [
            {
                "reference": own,
                "kind": "student",
                "given_name": student.given_name,
                "family_name": student.family_name,
                "phone": "+13125552000",
                **shared,
            },
            {
                "reference": f"{own}-G{parent.pk}",
                "kind": "guardian",
                "given_name": parent.given_name,
                "family_name": parent.family_name,
                "phone": "+13125553000",
                **shared,
            },
        ],
        "next": None,
    }


def test_only_those_allowed_now(client, key):
    scene = alerts(2)
    withdraw(Ask.objects.get(student=scene.students[0]), language="en")

    told = ask(client, key, scene.activity).json()

    assert [one["student"] for one in told["recipients"]] == [scene.students[1].sourced_id]


def test_part_after_part(client, key):
    scene = alerts(5)
    parts, after = [], 0
    while after is not None:
        told = ask(client, key, scene.activity, after=after, limit=2).json()
        parts.append([one["student"] for one in told["recipients"]])
        after = told["next"]

    names = [one.sourced_id for one in scene.students]
    assert parts == [names[:2], names[2:4], names[4:]]


def test_the_trail_says_who_read_how_much(client, key):
    scene = alerts(2)

    ask(client, key, scene.activity)

    entry = Entry.objects.get(verb="recipients.read")
    assert (entry.actor_kind, entry.actor_id) == ("api_key", str(key[0].pk))
    assert entry.facts == {"rows": 2, "after": 0}


@pytest.mark.clause("T3")
def test_a_platform_not_approved_today_gets_nothing_at_all(client, key):
    scene = alerts()
    flag(scene.platform)

    response = ask(client, key, scene.activity)

    assert (response.status_code, response.headers["Content-Type"]) == (409, PROBLEM)
    assert response.json() == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "There is no list of recipients for this activity today.",
        "errors": [
            {
                "field": "platform_not_approved",
                "message": "The platform is not approved for this use today. (T3)",
            }
        ],
    }
    assert not Entry.objects.filter(verb="recipients.read").exists()


def test_a_group_text_has_no_list(client, key):
    response = ask(client, key, whole().activity)

    assert (response.status_code, response.json()["errors"][0]["field"]) == (
        409,
        "not_over_a_platform",
    )


@pytest.mark.parametrize("activity", ["0", "x", "99999999999999999999", "%00", "007"])
def test_an_unknown_activity_is_a_problem(client, key, activity):
    response = ask(client, key, activity)

    assert (response.status_code, response.headers["Content-Type"]) == (404, PROBLEM)


def test_a_draft_is_its_writers_alone(client, key):
    scene = alerts()
    draft = make_activity(
        scene.school, code="bulk_alerts", stage=Stage.DRAFT, platform=scene.platform
    )

    assert ask(client, key, draft).status_code == 404


@pytest.mark.parametrize(
    "asked", [{"limit": 501}, {"limit": 0}, {"after": -1}, {"after": "x"}, {"afer": 1}]
)
def test_what_is_not_described_is_refused(client, key, asked):
    assert ask(client, key, alerts().activity, **asked).status_code == 422


def test_a_key_for_something_else_is_refused(client):
    response = ask(client, new_key(ApiKey.Scope.VERDICT), alerts().activity)

    assert (response.status_code, response.json()["detail"]) == (
        403,
        "The key has no scope recipients.",
    )


def test_without_a_key_nobody_reads(client):
    assert client.get(f"/api/v1/activities/{alerts().activity.pk}/recipients").status_code == 401


def test_the_same_number_of_queries_for_1_and_30(client, key):
    def asked(scene):
        with CaptureQueriesContext(connection) as queries:
            ask(client, key, scene.activity)
        return len(queries)

    small, large = alerts(1), alerts(30)
    ask(client, key, small.activity)
    assert asked(small) == asked(large)


@pytest.mark.django_db(transaction=True)
def test_no_request_that_fits_the_description_breaks_it(key):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operation = next(iter(schema["/api/v1/activities/{activity_id}/recipients"].values()))
    checks = [
        schemathesis.checks.not_a_server_error,
        schemathesis.checks.status_code_conformance,
        schemathesis.checks.content_type_conformance,
        schemathesis.checks.response_schema_conformance,
    ]
    tried = []

    @given(case=operation.as_strategy())
    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def fits(case):
        cache.clear()
        tried.append(case.call_and_validate(headers=bearer(key), checks=checks).status_code)

    fits()
    assert len(tried) >= 30
