"""One platform's public page, and "Can I use X for Y?"."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from consents.models import ExceptionKind
from platforms.models import Agreement, Breach, Platform, StatusEvent, TagChoice
from platforms.reports import checker, public_list, public_page
from platforms.terms import Status
from schools.terms import Role
from tests.consent_factories import kind
from tests.factories import SchoolFactory, district_user
from tests.platform_factories import PlatformFactory
from tests.platforms.after import using

pytestmark = pytest.mark.django_db


def day(**days):
    return timezone.localdate() + timedelta(**days)


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def scene():
    kind("bulk_alerts")
    chirp = PlatformFactory(
        name="Chirp",
        slug="chirp",
        standing__until=day(days=30),
        standing__conditions="Phones only.",
    )
    PlatformFactory(
        name="Hoot", slug="hoot", standing=Status.FLAGGED_FIXING, standing__reason="Weak codes."
    )
    PlatformFactory(
        name="Tweet", slug="tweet", standing=Status.APPROVED_FOR_USES, standing__uses=["bulk_alerts", "parents"]
    )  # fmt: skip
    Agreement.objects.create(
        platform=chirp, title="Agreement 7", signed_on=day(days=-9), starts_on=day(days=-9), ends_on=day(days=99),
        data_elements=["Names", "Telephone numbers"], subcontractors=["Text Carrier"],
    )  # fmt: skip
    return chirp


def test_the_page_says_what_holds_and_what_is_held(client, scene):
    page = read(client, "/platforms/chirp/")

    for words in (
        "Chirp",
        "Every use",
        "Phones only.",
        "Telephone numbers",
        "Text Carrier",
        "Agreement 7",
        "Tweet",
    ):
        assert words in page
    assert "Hoot" not in page


def test_what_was_signed_or_went_wrong_under_a_merged_name_is_the_tools(client, scene):
    its = district_user(Role.ITS)
    merged = PlatformFactory(slug="tweeter", merged_into=Platform.objects.get(slug="tweet"))
    Agreement.objects.create(
        platform=merged, title="Agreement 8", signed_on=day(days=-9), starts_on=day(days=-9), ends_on=day(days=99),
    )  # fmt: skip
    first = Breach.objects.create(
        platform=merged, happened_on=day(days=-9), told_on=day(days=-8), description="Names read.",
        entered_by=its,
    )  # fmt: skip
    Breach.objects.create(
        platform=merged, happened_on=day(days=-9), told_on=day(days=-8), description="Names seen.",
        corrects=first, entered_by=its,
    )  # fmt: skip
    found = public_list.current()

    page = public_page.page_of(found, found.find("tweet"), timezone.now())

    assert (page.agreement.title, page.breaches) == ("Agreement 8", 1)


def test_a_flag_shows_its_reason_and_the_way_out(client, scene):
    page = read(client, "/platforms/hoot/")

    assert "It failed a check. The company is fixing it." in page
    assert "Weak codes." in page
    assert "/platforms/chirp/" in page


@pytest.mark.clause("P1")
def test_how_many_schools_use_it_is_read_only_where_they_are_not_few(client, scene):
    using(scene, *(SchoolFactory() for _each in range(4)))
    few = public_page.page_of(found := public_list.current(), found.find("chirp"), timezone.now())
    using(scene, SchoolFactory())
    many = public_page.page_of(found, found.find("chirp"), timezone.now())

    assert (few.schools, many.schools) == ("fewer than 5", 5)
    assert "fewer than 5" in read(client, "/platforms/hoot/")


@pytest.mark.clause("P3")
def test_history_says_when_an_approval_ended_by_itself():
    platform = PlatformFactory(standing=Status.IN_REVIEW)
    for status, on, until in [
        (
            Status.APPROVED,
            datetime(2021, 1, 5, 18, tzinfo=timezone.get_current_timezone()),
            "2021-06-30",
        ),
        (
            Status.APPROVED_FOR_USES,
            datetime(2022, 1, 5, 18, tzinfo=timezone.get_current_timezone()),
            "2022-06-30",
        ),
    ]:
        StatusEvent.objects.create(platform=platform, status=status, effective_at=on, until=until)

    past = [
        (one.on.isoformat(), str(one.label))
        for one in public_page.past_of(platform.pk, timezone.now())
    ]

    assert past == [
        ("2022-07-01", "Approval lapsed"),
        ("2022-01-05", "Approved for stated uses"),
        ("2021-07-01", "Approval lapsed"),
        ("2021-01-05", "Approved"),
        ("2020-07-01", "In review"),
    ]


def test_a_merged_name_leads_to_the_tool_and_a_wrong_one_to_a_search(client, scene):
    PlatformFactory(slug="chirrup", merged_into=scene)

    moved = client.get("/platforms/chirrup/?language=es")
    lost = read(client, "/platforms/chirps/", 404)

    assert (moved.status_code, moved["Location"]) == (302, "/platforms/chirp/?language=es")
    assert "Did you mean" in lost
    assert "/platforms/chirp/" in lost


def test_the_page_is_not_sent_again_until_what_it_shows_changes(client, scene):
    first = client.get("/platforms/chirp/")
    again = client.get("/platforms/chirp/", headers={"If-None-Match": first["ETag"]})
    Agreement.objects.update(data_elements=["Names"])
    after = client.get("/platforms/chirp/", headers={"If-None-Match": first["ETag"]})

    assert [first.status_code, again.status_code, after.status_code] == [200, 304, 200]


def test_a_long_history_costs_no_more_queries(client, scene, django_assert_max_num_queries):
    StatusEvent.objects.bulk_create(
        StatusEvent(
            platform=scene, status=Status.APPROVED, effective_at=timezone.now() - timedelta(days=n)
        )
        for n in range(30)
    )
    read(client, "/platforms/")

    with django_assert_max_num_queries(7):
        read(client, "/platforms/chirp/")


@pytest.mark.clause("P3")
@pytest.mark.parametrize(
    ("slug", "use", "grade", "codes", "clauses"),
    [
        ("chirp", "bulk_alerts", "", [], []),
        ("chirp", "safety_meetup", "08", ["grade_not_covered"], ["T2"]),
        ("chirp", "safety_meetup", "09", [], []),
        ("chirp", "parents", "", [], []),
        ("tweet", "bulk_alerts", "KG", [], []),
        ("tweet", "staff", "", ["not_this_use"], ["P3"]),
        ("tweet", "safety_meetup", "08", ["grade_not_covered", "not_this_use"], ["T2", "P3"]),
        ("hoot", "bulk_alerts", "", ["flagged"], ["P4"]),
        ("keeping", "bulk_alerts", "", [], []),
        ("keeping", "parents", "", ["flagged"], ["P4"]),
        ("lapsed", "parents", "", ["approval_ended"], ["P3"]),
        ("in-review", "parents", "", ["in_review"], ["P2"]),
        ("not-reviewed", "parents", "", ["not_reviewed"], ["P6"]),
        ("not-approved", "parents", "", ["not_approved"], ["P3"]),
        ("retired", "parents", "", ["retired"], ["P3"]),
    ],
)  # fmt: skip
def test_the_checker_answers_as_the_standing_does(scene, slug, use, grade, codes, clauses):
    for status in (Status.IN_REVIEW, Status.NOT_REVIEWED, Status.NOT_APPROVED, Status.RETIRED):
        PlatformFactory(slug=status.value.replace("_", "-"), standing=status)
    PlatformFactory(slug="lapsed", standing__until=day(days=-1))
    PlatformFactory(
        slug="keeping", standing=Status.FLAGGED_MOVING, standing__uses=["bulk_alerts"], standing__until=day(days=5)
    )  # fmt: skip
    found = public_list.current()

    answered = checker.answer(found, found.find(slug), found.uses[use], grade)

    assert [one.code for one in answered.reasons] == codes
    assert [one.clause for one in answered.reasons] == clauses
    assert answered.allowed is not bool(codes)


def test_a_yes_names_the_form_and_the_conditions(client, scene):
    page = read(client, "/platforms/check/?platform=Chirp&use=bulk_alerts&grade=04")

    assert "Yes, if all of this holds:" in page
    assert ExceptionKind.objects.get(code="bulk_alerts").name in page
    assert "signs this form first" in page
    assert "Phones only." in page


def test_a_no_names_the_nearest_approved_tools_for_that_use(client, scene):
    page = read(client, "/platforms/check/?platform=hoot&use=staff")

    assert "It is flagged: it failed a check." in page
    assert "/platforms/chirp/" in page
    assert "/platforms/tweet/" not in page


def test_a_tool_for_parents_only_is_a_yes_to_be_asked_about():
    kind("bulk_alerts")
    platform = PlatformFactory(slug="pta")
    TagChoice.objects.create(platform=platform, tags=["parents_only"])
    found = public_list.current()

    answered = checker.answer(found, found.find("pta"), found.uses["bulk_alerts"])

    assert [one.code for one in answered.ifs] == ["consent_form", "parents_only"]


def test_what_is_not_on_the_list_is_a_no_and_a_near_name_is_asked_about(client, scene):
    unknown = read(client, "/platforms/check/?platform=Xylophone&use=parents")
    near = read(client, "/platforms/check/?platform=chrip&use=parents")

    assert "It is not on the list." in unknown
    assert "Did you mean" in near
    assert "platform=chirp&amp;use=parents" in near


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("CHIRP", "chirp"), ("https://www.chirp.example/app?x=1", "chirp"), ("Chírp", "chirp"), ("", None), ("h", None)],
)  # fmt: skip
def test_a_tool_is_known_by_its_names_and_addresses(scene, typed, slug):
    scene.aliases.create(kind="domain", value="chirp.example")

    row, _near = public_page.look_up(public_list.current(), typed)

    assert (row and row.slug) == slug


@pytest.mark.parametrize(
    "query",
    ["platform=&use=parents", "platform=chirp&use=nothing", "platform=chirp&use=parents&grade=13"],
)
def test_a_question_that_cannot_be_asked_says_why(client, scene, query):
    page = read(client, f"/platforms/check/?{query}", 422)

    assert "invalid-feedback" in page or "is-invalid" in page


def test_the_list_shows_a_survivor_of_a_merge_once(client, scene):
    PlatformFactory(slug="other", merged_into=scene)

    assert [row.slug for row in public_list.current().rows] == ["chirp", "hoot", "tweet"]
    assert Platform.objects.count() == 4


def test_a_link_from_a_tools_page_fills_its_name_in_and_blames_nobody(client, scene):
    page = read(client, "/platforms/check/?platform=chirp")

    assert 'value="Chirp"' in page
    assert "field--wrong" not in page
    assert "Always allowed" in page
