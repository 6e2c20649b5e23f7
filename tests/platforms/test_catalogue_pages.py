"""The catalogue's pages as ITS uses them (P1), and what the public reads of it (SOPPA)."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from documents.models import FileRead
from platforms.actions import agreements, catalogue, merges
from platforms.actions.agreements import AgreementSaid, BreachSaid
from platforms.models import Agreement, Platform, PlatformMerge, Vendor
from platforms.reports.catalogue_queues import CATALOGUE_QUEUES
from platforms.reports.desk import Reader
from platforms.terms import AliasKind, Status, Tag
from schools.terms import Role
from tests.factories import LONG_AGO, actor, district_user
from tests.platform_factories import PlatformFactory, VendorFactory
from tests.platforms.after import agreement

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nsigned\n%%EOF\n"


@pytest.fixture
def auditor(client):
    user = district_user(Role.ITS, name="Ingrid Larsen")
    client.force_login(user)
    return actor(user)


def url(name, *args):
    return reverse(f"platforms:{name}", args=args)


def agree(platform, by, days=100, **facts):
    today = timezone.localdate()
    said = {
        "title": "Data agreement", "signed_on": today, "starts_on": today,
        "ends_on": today + timedelta(days=days), **facts,
    }  # fmt: skip
    return agreements.enter(platform, AgreementSaid(**said), by=by)


def listed(response):
    return [row.platform.name for row in response.context["rows"]]


def test_the_list_finds_by_every_name_and_asks_what_was_meant(client, auditor):
    bee = PlatformFactory(name="Bumblebee", vendor=VendorFactory(name="Hive Works"))
    wasp = PlatformFactory(name="Wasp")
    PlatformFactory(name="Other")
    catalogue.add_alias(bee, AliasKind.DOMAIN, "buzz.example", by=auditor)
    merges.merge(wasp, bee, by=auditor, reason="One.")

    found = {
        words: listed(client.get(url("catalogue"), {"q": words}))
        for words in ("bumble", "BUZZ.example", "hive", "wasp", "Bumblbee", "")
    }
    asked = client.get(url("catalogue"), {"q": "Bumblbee"})

    assert found == {
        "bumble": ["Bumblebee"], "BUZZ.example": ["Bumblebee"], "hive": ["Bumblebee"],
        "wasp": ["Bumblebee"], "Bumblbee": [], "": ["Bumblebee", "Other"],
    }  # fmt: skip
    assert asked.context["meant"] == (bee,)


def test_the_list_is_narrowed_by_how_things_read_today(client, auditor):
    today = timezone.localdate()
    lapsed = PlatformFactory(name="Lapsed", standing__until=today - timedelta(days=1))
    good = PlatformFactory(name="Good", standing__until=today)
    PlatformFactory(name="New", standing=Status.NOT_REVIEWED)
    catalogue.choose_tags(good, [Tag.TWO_WAY], by=auditor)
    agree(good, auditor, days=10)
    agree(lapsed, auditor, days=200)

    found = {
        value: listed(client.get(url("catalogue"), {name: value}))
        for name, value in [
            ("status", "approved"), ("status", "not_approved"), ("status", "not_reviewed"),
            ("tag", "two_way"), ("tag", "alerting"),
            ("agreement", "none"), ("agreement", "soon"), ("agreement", "good"),
        ]
    }  # fmt: skip

    assert found == {
        "approved": ["Good"], "not_approved": ["Lapsed"], "not_reviewed": ["New"],
        "two_way": ["Good"], "alerting": [],
        "none": ["New"], "soon": ["Good"], "good": ["Lapsed"],
    }  # fmt: skip


@pytest.mark.parametrize("listing", ["catalogue", "catalogue_vendors", "vendors"])
def test_one_row_costs_as_many_queries_as_thirty(client, auditor, listing):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as taken:
            client.get(url(listing))
        return len(taken)

    def more(count):
        for _ in range(count):
            platform = PlatformFactory()
            agree(platform, auditor)
            source = PlatformFactory(vendor=platform.vendor)
            Platform.objects.filter(pk=source.pk).update(merged_into=platform)

    more(1)
    queries()
    one = queries()
    more(29)

    assert queries() == one


def test_a_twin_is_named_and_nothing_typed_is_lost(client, auditor):
    twin = PlatformFactory(name="Class Line")
    typed = {"name": "CLASSLINE, Inc.", "vendor": "Nobody Yet", "new_vendor": "on", "summary": "For notes home."}  # fmt: skip

    answer = client.post(url("new_platform"), typed)

    assert (answer.status_code, answer.context["form"].twin) == (422, twin)
    assert url("catalogue_platform", twin.pk) in answer.text
    assert "For notes home." in answer.text
    assert (Platform.objects.count(), Vendor.objects.count()) == (1, 1)


def test_a_slip_of_the_pen_is_asked_about_and_may_be_another_tool(client, auditor):
    twin = PlatformFactory(name="Bumblebee")
    typed = {"name": "Bumblebees", "vendor": twin.vendor.name.upper()}

    asked = client.post(url("new_platform"), typed)
    entered = client.post(url("new_platform"), {**typed, "another": "on"})

    assert (asked.status_code, asked.context["form"].near) == (422, [twin])
    made = Platform.objects.get(name="Bumblebees")
    assert (entered.url, made.vendor) == (url("catalogue_platform", made.pk), twin.vendor)


def test_a_new_vendor_is_entered_with_its_platform_once_said_so(client, auditor):
    typed = {"name": "Bee", "vendor": " Hive  Works "}

    asked = client.post(url("new_platform"), typed)
    client.post(url("new_platform"), {**typed, "new_vendor": "on"})

    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["vendor"])
    assert Platform.objects.get().vendor.name == "Hive Works"


def test_an_address_that_would_run_is_no_website(client, auditor):
    platform = PlatformFactory(name="Bee")
    typed = {"name": "Bee", "vendor": platform.vendor.name, "website": "javascript:alert(1)"}

    answer = client.post(url("edit_platform", platform.pk), typed)

    platform.refresh_from_db()
    assert (answer.status_code, platform.website) == (422, "")


def test_a_taken_alias_leads_to_the_platform_it_stands_for(client, auditor):
    bee, wasp = PlatformFactory(name="Bee"), PlatformFactory(name="Wasp")
    catalogue.add_alias(wasp, AliasKind.DOMAIN, "wasp.example", by=auditor)

    answer = client.post(
        url("add_platform_alias", bee.pk), {"kind": "domain", "typed": "https://wasp.example/"}
    )

    assert (answer.status_code, answer.context["twin"]) == (422, wasp)
    assert f"{url('merge_platform', bee.pk)}?into={wasp.pk}" in answer.text
    assert bee.aliases.count() == 0


@pytest.mark.clause("P1")
def test_merging_is_previewed_done_and_undone(client, auditor):
    source = PlatformFactory(name="Bee 101")
    target = PlatformFactory(name="Bee", standing=Status.FLAGGED_FIXING)
    address = f"{url('merge_platform', source.pk)}?into={target.pk}"

    which = client.get(url("merge_platform", source.pk), {"q": "bee"})
    preview = client.get(address)
    unmerged = Platform.objects.filter(merged_into=None).count()
    no_reason = client.post(address, {"reason": " "})
    done = client.post(address, {"reason": "One company."})
    merge = PlatformMerge.objects.get()
    page = client.get(url("catalogue_platform", source.pk))
    undone = client.post(url("unmerge_platform", merge.pk), {"reason": "Two apps."})

    assert (listed(which), unmerged, no_reason.status_code) == (["Bee"], 2, 422)
    assert "Flagged: vendor is fixing it" in preview.text
    assert done.url == url("catalogue_platform", target.pk)
    assert url("unmerge_platform", merge.pk) in page.text
    assert undone.url == url("catalogue_platform", source.pk)
    history = client.get(url("catalogue_platform", source.pk)).text
    assert ("Bee 101 is the same tool as Bee" in history, "Two apps." in history) == (True, True)
    assert client.get(url("unmerge_platform", merge.pk)).status_code == 404


def test_an_agreement_is_entered_with_its_lists_and_paper_and_opened(client, auditor):
    platform = PlatformFactory()
    today = timezone.localdate()
    typed = {
        "title": "Agreement 1", "signed_on": today, "starts_on": today, "ends_on": today + timedelta(days=5),
        "data_elements": "Name\n\n  Phone   number \nName", "subcontractors": "Cloud Co",
    }  # fmt: skip
    wrong = client.post(
        url("new_agreement", platform.pk), {**typed, "file": SimpleUploadedFile("a.pdf", b"MZ")}
    )
    right = client.post(
        url("new_agreement", platform.pk), {**typed, "file": SimpleUploadedFile("a.exe", PDF)}
    )
    agreement = Agreement.objects.get()

    opened = client.get(url("agreement_file", agreement.pk))

    assert (wrong.status_code, "Agreement 1" in wrong.text) == (422, True)
    assert right.url == f"{url('catalogue_platform', platform.pk)}#agreements"
    assert (agreement.data_elements, agreement.subcontractors) == (
        ["Name", "Phone number"],
        ["Cloud Co"],
    )
    assert (opened.content, opened["Content-Security-Policy"]) == (
        PDF,
        "default-src 'none'; sandbox",
    )
    assert FileRead.objects.count() == 1


def test_the_page_of_a_platform_costs_the_same_whatever_hangs_on_it(client, auditor):
    platform = PlatformFactory()
    address = url("catalogue_platform", platform.pk)

    def fill(count):
        for n in range(count):
            kind, typed = AliasKind.NAME, f"Alias {platform.aliases.count()} {n}"
            catalogue.add_alias(platform, kind, typed, by=auditor)
            agree(platform, auditor)
            said = BreachSaid(happened_on=date(2026, 1, 1), told_on=date(2026, 1, 2), description="x")  # fmt: skip
            agreements.enter_breach(platform, said, by=auditor)

    def queries():
        with CaptureQueriesContext(connection) as taken:
            client.get(address)
        return len(taken)

    fill(1)
    queries()
    one = queries()
    fill(10)

    assert queries() == one


# What the public reads.


@pytest.fixture
def posted(auditor):
    vendor = VendorFactory(
        name="Hive Works", address="1 Comb St, Chicago", security_contact="canary-contact@hive.example"
    )  # fmt: skip
    platform = PlatformFactory(name="Bee", vendor=vendor)
    source = PlatformFactory(name="Bee 101", vendor=vendor)
    facts = {"data_elements": ["Student name"], "subcontractors": ["=Cloud Co"]}
    agreement = agree(platform, auditor, file=SimpleUploadedFile("a.pdf", PDF), **facts)
    over = agree(source, auditor, title="Older agreement")
    agreements.end(over, by=auditor, on=timezone.localdate(), reason="canary-reason")
    merges.merge(source, platform, by=auditor, reason="canary-merge")
    said = BreachSaid(happened_on=date(2026, 3, 1), told_on=date(2026, 3, 4), description="A list was open.")  # fmt: skip
    wrong = replace(said, description="canary-breach")
    agreements.correct_breach(
        agreements.enter_breach(platform, wrong, by=auditor), said, by=auditor
    )
    PlatformFactory(name="No Agreement", vendor=VendorFactory(name="canary-vendor"))
    return agreement


@pytest.mark.clause("P3")
def test_the_public_page_json_and_csv_say_the_same_and_nothing_internal(client, posted):
    client.logout()

    page = client.get(url("vendors"))
    as_json = client.get(url("vendors_json"))
    as_csv = client.get(url("vendors_csv"))

    everything = page.text + as_json.text + as_csv.text
    assert "canary" not in everything
    assert "Ingrid Larsen" not in everything
    operator = json.loads(as_json.text)["operators"][0]
    (tool,) = operator["platforms"]
    assert (operator["name"], operator["address"]) == ("Hive Works", "1 Comb St, Chicago")
    assert [(one["title"], one["in_force"]) for one in tool["agreements"]] == [
        ("Older agreement", False),
        ("Data agreement", True),
    ]
    lines = list(csv.DictReader(io.StringIO(as_csv.text.removeprefix("\ufeff"))))
    assert [(line["agreement"], line["breach"]) for line in lines] == [
        ("Older agreement", ""),
        ("Data agreement", ""),
        ("", "A list was open."),
    ]
    assert lines[1]["subcontractors"] == "'=Cloud Co"
    told = [one["title"] for one in tool["agreements"]] + [one["description"] for one in tool["breaches"]]  # fmt: skip
    assert [words in page.text for words in told] == [True, True, True]
    assert "105 ILCS 85/27" in page.text


def test_the_signed_paper_is_anybodys_to_download(client, posted):
    client.logout()

    paper = client.get(url("vendors_agreement", posted.pk))
    none = client.get(url("vendors_agreement", posted.pk + 1))

    assert (paper.content, none.status_code) == (PDF, 404)
    assert FileRead.objects.count() == 0


def test_the_public_search_finds_a_tool_by_a_former_name(client, posted):
    client.logout()

    found = [
        [one.name for one in client.get(url("vendors"), {"q": words}).context["operators"]]
        for words in ("hive", "bee 101", "nothing")
    ]

    assert found == [["Hive Works"], ["Hive Works"], []]


def test_before_anything_is_posted_the_page_says_what_will_be(client):
    VendorFactory(created_at=LONG_AGO)

    assert "No agreement is posted yet" in client.get(url("vendors")).text


def test_the_public_page_is_kept_while_nothing_changes(client, posted, auditor):
    client.logout()
    first = client.get(url("vendors"))

    again = client.get(url("vendors"), headers={"If-None-Match": first["ETag"]})
    agree(PlatformFactory(), auditor)
    changed = client.get(url("vendors"), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, changed.status_code) == (304, 200)
    assert "Set-Cookie" not in first


def test_the_list_tells_what_the_desk_counts(client, auditor):
    vendor = VendorFactory(name="No Address")
    untagged = PlatformFactory(name="Untagged", vendor=vendor)
    agree(untagged, auditor, days=10)
    tagged = PlatformFactory(name="Tagged", vendor=VendorFactory(address="1 Street"))
    catalogue.choose_tags(tagged, [], by=auditor)
    reader = Reader(User.objects.get(pk=auditor.user_id), timezone.now())

    counted = {queue.query: queue.measure(reader).count for queue in CATALOGUE_QUEUES}
    shown = {
        "tag=none": listed(client.get(url("catalogue"), {"tag": "none"})),
        "agreement=soon": listed(client.get(url("catalogue"), {"agreement": "soon"})),
        "address=none": [
            one.name
            for one in client.get(url("catalogue_vendors"), {"address": "none"})
            .context["page"]
            .rows
        ],
    }

    assert counted == {"agreement=soon": 1, "address=none": 1, "tag=none": 1}
    assert shown == {
        "tag=none": ["Untagged"],
        "agreement=soon": ["Untagged"],
        "address=none": ["No Address"],
    }


def test_a_search_among_vendors_without_an_address_stays_among_them(client):
    signed = PlatformFactory(vendor__name="Harbor One").vendor
    agreement(signed.platforms.get())
    PlatformFactory(vendor__name="Harbor Two")
    client.force_login(district_user(Role.ITS))

    page = client.get(reverse("platforms:catalogue_vendors"), {"address": "none", "q": "harbor"})

    assert [one.name for one in page.context["page"].rows] == ["Harbor One"]
    assert '<input type="hidden" name="address" value="none">' in page.content.decode()
