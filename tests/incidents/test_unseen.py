"""What is not theirs leaves no trace (A1, A3): the same bytes as what never was, at every address under /cases/."""

import re

import pytest
from django.urls import get_resolver

from incidents.actions.recusing import recuse
from incidents.models import Case
from incidents.terms import OfficeCode, Stage
from tests.factories import SchoolFactory, UserFactory, actor, district_user, principal_of, staff_at
from tests.incident_factories import accused, bullying, case_of, report, seated

pytestmark = pytest.mark.django_db

MISSING = "ZZZZ-ZZZZ"
METHODS = ("get", "post", "head", "options")
SAMPLES = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "int": "1",
    "str": "x",
    "slug": "x",
    "case": MISSING,
}


def addresses(resolver=None, above=""):
    """Every address under one case, as the site routes them, with samples for what is inside it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = above + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, route)
        elif route.startswith("cases/<case:code>/"):
            yield "/" + filled(route.replace("<case:code>", "{code}"))


def filled(route):
    for kind, sample in SAMPLES.items():
        while f"<{kind}:" in route:
            before, _, after = route.partition(f"<{kind}:")
            route = before + sample + after.partition(">")[2]
    return route


def whole(response):
    """Everything the visitor gets: status, headers and bytes, and no cookie."""
    return (
        response.status_code,
        sorted(response.headers.items()),
        response.content,
        dict(response.cookies),
    )


def test_a1_whoever_is_kept_out_is_answered_like_whoever_asks_for_nothing(client):
    """A1: every address of a case, for the excluded, another school and an administrator of the site, is the 404 of what never was."""
    school = SchoolFactory()
    principal = principal_of(school)
    one, closed = (case_of(report(school, people=(accused(principal),))) for _ in range(2))
    Case.objects.filter(pk=closed.pk).update(stage=Stage.CLOSED)
    every = [(method, address) for address in addresses() for method in METHODS]

    different = []
    # Who is kept out by every method; those it was never for look.
    asked = (
        (principal, one, every),
        (principal_of(), closed, every[::7]),
        (district_user(), one, every[2::7]),
    )
    for user, case, knocks in asked:
        client.force_login(user)
        for method, address in knocks:
            gone, found = (
                whole(getattr(client, method)(address.format(code=code)))
                for code in (MISSING, case.code)
            )
            different += [] if gone == found and gone[0] == 404 else [(method, address)]

    assert len(every) > 40
    assert different == []


def test_the_404_names_nobody_and_nothing(client):
    user = staff_at(SchoolFactory(), name="Zora Quill")
    client.force_login(user)

    answers = [
        getattr(client, method)(path)
        for method in ("get", "head", "options", "post", "put", "delete")
        for path in (f"/cases/{MISSING}/people/", "/cases/nothing/")
    ]

    page = answers[0].content.decode()
    assert [word for word in ("Zora", "nonce", "csrf", "cases", MISSING) if word in page] == []
    assert answers[0].content == answers[1].content
    assert "nonce" not in answers[0].headers["Content-Security-Policy"]
    assert {one.headers["Content-Length"] for one in answers if one.status_code == 404} == {
        answers[0].headers["Content-Length"]
    }


def test_a3_an_accused_principal_finds_no_trace_anywhere(client):
    """A3: no line, count, number or search hit tells an accused leader that there is a report."""
    school = SchoolFactory()
    principal, office = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    theirs = case_of(bullying(school))
    client.force_login(principal)
    before = [
        whole(client.get(page)) for page in ("/cases/", "/cases/?stage=closed", "/cases/?q=he")
    ]

    hidden = case_of(report(school, people=(accused(principal),)))

    after = [
        whole(client.get(page)) for page in ("/cases/", "/cases/?stage=closed", "/cases/?q=he")
    ]
    searched = client.get("/cases/", {"q": hidden.code}).content.decode()
    past = client.get("/cases/", {"after": hidden.code})
    assert without_tokens(before) == without_tokens(after)
    assert (theirs.code in before[0][2].decode(), searched.count(f"/cases/{hidden.code}/")) == (
        True,
        0,
    )
    assert (
        without_tokens([whole(past)])[0][2]
        == without_tokens([whole(client.get("/cases/", {"after": MISSING}))])[0][2]
    )
    assert office


def without_tokens(pages):
    """Pages without what differs at every load: nonces and CSRF tokens."""
    mask = re.compile(
        rb'(nonce="[^"]*"|X-CSRFToken": "[^"]*"|csrfmiddlewaretoken" value="[^"]*"|after=[^"&]*)'
    )
    return [
        (status, None, mask.sub(b"", body).replace(MISSING.encode(), b""), {})
        for status, _h, body, _c in pages
    ]


def test_stepping_back_by_post_to_a_case_one_must_not_see_is_the_same_404(client):
    school = SchoolFactory()
    principal = principal_of(school)
    case = case_of(bullying(school))
    recuse(case, why="My niece.", by=actor(principal))
    client.force_login(principal)

    answers = [
        whole(client.post(f"/cases/{code}/recuse/", {"why": "Again."}))
        for code in (case.code, MISSING)
    ]

    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_a9_no_key_guardian_or_account_without_an_office_reaches_a_report(client):
    """A9: the API has no address for reports, and neither an account without a post nor a guardian's page leads to one."""
    case = case_of(bullying(SchoolFactory()))
    client.force_login(UserFactory())

    answers = [
        client.get(path.format(code=case.code)).status_code
        for path in ("/cases/", "/cases/{code}/")
    ]

    described = client.get("/api/v1/openapi.json").content.decode()
    assert answers == [404, 404]
    assert [word for word in ("/cases", "incident", case.code) if word in described] == []
