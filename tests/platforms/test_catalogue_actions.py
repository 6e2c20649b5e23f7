"""The catalogue's verbs (P1): what is entered once, merged reversibly, agreed, breached."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.decision import Refused
from documents.models import FileRead
from platforms.actions import agreements, catalogue, merges
from platforms.actions.agreements import AgreementSaid, BreachSaid
from platforms.actions.catalogue import PlatformSaid, VendorSaid
from platforms.actions.statuses import Standing, set_status
from platforms.models import (
    Agreement,
    Audit,
    Breach,
    CriteriaSet,
    Platform,
    PlatformAlias,
    PlatformMerge,
    StatusEvent,
    TagChoice,
    Vendor,
)
from platforms.reports.agreements import in_force_until
from platforms.reports.family import family_of
from platforms.reports.matching import find
from platforms.terms import AliasKind, Cause, Status, Tag
from schools.models import Change
from schools.terms import Role
from tests.factories import actor, district_user, principal_of
from tests.platform_factories import PlatformFactory, VendorFactory
from trail.models import Entry

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nsigned\n%%EOF\n"
DAY = date(2026, 10, 1)


@pytest.fixture
def its():
    return actor(district_user(Role.ITS))


def said_agreement(**facts):
    return AgreementSaid(
        **{
            "title": "Data agreement",
            "signed_on": DAY - timedelta(days=1),
            "starts_on": DAY,
            "ends_on": DAY + timedelta(days=9),
            **facts,
        }
    )


def refusals(attempt):
    with pytest.raises(Refused) as refused:
        attempt()
    return [reason.code for reason in refused.value.decision.refusals]


@pytest.mark.clause("P1")
def test_a_vendor_and_a_platform_are_entered_once_and_found_by_their_names(its):
    vendor = catalogue.add_vendor(VendorSaid(name="Lakeside Apps, Inc."), by=its)
    platform = catalogue.add_platform(PlatformSaid(name="Class Line", vendor=vendor), by=its)

    again = [
        refusals(lambda: catalogue.add_vendor(VendorSaid(name="LAKESIDE APPS"), by=its)),
        refusals(lambda: catalogue.add_platform(PlatformSaid(name="ClassLine", vendor=vendor), by=its)),
        refusals(lambda: catalogue.add_platform(PlatformSaid(name="?!", vendor=vendor), by=its)),
    ]  # fmt: skip

    assert again == [["vendor_taken"], ["name_taken"], ["no_name"]]
    assert (Vendor.objects.count(), Platform.objects.count()) == (1, 1)
    assert (platform.slug, find("class-line").platform) == ("class-line", platform)
    verbs = ["vendor.added", "platform.added"]
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == verbs


def test_a_slug_is_never_anothers_nor_that_of_a_page(its):
    vendor = VendorFactory()
    made = [
        catalogue.add_platform(PlatformSaid(name=name, vendor=vendor), by=its).slug
        for name in ("Vendors", "Café", "Cafe 2", "Cafe (2)x", "聊天")
    ]

    assert made[:4] == ["vendors-2", "cafe", "cafe-2", "cafe-2x"]
    assert len(made[4]) == 8


def test_a_new_name_keeps_the_old_one_and_what_stood_there(its):
    platform = catalogue.add_platform(PlatformSaid(name="Remind", vendor=VendorFactory()), by=its)

    catalogue.edit_platform(
        platform, PlatformSaid(name="ParentLine", vendor=platform.vendor), by=its
    )

    assert [find(name).platform for name in ("remind", "parentline")] == [platform, platform]
    changes = Change.objects.values_list("field", "before", "after")
    assert list(changes) == [("name", "Remind", "ParentLine")]


def test_an_alias_stands_for_one_platform_until_it_ends(its):
    one, two = PlatformFactory(name="Bee"), PlatformFactory(name="Wasp")
    alias = catalogue.add_alias(one, AliasKind.DOMAIN, "https://www.buzz.example/x", by=its)

    taken = refusals(lambda: catalogue.add_alias(two, AliasKind.DOMAIN, "buzz.example", by=its))
    name = refusals(lambda: catalogue.add_alias(one, AliasKind.NAME, "wasp", by=its))
    wrong = refusals(lambda: catalogue.add_alias(two, AliasKind.SHORT_CODE, "bee", by=its))
    catalogue.end_alias(alias, by=its)
    catalogue.add_alias(two, AliasKind.DOMAIN, "buzz.example", by=its)

    assert (taken, name, wrong) == (["alias_taken"], ["alias_taken"], ["not_of_its_kind"])
    assert find("app.buzz.example").platform == two
    assert PlatformAlias.objects.count() == 2


def test_a_platforms_own_name_does_not_end(its):
    platform = catalogue.add_platform(PlatformSaid(name="Bee", vendor=VendorFactory()), by=its)

    assert refusals(lambda: catalogue.end_alias(platform.aliases.get(), by=its)) == ["own_name"]
    assert platform.aliases.get().ended_at is None


def test_tags_are_chosen_again_only_where_they_differ(its):
    platform = PlatformFactory()

    made = [
        catalogue.choose_tags(platform, tags, by=its)
        for tags in ([], [Tag.TWO_WAY], [Tag.TWO_WAY], [Tag.ALERTING, Tag.TWO_WAY])
    ]

    assert [one is not None for one in made] == [True, True, False, True]
    rows = TagChoice.objects.order_by("pk").values_list("tags", flat=True)
    assert list(rows) == [[], ["two_way"], ["two_way", "alerting"]]


@pytest.mark.clause("P1")
def test_merged_rows_stand_as_one_tool_and_apart_again_as_before(its):
    target, source = PlatformFactory(name="Bee"), PlatformFactory(name="Bee 101")
    row = merges.merge(source, target, by=its, reason="One company, one app.")
    set_status(
        target, Standing(status=Status.FLAGGED_FIXING, cause=Cause.AUDIT, reason="Open"), by=its
    )
    together = source.standing(timezone.now())
    found = find("bee 101").platform

    merges.undo(row, by=actor(district_user(Role.REVIEWER)), reason="Two apps after all.")

    apart = source.standing(timezone.now())
    assert (found, family_of(target)) == (target, [target.pk])
    assert (together.status, together.cause) == (Status.FLAGGED_FIXING, Cause.MERGED)
    assert (apart.status, apart.cause) == (Status.APPROVED, Cause.UNMERGED)
    assert target.standing(timezone.now()).status == Status.FLAGGED_FIXING
    source.refresh_from_db()
    row.refresh_from_db()
    assert (source.merged_into, row.undone_reason) == (None, "Two apps after all.")
    assert find("bee 101").platform == source


@pytest.mark.clause("P2")
@pytest.mark.parametrize(
    ("decided", "onto", "expected"),
    [
        (Status.FLAGGED_FIXING, Status.APPROVED, ["decided_otherwise"]),
        (Status.NOT_APPROVED, Status.NOT_REVIEWED, ["decided_otherwise"]),
        (Status.APPROVED_FOR_USES, Status.APPROVED, ["decided_otherwise"]),
        (Status.NOT_APPROVED, Status.FLAGGED_FIXING, []),
        (Status.NOT_REVIEWED, Status.APPROVED, []),
        (Status.APPROVED, Status.FLAGGED_FIXING, []),
    ],
)
def test_nobody_lifts_by_a_merge_what_two_people_decided(its, decided, onto, expected):
    source, target = PlatformFactory(standing=decided), PlatformFactory(standing=onto)

    try:
        merges.merge(source, target, by=its, reason="One app.")
        refused = []
    except Refused as error:
        refused = [reason.code for reason in error.decision.refusals]

    source.refresh_from_db()
    now = source.standing(timezone.now()).status
    assert refused == expected
    assert (source.merged_into, now) == ((None, decided) if expected else (target, onto))


@pytest.mark.clause("P2")
def test_who_merged_two_rows_does_not_end_a_flag_by_taking_them_apart():
    reviewer = actor(district_user(Role.REVIEWER))
    target, source = PlatformFactory(), PlatformFactory()
    row = merges.merge(source, target, by=reviewer, reason="One app.")
    set_status(target, Standing(status=Status.FLAGGED_FIXING, cause=Cause.EMERGENCY), by=reviewer)

    refused = [
        refusals(lambda by=by: merges.undo(row, by=by, reason="Two."))
        for by in (reviewer, actor(district_user(Role.ITS)))
    ]

    row.refresh_from_db()
    assert refused == [["own_proposal"], ["not_a_decider"]]
    assert (row.undone_at, source.standing(timezone.now()).status) == (None, Status.FLAGGED_FIXING)


def test_what_was_merged_has_no_standing_tags_or_papers_of_its_own(its):
    target, source = PlatformFactory(), PlatformFactory()
    merges.merge(source, target, by=its, reason="One app.")
    before = StatusEvent.objects.count()

    refused = [
        refusals(lambda: set_status(source, Standing(status=Status.APPROVED, cause=Cause.AUDIT), by=its)),
        refusals(lambda: catalogue.choose_tags(source, [Tag.ALERTING], by=its)),
        refusals(lambda: agreements.enter(source, said_agreement(), by=its)),
        refusals(lambda: agreements.enter_breach(source, BreachSaid(happened_on=DAY, told_on=DAY, description="x"), by=its)),
    ]  # fmt: skip

    assert refused == [["merged_away"]] * 4
    assert StatusEvent.objects.count() == before
    assert (Agreement.objects.count(), Breach.objects.count()) == (0, 0)


def test_merges_that_make_no_sense_are_refused_and_change_nothing(its):
    one, two, three, audited = (PlatformFactory() for _ in range(4))
    criteria = CriteriaSet.objects.create(
        code="s", version=1, title="S", content="{}", sha256="0" * 64, loaded_by="t"
    )
    Audit.objects.create(platform=audited, criteria_set=criteria)
    row = merges.merge(one, two, by=its, reason="Seen.")

    refused = [
        refusals(lambda pair=pair, reason=reason: merges.merge(*pair, by=its, reason=reason))
        for *pair, reason in [
            (three, three, "x"), (one, three, "x"), (three, one, "x"), (two, three, "x"),
            (audited, three, "x"), (three, two, "  "),
        ]
    ]  # fmt: skip
    merges.undo(row, by=its, reason="Two.")
    twice = refusals(lambda: merges.undo(row, by=its, reason="Two."))

    assert refused == [
        ["same_row"], ["already_merged"], ["target_merged"], ["has_merged"], ["open_audit"], ["no_reason"],
    ]  # fmt: skip
    assert twice == ["not_merged"]
    assert PlatformMerge.objects.count() == 1
    assert Platform.objects.filter(merged_into__isnull=False).count() == 0


@pytest.mark.clause("P3")
@pytest.mark.parametrize(
    ("ended", "asked", "until"),
    [
        (None, DAY - timedelta(days=1), None),
        (None, DAY, DAY + timedelta(days=9)),
        (None, DAY + timedelta(days=9), DAY + timedelta(days=9)),
        (None, DAY + timedelta(days=10), None),
        (DAY + timedelta(days=3), DAY + timedelta(days=2), DAY + timedelta(days=2)),
        (DAY + timedelta(days=3), DAY + timedelta(days=3), None),
    ],
)
def test_an_agreement_is_in_force_from_its_first_to_its_last_day(its, ended, asked, until):
    platform = PlatformFactory()
    agreement = agreements.enter(platform, said_agreement(), by=its)
    if ended:
        agreement = agreements.end(agreement, by=its, on=ended, reason="The vendor was sold.")

    assert in_force_until(platform, asked) == until
    assert agreement.holds_on(asked) == (until is not None)


def test_an_agreement_signed_late_holds_from_that_day_and_for_all_rows_of_the_tool(its):
    target, source = PlatformFactory(), PlatformFactory()
    late = said_agreement(signed_on=DAY + timedelta(days=2))
    agreements.enter(source, late, by=its)
    merges.merge(source, target, by=its, reason="One app.")

    days = [in_force_until(target, DAY + timedelta(days=n)) for n in (1, 2)]

    assert days == [None, DAY + timedelta(days=9)]


def test_an_agreements_paper_is_kept_by_its_content_and_who_opens_it_is_written_down(its):
    paper = SimpleUploadedFile("scan.docx", PDF)
    agreement = agreements.enter(PlatformFactory(), said_agreement(file=paper), by=its)

    content = agreements.open_agreement(agreement, by=its)

    assert content == PDF
    assert list(FileRead.objects.values_list("file", "actor_id")) == [(agreement.file_id, its.id)]


def test_a_bad_agreement_enters_nothing(its):
    platform = PlatformFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)

    refused = [
        refusals(lambda facts=facts: agreements.enter(platform, said_agreement(**facts), by=its))
        for facts in (
            {"ends_on": DAY - timedelta(days=1)},
            {"signed_on": tomorrow},
            {"file": SimpleUploadedFile("paper.pdf", b"PK\x03\x04")},
        )
    ]

    assert refused == [["ends_before_it_begins"], ["not_signed_yet"], ["not_a_pdf"]]
    assert (Agreement.objects.count(), Entry.objects.count()) == (0, 0)


def test_an_agreement_ends_early_once_within_its_days(its):
    agreement = agreements.enter(PlatformFactory(), said_agreement(), by=its)
    outside = DAY + timedelta(days=10)

    early = refusals(lambda: agreements.end(agreement, by=its, on=outside, reason="x"))
    agreements.end(agreement, by=its, on=DAY, reason="Sold.")
    again = refusals(lambda: agreements.end(agreement, by=its, on=DAY, reason="Sold."))

    assert (early, again) == (["not_within"], ["ended_already"])


def test_a_breach_is_entered_again_and_only_the_newest_is_posted(its):
    platform = PlatformFactory()
    wrong = BreachSaid(happened_on=DAY, told_on=DAY, description="A list was open.", students=10)
    with time_machine.travel("2026-10-02T12:00:00Z"):
        first = agreements.enter_breach(platform, wrong, by=its)
        right = BreachSaid(happened_on=DAY, told_on=DAY, description="A list was open.", students=12)  # fmt: skip
        second = agreements.correct_breach(first, right, by=its)
        again = refusals(lambda: agreements.correct_breach(first, right, by=its))
        early = BreachSaid(happened_on=DAY + timedelta(days=9), told_on=DAY, description="x")
        backwards = refusals(lambda: agreements.enter_breach(platform, early, by=its))

    assert list(Breach.objects.standing()) == [second]
    assert (again, backwards) == (["corrected_already"], ["told_before"])


def test_only_its_keeps_the_catalogue(its):
    outsider, platform = actor(principal_of()), PlatformFactory()
    vendor = platform.vendor

    refused = [
        refusals(attempt)
        for attempt in (
            lambda: catalogue.add_vendor(VendorSaid(name="X1"), by=outsider),
            lambda: catalogue.edit_vendor(vendor, VendorSaid(name="X1"), by=outsider),
            lambda: catalogue.add_platform(PlatformSaid(name="X1", vendor=vendor), by=outsider),
            lambda: catalogue.add_alias(platform, AliasKind.NAME, "X1", by=outsider),
            lambda: catalogue.choose_tags(platform, [], by=outsider),
            lambda: merges.merge(platform, PlatformFactory(), by=outsider, reason="x"),
            lambda: agreements.enter(platform, said_agreement(), by=outsider),
        )
    ]

    assert refused == [["not_its"]] * 7
    assert Entry.objects.count() == 0
