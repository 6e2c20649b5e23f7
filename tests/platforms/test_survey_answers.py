"""A school answers: by its link or signed in, in parts, twice, at once, late; nothing it wrote is lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from notices.wording import worded
from platforms.actions import survey_names
from platforms.models import SurveyAnswer, SurveyDraft, SurveyedSchool, ToolName
from platforms.reports import survey_links as links
from platforms.terms.surveys import NameState, SurveyStage
from schools.terms import Role
from tests.factories import DistrictFactory, SchoolFactory, actor, district_user, principal_of
from tests.platform_factories import PlatformFactory
from tests.platforms.surveys import make_survey, say

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P1")]


@pytest.fixture
def asked():
    return make_survey(SchoolFactory(name="North School")).asked.get()


def row(number, name, **facts):
    facts = {"name": name, "audiences": ["students"], **facts}
    return {f"tool-{number}-{field}": value for field, value in facts.items()}


def sent(*rows, move="hand_in", seen="0.0", **facts):
    """What the page sends; each row is a name, or a dict."""
    data = {"tool-TOTAL_FORMS": len(rows), "tool-INITIAL_FORMS": 0, "move": move, "seen": seen}
    for number, each in enumerate(rows):
        data |= row(number, **(each if isinstance(each, dict) else {"name": each}))
    return {**data, "by_name": "Ana Ruiz", **facts}


def post(school, *rows, **facts):
    return Client().post(links.address_of(school), sent(*rows, **facts))


def newest(kind, address):
    """The words of the newest such message to the address."""
    return worded(Notice.objects.filter(kind=kind, address=address).latest("pk")).body


def said(asked):
    """Every answer, by number: who gave it, and what it names."""
    return [
        (one.number, one.by_name, [claim.typed for claim in one.claims.order_by("pk")])
        for one in asked.answers.order_by("number")
    ]


def test_a_school_names_its_tools(asked):
    remind = PlatformFactory(name="Remind")

    answer = post(
        asked,
        {"name": "remind", "students": "120", "payer": "school", "cost": "300", "uses": ["class"]},
        {"name": "Signal Flags", "audiences": ["staff", "families"], "why": "It is quick."},
    )

    assert answer.status_code == 302
    claims = SurveyAnswer.objects.get().claims.order_by("pk")
    assert list(
        claims.values_list("typed", "audiences", "students", "payer", "cost", "uses", "why")
    ) == [
        ("remind", ["students"], 120, "school", 300, ["class"], ""),
        ("Signal Flags", ["families", "staff"], None, "unknown", None, [], "It is quick."),
    ]
    assert list(ToolName.objects.order_by("pk").values_list("written", "state", "platform")) == [
        ("remind", NameState.PLATFORM, remind.pk),
        ("Signal Flags", NameState.OPEN, None),
    ]


def test_none_is_an_answer(asked):
    post(asked, move="none")

    assert said(asked) == [(1, "Ana Ruiz", [])]
    assert asked.answers.get().uses_none


def test_none_beside_a_tool_is_asked_about(asked):
    answer = post(asked, "Chat", move="none")

    assert answer.status_code == 422
    assert said(asked) == []


@pytest.mark.parametrize(
    ("rows", "facts", "words"),
    [
        ([], {}, "Name a tool, or press “We use none”."),
        (["Chat"], {"by_name": ""}, "Type your name."),
        ([{"name": "", "students": "4"}], {}, "Type the tool&#x27;s name"),
        ([{"name": "Chat", "audiences": []}], {}, "Tick at least one"),
        ([{"name": "Chat", "students": "many"}], {}, "Enter a whole number."),
        (["Chat app", "chat-app"], {}, "This tool has a row already."),
        (["Chat"], {"by_email": "me@elsewhere.example"}, "A copy goes to a district address only."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(asked, rows, facts, words):
    DistrictFactory()

    answer = post(asked, *rows, **facts)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert said(asked) == []


def test_a_row_that_can_go_goes_even_when_it_is_wrong(asked):
    post(asked, "Chat", {"name": "", "students": "many", "gone": "on"})

    assert said(asked) == [(1, "Ana Ruiz", ["Chat"])]


def test_a_likeness_is_asked_about_and_one_tap_answers(asked):
    PlatformFactory(name="ClassBridge Messenger")
    page = post(asked, "ClasBridge Mesenger")
    assert page.status_code == 200
    assert 'name="mean" value="0:ClassBridge Messenger"' in page.content.decode()
    assert said(asked) == []

    post(asked, "ClasBridge Mesenger", mean="0:ClassBridge Messenger")

    assert said(asked) == [(1, "Ana Ruiz", ["ClassBridge Messenger"])]
    assert ToolName.objects.get().state == NameState.PLATFORM


@pytest.mark.parametrize("facts", [{"mean": "0:no"}, {"asked": "1"}])
def test_no_and_not_sure_leave_the_name_to_its(asked, facts):
    PlatformFactory(name="ClassBridge Messenger")

    post(asked, "ClasBridge Mesenger", **facts)

    assert said(asked) == [(1, "Ana Ruiz", ["ClasBridge Mesenger"])]
    assert ToolName.objects.get().state == NameState.OPEN


def test_a_draft_keeps_what_is_wrong_too_and_adding_a_row_saves(asked):
    answer = post(asked, {"name": "Chat", "students": "many"}, move="add")

    assert answer.headers["Location"].endswith("?change=1#new-tool")
    draft = SurveyDraft.objects.get()
    assert [(one["name"], one["students"]) for one in draft.rows] == [("Chat", "many")]
    page = Client().get(links.address_of(asked)).content.decode()
    assert 'value="Chat"' in page
    assert 'name="tool-1-name"' in page


def test_a_draft_says_who_of_the_office_saved_it_and_keeps_no_nul(asked):
    client, principal = Client(), principal_of(asked.school)
    client.force_login(principal)

    client.post(reverse("platforms:my_survey", args=[asked.pk]), sent("Ch\0at", move="save"))

    draft = SurveyDraft.objects.get()
    assert (draft.by_name, draft.rows[0]["name"]) == (principal.name, "Chat")


def test_handing_in_ends_the_draft(asked):
    post(asked, "Chat", move="save")

    post(asked, "Chat", seen="0.1")

    assert said(asked) == [(1, "Ana Ruiz", ["Chat"])]
    assert not SurveyDraft.objects.exists()


def test_a_second_answer_is_a_correction_and_the_first_stays(asked):
    post(asked, "Chat")
    page = Client().get(links.address_of(asked)).content.decode()
    assert "By Ana Ruiz" in page

    post(asked, "Chat", "Radio", seen="1.0", by_name="Bo Lee")

    assert said(asked) == [(1, "Ana Ruiz", ["Chat"]), (2, "Bo Lee", ["Chat", "Radio"])]


def test_two_at_once_the_second_sees_both_texts_and_may_go_on(asked):
    post(asked, "Chat")

    stale = post(asked, "Radio", by_name="Bo Lee")

    page = stale.content.decode()
    assert stale.status_code == 409
    assert 'value="Radio"' in page
    assert "<bdi>Chat</bdi>" in page
    assert 'name="seen" value="1.0"' in page
    assert said(asked) == [(1, "Ana Ruiz", ["Chat"])]
    post(asked, "Radio", seen="1.0", by_name="Bo Lee")
    assert [number for number, _who, _what in said(asked)] == [1, 2]


def test_a_stale_draft_overwrites_nothing(asked):
    post(asked, "Chat", move="save")

    stale = post(asked, "Radio", move="save")

    assert stale.status_code == 409
    assert [one["name"] for one in SurveyDraft.objects.get().rows] == ["Chat"]


def test_the_page_is_filled_in_from_last_time_and_says_what_became_different(asked):
    before = make_survey(opened=300, left=-280)
    earlier = SurveyedSchool.objects.create(survey=before, school=asked.school, nonce="x" * 32)
    now = SurveyedSchool.objects.create(survey=make_survey(), school=asked.school, nonce="y" * 32)
    say(earlier, ("Chat", 40), ("Phone", 7), ("Pager", 2), days_ago=290)
    page = Client().get(links.address_of(now)).content.decode()
    assert 'value="Chat"' in page
    assert "From last time" in page

    post(
        now,
        {"name": "Chat", "students": "40"},
        {"name": "Phone", "students": "9"},
        {"name": "Pager", "gone": "on"},
        "Radio",
    )

    page = Client().get(links.address_of(now)).content.decode()
    changes = re.findall(r"\b(As last time|Changed|New|No longer used)\b", page)
    assert changes == ["As last time", "Changed", "New", "No longer used"]


def test_before_and_after_its_days_nothing_is_taken_and_nothing_is_lost(asked):
    post(asked, "Chat")
    survey = asked.survey
    today = timezone.localdate()
    survey.closes_on = today - timedelta(days=1)
    survey.opens_on = today - timedelta(days=2)
    survey.save()

    late = post(asked, "Radio", seen="1.0")
    page = Client().get(links.address_of(asked))

    assert (late.status_code, page.status_code) == (409, 200)
    assert "The survey is over" in page.content.decode()
    assert "<bdi>Chat</bdi>" in page.content.decode()
    assert said(asked) == [(1, "Ana Ruiz", ["Chat"])]
    survey.opens_on = survey.closes_on = today + timedelta(days=3)
    survey.save()
    early = post(asked, "Radio", seen="1.0")
    assert "has not begun" in early.content.decode()
    assert len(said(asked)) == 1


def test_a_wrong_and_a_renewed_link_open_nothing(asked):
    old = links.address_of(asked)
    other = make_survey(SchoolFactory()).asked.get()
    swapped = f"{other.pk}.{links.token_of(asked).partition('.')[2]}"
    asked.nonce = "z" * 32
    asked.save()

    for address in (old, reverse("platforms:survey", args=[swapped]), "/survey/1.abc/"):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store, private")
        assert "North School" not in answer.content.decode()


def test_a_draft_survey_has_no_page():
    survey = make_survey(SchoolFactory(), stage=SurveyStage.DRAFT)

    assert Client().get(links.address_of(survey.asked.get())).status_code == 404


def test_the_page_is_kept_nowhere(asked):
    answer = Client().get(links.address_of(asked))

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_office_answers_signed_in_and_gets_a_copy_without_the_link(asked):
    client, principal = Client(), principal_of(asked.school)
    client.force_login(principal)

    client.post(reverse("platforms:my_survey", args=[asked.pk]), sent("Chat", by_name="Else"))

    assert said(asked) == [(1, principal.name, ["Chat"])]
    copy = newest("platforms/survey_thanks", principal.email)
    assert "- Chat (Students)" in copy
    assert links.token_of(asked) not in copy


def test_a_copy_goes_to_a_district_address(asked):
    DistrictFactory()

    post(asked, "Chat", by_email="bo@district.example")

    assert Notice.objects.get().address == "bo@district.example"
    assert links.token_of(asked) not in newest("platforms/survey_thanks", "bo@district.example")


def test_the_office_reads_where_its_tools_stand(asked):
    chat = PlatformFactory(name="Chat")
    say(asked, (chat, 3), ("Who knows", 1))
    client = Client()
    client.force_login(principal_of(asked.school))

    page = client.get(reverse("platforms:my_surveys")).content.decode()

    assert "Approved" in page
    assert "ITS finds out which tool this is." in page


def test_one_act_settles_a_name_for_every_school_and_can_be_taken_back():
    by, chat, survey = actor(district_user(Role.ITS)), PlatformFactory(), make_survey()
    first = make_survey(SchoolFactory(), SchoolFactory())
    for one in first.asked.all():
        post(one, "Our chat thing")
    name = ToolName.objects.get()

    survey_names.is_platform(name, chat, alias=True, by=by)

    assert {
        claim.name.platform for one in SurveyAnswer.objects.all() for claim in one.claims.all()
    } == {chat}
    third = SurveyedSchool.objects.create(survey=survey, school=SchoolFactory(), nonce="w" * 32)
    post(third, "our CHAT thing")
    assert third.answers.get().claims.get().name == name
    survey_names.take_back(name, reason="Two tools.", by=by)
    assert list(name.rulings.order_by("pk").values_list("state", "ground")) == [
        ("platform", "person"),
        ("open", "taken_back"),
    ]
