"""The API of the verdict: by key, by the ids a partner knows, every refusal a problem."""

import json
from datetime import datetime, timedelta

import pytest
import schemathesis
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from accounts.actions import create_key
from accounts.models import ApiKey
from consents.terms import Stage
from cps_comms.wsgi import application
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.signing import answer
from tests.factories import GuardianFactory, StudentFactory, actor, district_user
from trail.models import Entry

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def new_key(*scopes, expires_in=timedelta(days=30)):
    now = timezone.now()
    return create_key(
        name="Dispatch", scopes=scopes, expires_at=now + expires_in, by=actor(district_user())
    )


@pytest.fixture
def key():
    return new_key(ApiKey.Scope.VERDICT)


@pytest.fixture
def scene():
    found = safety_meetup(at=timezone.now() - timedelta(days=3))
    signed = timezone.now() - timedelta(days=2)
    found.answer = answer(found.version, found.student, found.guardians[0], at=signed)
    return found


def bearer(key):
    return {"Authorization": f"Bearer {key[1]}"}


def question(scene, **changes):
    return {
        "adult": scene.coach.email,
        "student": scene.student.sourced_id,
        "activity": str(scene.activity.pk),
        **changes,
    }


def ask(client, key, asked):
    return client.get("/api/v1/verdict", asked, headers=bearer(key))


def ask_many(client, key, asked):
    return client.post(
        "/api/v1/verdicts", json.dumps(asked), "application/json", headers=bearer(key)
    )


def test_a_verdict_says_all_that_the_page_says(client, key, scene):
    response = ask(client, key, question(scene))

    told = response.json()
    at, as_of = told.pop("at"), told.pop("as_of")
    assert told == {
        "allowed": True,
        "reasons": [],
        "required_members": ["student", "adult", "guardian:any", "employee_email"],
        "until": scene.version.ends_on.isoformat(),
    }
    assert at == as_of
    assert abs(datetime.fromisoformat(at) - timezone.now()) < timedelta(minutes=1)
    assert response.headers["Cache-Control"] == "no-store, private"


def test_a_past_moment_by_what_was_known_then(client, key, scene):
    before = scene.answer.signed_at - timedelta(hours=1)

    told = ask(
        client, key, question(scene, at=before.isoformat(), known_at=before.isoformat())
    ).json()

    assert told["allowed"] is False
    assert told["reasons"] == [
        {
            "code": "no_answer",
            "text": "A permission that this exception needs has not been given.",
            "clause": "T1",
        }
    ]
    assert told["until"] is None
    assert [datetime.fromisoformat(told[name]) for name in ("at", "as_of")] == [
        before.replace(microsecond=before.microsecond // 1000 * 1000)
    ] * 2


def test_nobody_knows_yet_what_will_be_heard_of_tomorrow(client, key, scene):
    tomorrow = timezone.now() + timedelta(days=1)

    told = ask(client, key, question(scene, known_at=tomorrow.isoformat())).json()

    assert datetime.fromisoformat(told["as_of"]) < tomorrow - timedelta(hours=23)


def test_a_plus_lost_in_the_address_is_understood(client, key, scene):
    path = f"/api/v1/verdict?adult={scene.coach.email}&student={scene.student.pk}"
    path += f"&activity={scene.activity.pk}&at=2020-01-02T03:04:05+00:00"

    told = client.get(path, headers=bearer(key)).json()

    assert told["at"] == "2020-01-02T03:04:05Z"


@pytest.mark.parametrize("adult", ["email", "EMAIL", "sourced", "pk"])
@pytest.mark.parametrize("student", ["sourced", "number", "pk"])
def test_every_id_a_partner_may_know(client, key, scene, adult, student):
    staff = scene.coach.staff
    type(staff).objects.filter(pk=staff.pk).update(sourced_id="employee-7")
    adults = {
        "email": scene.coach.email,
        "EMAIL": scene.coach.email.upper(),
        "sourced": "employee-7",
        "pk": staff.pk,
    }
    students = {
        "sourced": scene.student.sourced_id,
        "number": scene.student.number,
        "pk": scene.student.pk,
    }

    told = ask(client, key, question(scene, adult=adults[adult], student=students[student])).json()

    assert told["allowed"] is True, told


def test_the_rosters_id_wins_over_a_number_and_a_number_over_our_own(client, key, scene):
    scene.student.sourced_id = "7001"
    scene.student.save()
    StudentFactory(number="7001")

    assert ask(client, key, question(scene, student="7001")).json()["allowed"] is True


def test_an_id_that_several_have_is_nobodys(client, key, scene):
    StudentFactory(number="7001")
    StudentFactory(number="7001")

    response = ask(client, key, question(scene, student="7001"))

    assert response.status_code == 404
    assert response.json()["errors"] == [{"field": "student", "message": "several have this id"}]


@pytest.mark.parametrize("who", ["adult", "student", "activity"])
@pytest.mark.parametrize("value", ["nobody@else.example", "0", "99999999999999999999"])
def test_an_unknown_id_is_a_problem(client, key, scene, who, value):
    response = ask(client, key, question(scene, **{who: value}))

    assert response.status_code == 404
    assert response.headers["Content-Type"] == PROBLEM
    assert response.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": f"Not found: {who}.",
        "errors": [{"field": who, "message": "nobody has it"}],
    }
    assert Entry.objects.filter(verb="verdict.asked").count() == 0


def test_a_draft_is_its_writers_alone(client, key, scene):
    draft = make_activity(scene.school, asked_by=scene.coach, stage=Stage.DRAFT)

    assert ask(client, key, question(scene, activity=draft.pk)).status_code == 404


def test_the_trail_says_who_asked_about_whom(client, key, scene):
    told = ask(client, key, question(scene)).json()

    entry = Entry.objects.get(verb="verdict.asked")
    assert (entry.subject, entry.topic) == (
        f"schools.student:{scene.student.pk}",
        f"consents.activity:{scene.activity.pk}",
    )
    assert (entry.actor_kind, entry.actor_id) == ("api_key", str(key[0].pk))
    asked_at, known_at = entry.facts.pop("at"), entry.facts.pop("known_at")
    assert entry.facts == {
        "allowed": True,
        "reasons": [],
        "staff": scene.coach.staff.pk,
        "activity": scene.activity.pk,
        "thread": None,
    }
    assert asked_at == known_at
    assert asked_at[:19] == told["at"][:19]


# Keys


@pytest.mark.parametrize(
    "header",
    [
        None,
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer cps_aaaaaaaa_wrong",
        "Bearer nonsense",
        "Bearer ключ",
    ],
)
def test_without_a_key_it_is_401(client, scene, header):
    headers = {} if header is None else {"Authorization": header}

    response = client.get("/api/v1/verdict", question(scene), headers=headers)

    assert (response.status_code, response.headers["Content-Type"]) == (401, PROBLEM)
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert response.json()["title"] == "Unauthorized"


@pytest.mark.parametrize("ended", ["revoked_at", "expires_at"])
def test_an_ended_key_is_401(client, key, scene, ended):
    ApiKey.objects.filter(pk=key[0].pk).update(**{ended: timezone.now()})

    assert ask(client, key, question(scene)).status_code == 401


def test_the_right_prefix_with_another_secret_is_401(client, key, scene):
    forged = (key[0], key[1][:-4] + "AAAA")

    assert ask(client, forged, question(scene)).status_code == 401


def test_a_key_for_something_else_is_403(client, scene):
    response = ask(client, new_key(ApiKey.Scope.RECIPIENTS), question(scene))

    assert (response.status_code, response.headers["Content-Type"]) == (403, PROBLEM)
    assert response.json()["detail"] == "The key has no scope verdict."


def test_a_session_is_no_key(client, scene):
    client.force_login(scene.principal)

    assert client.get("/api/v1/verdict", question(scene)).status_code == 401


def test_the_last_use_is_remembered(client, key, scene):
    ask(client, key, question(scene))

    key[0].refresh_from_db()
    assert timezone.now() - key[0].last_used_at < timedelta(minutes=1)


def test_our_own_fault_is_a_problem_that_tells_nothing(client, key, scene):
    # A rule that cannot be read: written past the application.
    scene.version.rule.pk = None
    scene.version.rule.number = 99
    scene.version.rule.rule = {"grades": "many"}
    scene.version.rule.save()
    type(scene.version).objects.filter(pk=scene.version.pk).update(rule=scene.version.rule)

    response = ask(client, key, question(scene))

    assert (response.status_code, response.headers["Content-Type"]) == (500, PROBLEM)
    assert "many" not in response.content.decode()


def test_too_many_requests_wait(client, key, scene):
    for _ in range(60):
        assert ask_many(client, key, []).status_code == 200

    response = ask_many(client, key, [])

    assert (response.status_code, response.headers["Content-Type"]) == (429, PROBLEM)
    assert int(response.headers["Retry-After"]) <= 60
    assert ask_many(client, new_key(ApiKey.Scope.VERDICT), []).status_code == 200
    assert ask(client, key, question(scene)).status_code == 200


# What is malformed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"student": None}, "student"),
        ({"student": ""}, "student"),
        ({"student": "a\x00b"}, "student"),
        ({"student": "x" * 255}, "student"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-10-12T18:40:00"}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"at": "9999-12-31T23:59:59-14:00"}, "at"),
        ({"known_at": "2026-02-30T00:00:00Z"}, "known_at"),
        ({"knownat": "2026-02-03T00:00:00Z"}, "knownat"),
    ],
)
def test_a_malformed_question_is_422_and_says_where(client, key, scene, changes, field):
    asked = {name: value for name, value in question(scene, **changes).items() if value is not None}

    response = ask(client, key, asked)

    assert (response.status_code, response.headers["Content-Type"]) == (422, PROBLEM)
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422),
        ("{", 400),
        ("{}", 422),
        ("null", 422),
        ('[{"adult": "a"}]', 422),
        ('[{"adult": "\\ud800", "student": "b", "activity": "c"}]', 422),
        ('[{"adult": true, "student": "b", "activity": "c"}]', 422),
    ],
)
def test_a_malformed_body(client, key, body, status):
    response = client.post("/api/v1/verdicts", body, "application/json", headers=bearer(key))

    assert (response.status_code, response.headers["Content-Type"]) == (status, PROBLEM)


def test_a_body_that_is_too_large_is_413(client, key, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = client.post("/api/v1/verdicts", " " * 101, "application/json", headers=bearer(key))

    assert (response.status_code, response.headers["Content-Type"]) == (413, PROBLEM)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/api/v1/verdict", 405),
        ("delete", "/api/v1/verdict", 405),
        ("get", "/api/v1/verdicts", 405),
        ("get", "/api/v1/nothing", 404),
        ("post", "/api/v1/nothing", 404),
        ("get", "/api/v2/verdict", 404),
        ("get", "/api/v1/", 404),
    ],
)
def test_other_addresses_and_methods_are_problems(client, method, path, status):
    response = getattr(client, method)(path)

    assert (response.status_code, response.headers["Content-Type"]) == (status, PROBLEM)
    assert response.json()["status"] == status


# Many at once


def test_many_questions_are_answered_in_their_order(client, key, scene):
    early = (scene.answer.signed_at - timedelta(hours=1)).isoformat()

    told = ask_many(
        client,
        key,
        [question(scene), question(scene, student="nobody"), question(scene, at=early)],
    ).json()

    assert [one.get("allowed") for one in told] == [True, None, False]
    assert (told[1]["status"], told[1]["detail"]) == (404, "Not found: student.")


def test_a_thousand_are_answered_and_one_more_is_not(client, key, scene):
    assert len(ask_many(client, key, [question(scene)] * 1000).json()) == 1000
    assert Entry.objects.filter(verb="verdict.asked").count() == 1000
    assert ask_many(client, key, [question(scene)] * 1001).status_code == 422


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_grow(client, key, scene, number):
    asked = []
    for _ in range(number):
        student = StudentFactory(school=scene.school)
        GuardianFactory(of=student)
        activity = make_activity(scene.school, asked_by=scene.coach, students=[student])
        asked.append(question(scene, student=student.number, activity=activity.pk))

    with CaptureQueriesContext(connection) as queries:
        told = ask_many(client, key, asked).json()

    assert [one["allowed"] for one in told] == [False] * number
    assert len(queries) == 20


# The published description


def test_the_description_and_its_page_need_nothing_from_elsewhere(client):
    description = client.get("/api/v1/openapi.json")
    page = client.get("/api/v1/docs")

    assert (description.status_code, page.status_code) == (200, 200)
    assert list(description.json()["paths"]) == [
        "/api/v1/verdict",
        "/api/v1/verdicts",
        "/api/v1/activities/{activity_id}/recipients",
        "/api/v1/platforms",
    ]
    assert "http" not in page.content.decode().replace("http-equiv", "")
    assert "unsafe" not in page.headers["Content-Security-Policy"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/api/v1/verdict", "/api/v1/verdicts"])
def test_no_request_that_fits_the_description_breaks_it(key, path):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operation = next(iter(schema[path].values()))
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
