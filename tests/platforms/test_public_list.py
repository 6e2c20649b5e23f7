"""The public list: the same rows in every format, kept until something changes, nobody's own."""

import csv
import io
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from platforms.actions.statuses import Standing, set_status
from platforms.models import Platform, PlatformAlias, StatusEvent, TagChoice
from platforms.reports import public_list as report
from platforms.terms import Cause, Status
from tests.consent_factories import kind
from tests.factories import LONG_AGO
from tests.platform_factories import PlatformFactory, VendorFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LIST = "/platforms/"
ITS = Actor.command("tests")


def ago(**days):
    return timezone.localdate() - timedelta(**days)


@pytest.fixture
def mixed():
    """A platform in every state, one lapsed, one that keeps a use, one merged away."""
    kind("bulk_alerts")
    for status in Status:
        PlatformFactory(
            name=f"Tool {status.value}", slug=status.value.replace("_", "-"), standing=status
        )
    PlatformFactory(name="Tool lapsed", slug="lapsed", standing__until=ago(days=1))
    PlatformFactory(
        name="tool keeping", slug="keeping", standing=Status.FLAGGED_MOVING,
        standing__uses=["bulk_alerts"], standing__until=ago(days=-9), standing__reason="=Weak, \"codes\"",
    )  # fmt: skip
    target = Platform.objects.get(slug="approved")
    PlatformFactory(name="Old name", slug="old-name", merged_into=target)
    PlatformAlias.objects.create(platform=target, kind="domain", value="chirp.example")
    TagChoice.objects.create(platform=target, tags=["student_facing", "two_way"])
    return target


def rows_of_html(client, query=""):
    """(name, status in words) of every page."""
    found, address = [], LIST + query
    while address:
        page = client.get(address).content.decode()
        found += re.findall(
            r'<th scope="row"><a[^>]*><bdi>([^<]*)</bdi>.*?class="tag[^"]*"[^>]*>.*?<span>([^<]*)</span>',
            page, re.DOTALL,
        )  # fmt: skip
        onward = re.search(r'rel="next" href="([^"]*)"', page)
        address = onward and LIST + onward[1].replace("&amp;", "&")
    return found


def rows_of_json(client, query="", address="/platforms.json"):
    told = client.get(address + query).json()
    assert told["total"] == len(told["platforms"])
    return [(one["name"], one["status_label"]) for one in told["platforms"]]


def rows_of_csv(client, query=""):
    text = client.get(f"/platforms.csv{query}").content.decode("utf-8-sig")
    return [(one["name"], one["status_label"]) for one in csv.DictReader(io.StringIO(text))]


def rows_of_atom(client, query=""):
    feed = ElementTree.fromstring(client.get(f"/platforms.atom{query}").content)
    titles = [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")]
    return [tuple(title.split(": ", 1)) for title in titles]


@pytest.mark.clause("P3")
@pytest.mark.parametrize(
    "query",
    ["", "?status=flagged", "?status=not_approved", "?use=bulk_alerts", "?audience=two_way",
     "?q=TOOL+appr", "?q=chirp.example", "?q=Old+name", "?status=approved&q=nothing"],
)  # fmt: skip
def test_every_format_has_the_same_rows_in_the_same_order(client, mixed, query):
    formats = [
        rows_of_html(client, query),
        rows_of_json(client, query),
        rows_of_csv(client, query),
        rows_of_atom(client, query),
        rows_of_json(client, query, "/api/v1/platforms"),
    ]

    assert formats == [formats[0]] * 5
    assert len(formats[0]) == {
        "": 10, "?status=flagged": 3, "?status=not_approved": 2, "?use=bulk_alerts": 2, "?audience=two_way": 1,
        "?q=TOOL+appr": 3, "?q=chirp.example": 1, "?q=Old+name": 1, "?status=approved&q=nothing": 0,
    }[query]  # fmt: skip


@pytest.mark.clause("P3")
def test_a_row_says_what_holds_today(client, mixed):
    told = {one["slug"]: one for one in client.get("/platforms.json").json()["platforms"]}

    lapsed, keeping = told["lapsed"], told["keeping"]
    assert (lapsed["status"], lapsed["lapsed"], lapsed["since"]) == (
        "not_approved",
        True,
        timezone.localdate().isoformat(),
    )
    assert (keeping["flagged"], keeping["uses"], keeping["until"]) == (
        True,
        ["bulk_alerts"],
        ago(days=-9).isoformat(),
    )
    assert (told["approved"]["every_use"], told["approved"]["uses"]) == (True, [])
    assert told["approved"]["audiences"] == ["student_facing", "two_way"]
    # Of approved and approved-for-uses, whose audience nobody stated, only the first serves its people.
    assert told["approved"]["alternatives"] == 0
    assert told["keeping"]["alternatives"] == 2
    assert "old-name" not in told


def test_a_cell_of_the_file_is_never_a_formula(client, mixed):
    text = client.get("/platforms.csv").content.decode("utf-8-sig")

    row = next(one for one in csv.DictReader(io.StringIO(text)) if one["slug"] == "keeping")

    assert row["reason"] == '\'=Weak, "codes"'


@pytest.mark.parametrize(
    "address", ["/platforms.json", "/platforms.csv", "/platforms.atom", "/api/v1/platforms"]
)
@pytest.mark.parametrize(
    ("query", "field"), [("status=splendid", "status"), ("use=x", "use"), ("sort=name", "sort")]
)
def test_a_filter_that_nobody_knows_is_a_problem(client, mixed, address, query, field):
    response = client.get(f"{address}?{query}")

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_a_person_is_told_which_part_was_left_out(client, mixed):
    response = client.get("/platforms/?status=splendid&q=lapsed")

    assert response.status_code == 422
    assert "“splendid” is not one of" in response.content.decode()
    assert [row.slug for row in report.current().rows if "lapsed" in row.words] == ["lapsed"]
    assert "Tool lapsed" in response.content.decode()
    assert "Tool retired" not in response.content.decode()


@pytest.mark.clause("P4")
@pytest.mark.parametrize(
    "address", [LIST, "/platforms.json", "/platforms.csv", "/platforms.atom", "/platforms/embed/"]
)
def test_nothing_is_sent_again_until_a_flag_changes_it(client, mixed, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    set_status(
        mixed,
        Standing(status=Status.FLAGGED_FIXING, cause=Cause.EMERGENCY, reason="A breach."),
        by=ITS,
    )
    after = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, after.status_code) == (200, 304, 200)
    assert again["ETag"] == first["ETag"] != after["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"] == "public, max-age=30"
    assert "A breach." in after.content.decode()


@pytest.mark.clause("P3")
def test_an_approval_lapses_at_midnight_by_itself(client):
    with time_machine.travel("2026-11-10T23:59:00-06:00", tick=False):
        PlatformFactory(name="Chirp", standing__until=timezone.localdate())
        before = rows_of_json(client)
    with time_machine.travel("2026-11-11T00:00:01-06:00", tick=False):
        after = rows_of_json(client)

    assert before == [("Chirp", "Approved")]
    assert after == [("Chirp", "Approval lapsed")]


def test_a_corrected_name_shows_within_a_minute(client):
    platform = PlatformFactory(name="Chrip")
    with time_machine.travel("2026-11-10T12:00:00-06:00", tick=False) as clock:
        client.get(LIST)
        Platform.objects.filter(pk=platform.pk).update(name="Chirp")
        clock.shift(61)
        shown = rows_of_html(client)

    assert [name for name, _status in shown] == ["Chirp"]


@pytest.mark.parametrize(
    "address",
    [LIST, "/platforms.json", "/platforms.csv", "/platforms.atom", "/platforms/embed/", "/platforms/check/",
     "/platforms/approved/", "/platforms/check/?platform=approved&use=bulk_alerts", "/api/v1/platforms"],
)  # fmt: skip
def test_a_visitor_is_given_no_cookie_and_may_ask_for_the_head_alone(client, mixed, address):
    response = client.get(address)
    head = client.head(address) if not address.startswith("/api/") else response

    assert (response.status_code, head.status_code) == (200, 200)
    assert dict(response.cookies) == {}
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
    assert "nonce" not in response.content.decode()


def test_only_the_frame_may_stand_in_one(client, mixed):
    frame, page = client.get("/platforms/embed/"), client.get(LIST)

    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert frame["X-Robots-Tag"] == "noindex"
    assert len(re.findall(r'target="_blank" rel="noopener"', frame.content.decode())) == 11
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_a_page_speaks_the_language_its_address_names(client, mixed):
    named = client.get("/platforms/?language=ar")
    plain = client.get(LIST, headers={"Accept-Language": "es"})
    unknown = client.get("/platforms/?language=xx")

    assert '<html lang="ar" dir="rtl"' in named.content.decode()
    assert named["Content-Language"] == "ar"
    assert '<html lang="es"' in plain.content.decode()
    assert '<html lang="en"' in unknown.content.decode()
    assert len({named["ETag"], plain["ETag"], unknown["ETag"]}) == 3


def test_an_entry_of_the_feed_keeps_its_id_until_the_status_changes(client):
    platform = PlatformFactory()
    ids = lambda: re.findall(r"<id>([^<]*)</id>", client.get("/platforms.atom").content.decode())  # noqa: E731
    before, again = ids(), ids()

    set_status(platform, Standing(status=Status.NOT_APPROVED, cause=Cause.QUICK_NO), by=ITS)

    assert before == again
    assert before[0] == ids()[0]
    assert before[1] != ids()[1]


def test_an_empty_list_teaches_and_is_well_formed(client):
    assert "Until it does, no tool is approved." in client.get(LIST).content.decode()
    assert (rows_of_json(client), rows_of_csv(client), rows_of_atom(client)) == ([], [], [])


def many(first, last):
    vendor = VendorFactory()
    made = Platform.objects.bulk_create(
        Platform(name=f"Tool {n:05}", slug=f"tool-{n}", vendor=vendor) for n in range(first, last)
    )
    StatusEvent.objects.bulk_create(
        StatusEvent(
            platform=one, status=[*Status][n % 8], effective_at=LONG_AGO, recorded_at=LONG_AGO
        )
        for n, one in enumerate(made)
    )


def queries_of(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_five_thousand_platforms_filter_in_as_many_queries_as_one(client):
    address = "/platforms/?status=approved&q=tool"
    many(0, 1)
    few = queries_of(client, address)
    many(1, 5001)

    assert queries_of(client, address) == few
    assert few <= 8
    assert report.current().counts[Status.APPROVED] == 625


def test_a_kept_page_costs_one_query(client, mixed, django_assert_num_queries):
    client.get(LIST)

    with django_assert_num_queries(1):
        client.get(LIST)


def test_the_api_says_what_it_answers(client):
    schema = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/platforms"]["get"]

    assert {one["name"] for one in schema["parameters"]} == {
        "q",
        "status",
        "use",
        "audience",
        "language",
    }
    assert sorted(schema["responses"]) == ["200", "422"]
    assert "security" not in schema


def test_addresses_are_those_the_district_prints():
    names = [
        "public_list",
        "public_list_json",
        "public_list_csv",
        "public_list_atom",
        "public_list_embed",
    ]

    assert [reverse(f"platforms:{name}") for name in names] == [
        "/platforms/", "/platforms.json", "/platforms.csv", "/platforms.atom", "/platforms/embed/",
    ]  # fmt: skip
