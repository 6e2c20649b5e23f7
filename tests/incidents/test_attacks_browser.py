"""Attacks from a browser on every door of reports: forged requests, frames, caches, hostile queries, headers."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.sheets import csv_lines
from incidents.models import Case
from incidents.reports import counts
from incidents.urls import urlpatterns
from tests.factories import SchoolFactory, principal_of
from tests.incident_factories import bullying, case_of, seated
from tests.incidents.keeping import OFFICE

pytestmark = pytest.mark.django_db

# Any value of its shape: the token is asked for before anything is looked up.
SAMPLE = {
    "code": "2222-2222",
    "name": "00000000-0000-4000-8000-000000000000",
    "handle": "0" * 32,
    "step": "said",
    "office": "oig",
    "number": 1,
    "pk": 1,
}
# Leaving asks for no token: it forgets what the visitor's own cookie opens, and that comes with no request from
# elsewhere (SameSite=Strict).
WITHOUT_TOKEN = {"speak_up_leave", "speak_up_leave_room"}
SCHOOL_FREE = ("/speak-up/", "/speak-up/return/", "/cases/counts/")


def address_of(pattern):
    names = pattern.pattern.converters
    return reverse(
        f"incidents:{pattern.name}",
        kwargs={name: SAMPLE.get(name, SAMPLE["name"]) for name in names},
    )


def rows():
    """How many rows every table of reports has."""
    tables = [one for one in connection.introspection.table_names() if one.startswith("incidents_")]
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("kind", ["form", "json as text"])
def test_c1_no_door_takes_a_post_without_our_token(kind):
    """Every door of reports, signed in as somebody of the office: refused before anything is looked at."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(seated(OFFICE))
    before = rows()
    body = {} if kind == "form" else {"data": '{"danger":"no"}', "content_type": "text/plain"}

    answers = {
        pattern.name: client.post(
            address_of(pattern), **body, HTTP_ORIGIN="https://evil.example"
        ).status_code
        for pattern in urlpatterns
        if pattern.name not in WITHOUT_TOKEN
    }

    assert set(answers.values()) == {403}
    assert rows() == before


def test_c1_somebody_elses_token_and_another_method_in_a_header_do_not_help():
    school = SchoolFactory()
    case = case_of(bullying(school))
    mine, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    mine.force_login(seated(OFFICE))
    other.get("/speak-up/")
    page = reverse("incidents:case_hold", args=[case.code])

    foreign = mine.post(page, {"csrfmiddlewaretoken": other.cookies["csrftoken"].value})
    turned = mine.get(page, HTTP_X_HTTP_METHOD_OVERRIDE="POST")

    assert (foreign.status_code, turned.status_code) == (403, 200)
    assert case.holds.count() == 0


def test_c2_c3_no_page_of_reports_can_be_framed_or_kept():
    """Framing, guessing of types, other origins, shared caches: said on every page, also of the desk."""
    client = Client()
    user = seated(OFFICE)
    case = case_of(bullying(SchoolFactory()))
    client.force_login(user)
    pages = [*SCHOOL_FREE, "/cases/", f"/cases/{case.code}/", f"/cases/{case.code}/hold/"]

    for page in pages:
        answer = client.get(page)
        policy = answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY", page
        assert "frame-ancestors 'none'" in policy, page
        assert "default-src 'self'" in policy, page
        assert "unsafe-inline" not in policy, page
        assert "http" not in policy.replace("https://evil", ""), page
        assert answer["X-Content-Type-Options"] == "nosniff", page
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", page
        assert "camera=()" in answer["Permissions-Policy"], page
        assert "no-store" in answer["Cache-Control"], page


def test_c4_one_readers_page_is_never_anothers():
    """No validator is given, so none can be answered with 304; what is asked again is decided again."""
    school = SchoolFactory()
    reader, stranger = seated(OFFICE), principal_of()
    case = case_of(bullying(school))
    page = f"/cases/{case.code}/"
    client = Client()
    client.force_login(reader)
    first = client.get(page)
    client.force_login(stranger)

    again = client.get(page, HTTP_IF_NONE_MATCH="*", HTTP_IF_MODIFIED_SINCE="Thu, 01 Jan 2099 00:00:00 GMT")  # fmt: skip

    assert (first.status_code, again.status_code) == (200, 404)
    assert not {"ETag", "Last-Modified"} & set(first.headers)


HOSTILE = ["' OR 1=1 --", "%", "_", "\\", "(a+)+$" * 30, "; DROP TABLE incidents_case", "<script>"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_x6_what_is_typed_into_a_search_is_a_word(client, typed):
    case_of(bullying(SchoolFactory()))
    client.force_login(seated(OFFICE))

    held = client.get("/cases/disposal/", {"which": "held", "q": typed})
    desk = client.get("/cases/", {"q": typed, "sort": typed, "school": typed, "after": typed})

    assert held.status_code == 200
    assert list(held.context["page"].rows) == []
    assert desk.status_code in (200, 400, 404)
    assert b"<script>" not in held.content.replace(b"<script nonce", b"")
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["/cases/disposal/?which=all", "/cases/counts/?year=%27", "/cases/2222-222/"]
)
def test_x6_a_choice_that_is_none_is_not_found(client, address):
    client.force_login(seated(OFFICE))

    assert client.get(address).status_code == 404


def test_x3_no_cell_of_the_counts_is_taken_for_a_formula():
    lines = list(csv_lines(counts.heads(), [["=cmd|' /C calc'!A0", "\t@SUM(1)", "a", None]]))

    assert lines[1].startswith("'=cmd")
    assert "'\t@SUM" in lines[1]


@pytest.mark.parametrize(
    "address", ["/sign-in/?next=/x%0d%0aSet-Cookie:%20a=b", "/sign-in/?next=https://evil.example/"]
)
def test_x4_x8_nothing_typed_into_an_address_becomes_a_header_or_leads_away(client, address):
    user = seated(OFFICE)
    user.set_password("a long enough password")
    user.save()
    where = {"login": user.email, "password": "a long enough password"}

    answer = client.post(address, {**where, "next": "https://evil.example/"})

    assert "a" not in answer.cookies
    assert "evil.example" not in answer.headers.get("Location", "")


def test_x8_leaving_in_a_hurry_leads_to_one_page_of_ours_whatever_is_asked(client):
    answer = client.post(
        "/speak-up/leave/?next=https://evil.example/",
        {"to": "//evil.example", "next": "//evil.example"},
    )

    assert answer["Location"].startswith("/platforms/")


def test_a6_bodies_that_no_form_sends_are_refused_in_no_time_and_keep_nothing(client):
    before = rows()
    deep = "[" * 10_000
    sent = [
        client.post("/speak-up/", deep, content_type="application/json"),
        client.post(
            "/speak-up/", {"danger": ["no", "yes", "NaN"], "__class__": "1e309", "id": "9999"}
        ),
        client.post(
            "/speak-up/?danger=yes",
            b"\xff\xfe=\xed\xa0\x80",
            content_type="application/x-www-form-urlencoded",
        ),
    ]

    assert all(one.status_code < 500 for one in sent)
    after = rows()
    assert {name: number for name, number in after.items() if number != before[name]}.keys() <= {
        "incidents_draft"
    }


def test_a9_a_guardian_or_student_has_no_way_in_to_the_desk(client):
    """They have no accounts; what they do have, a link or words, opens no page of the desk."""
    case = case_of(bullying(SchoolFactory()))
    client.cookies["page-x"] = "x"

    answers = [client.get(page)["Location"] for page in ("/cases/", f"/cases/{case.code}/")]

    assert [one.partition("?")[0] for one in answers] == ["/sign-in/", "/sign-in/"]
